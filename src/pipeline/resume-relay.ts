// A relayed stream that is remembered beside: what its bytes mean, and where they stand, so that another route may go on
// with it. The bytes themselves pass untouched.

import type { CanonRequest } from '../canon/request.ts';
import type { StreamEvent } from '../canon/stream-event.ts';
import type { Usage } from '../canon/usage.ts';
import type { ProviderFace, StreamParser, StreamPlace } from '../dialects/dialect.ts';
import { createJsonArrayDecoder } from '../lib/json-array-decoder.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import type { Failure } from '../providers/verdict.ts';
import type { AnsweringReader, StreamFraming } from './relay-reader.ts';
import type { ResumeRecord } from './resume-record.ts';

/** Hands everything on to the reader that it wraps, and reads what leaves it. */
export class RememberedRelay implements AnsweringReader {
  readonly #inner: AnsweringReader;
  readonly #parser: StreamParser;
  #lost = false;

  constructor(inner: AnsweringReader, parser: StreamParser) {
    this.#inner = inner;
    this.#parser = parser;
  }

  push(chunk: Buffer): void {
    this.#inner.push(chunk);
  }

  end(): void {
    this.#inner.end();
  }

  take(): Buffer | string | undefined {
    const bytes = this.#inner.take();
    if (bytes !== undefined && !this.#lost) this.#read(Buffer.from(bytes));
    return bytes;
  }

  /** Undefined when what was handed on cannot be told in events. */
  get place(): StreamPlace | undefined {
    return this.#lost ? undefined : this.#parser.place;
  }

  renderError(error: GatewayError): string | undefined {
    return this.#inner.renderError(error);
  }

  get hasContent(): boolean {
    return this.#inner.hasContent;
  }

  get finished(): boolean {
    return this.#inner.finished;
  }

  get failure(): Failure | undefined {
    return this.#inner.failure;
  }

  get usage(): Usage | undefined {
    return this.#inner.usage;
  }

  get model(): string | undefined {
    return this.#inner.model;
  }

  /** Whatever is wrong with this reading must not harm the answer. */
  #read(bytes: Buffer): void {
    try {
      this.#parser.push(bytes);
    } catch {
      this.#lost = true;
    }
  }
}

/** Wraps a reader; the events go to the record. */
export function rememberRelay(
  inner: AnsweringReader,
  parser: { readonly face: ProviderFace; readonly request: CanonRequest; readonly framing: StreamFraming },
  record: ResumeRecord,
): RememberedRelay {
  const { face, request, framing } = parser;
  return new RememberedRelay(
    inner,
    framedParser(face, framing).createStreamParser(request, (event) => record.note(event)),
  );
}

/** The face for a stream in the caller's framing: parsers read server-sent events. */
export function framedParser(
  face: ProviderFace,
  framing: StreamFraming,
): Pick<ProviderFace, 'createStreamParser'> {
  if (framing === 'sse') return face;
  return {
    createStreamParser(request: CanonRequest, emit: (event: StreamEvent) => void): StreamParser {
      const parser = face.createStreamParser(request, emit);
      const decoder = createJsonArrayDecoder(({ text }) => {
        // Line ends stand between tokens only: within a string JSON has them escaped.
        parser.push(Buffer.from(`data: ${text.replaceAll(/[\r\n]+/gu, ' ')}\n\n`));
      });
      return {
        get finishSeen() {
          return parser.finishSeen;
        },
        get place() {
          return parser.place;
        },
        push: (chunk) => decoder.push(chunk),
        end: () => parser.end(),
      };
    },
  };
}

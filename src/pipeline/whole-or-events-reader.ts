// Relays what was asked for as events, and may come whole all the same: some models know no streams, and whoever serves
// them answers JSON then. Which of the two it is, the head says.

import { tryParseJson } from '../lib/json.ts';
import type { Usage } from '../canon/usage.ts';
import type { RelayFace } from '../dialects/dialect.ts';
import type { Failure } from '../providers/verdict.ts';
import type { WholeAnswer } from './call-whole.ts';
import { createRelayReader, errorFailure, type AnsweringReader } from './relay-reader.ts';

const JSON_TYPE = /^application\/json\b/iu;

/** Reads one attempt. A whole answer longer than `maxBytes` is none. */
export class WholeOrEventsReader implements AnsweringReader {
  readonly #face: RelayFace;
  readonly #maxBytes: number;
  #reader: AnsweringReader;

  constructor(face: RelayFace, acceptUnusable: boolean, maxBytes: number) {
    this.#face = face;
    this.#maxBytes = maxBytes;
    this.#reader = createRelayReader(face, { framing: 'sse', request: {}, acceptUnusable });
  }

  readHead(headers: WholeAnswer['headers']): void {
    const type = headers['content-type'];
    if (typeof type === 'string' && JSON_TYPE.test(type))
      this.#reader = new WholeReader(this.#face, this.#maxBytes);
  }

  push(chunk: Buffer): void {
    this.#reader.push(chunk);
  }

  end(): void {
    this.#reader.end();
  }

  take(): Buffer | string | undefined {
    return this.#reader.take();
  }

  renderError(): undefined {
    return undefined;
  }

  get hasContent(): boolean {
    return this.#reader.hasContent;
  }

  get finished(): boolean {
    return this.#reader.finished;
  }

  get failure(): Failure | undefined {
    return this.#reader.failure;
  }

  get usage(): Usage | undefined {
    return this.#reader.usage;
  }

  get model(): string | undefined {
    return this.#reader.model;
  }

  get writtenChars(): number | undefined {
    return this.#reader.writtenChars;
  }
}

/** Holds the answer back until it is whole, and was seen to be one. */
class WholeReader implements AnsweringReader {
  readonly #face: RelayFace;
  readonly #maxBytes: number;
  #chunks: Buffer[] = [];
  #bytes = 0;
  hasContent = false;
  finished = false;
  failure: Failure | undefined;
  usage: Usage | undefined;
  model: string | undefined;

  constructor(face: RelayFace, maxBytes: number) {
    this.#face = face;
    this.#maxBytes = maxBytes;
  }

  push(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes <= this.#maxBytes) this.#chunks.push(chunk);
    else this.failure ??= { type: 'broken', reason: 'malformed' };
  }

  end(): void {
    if (this.failure !== undefined) return;
    const body = tryParseJson(Buffer.concat(this.#chunks).toString('utf8'));
    if (body === undefined) {
      this.failure = { type: 'broken', reason: 'truncated' };
      return;
    }
    const seen = this.#face.inspectAnswer(body);
    this.usage = seen.usage;
    this.model = seen.model;
    if (seen.error !== undefined) this.failure = errorFailure(this.#face, seen.error, {});
    else if (!seen.hasContent && !seen.answersWithoutContent)
      this.failure = { type: 'broken', reason: 'empty' };
    else this.hasContent = this.finished = true;
  }

  renderError(): undefined {
    return undefined;
  }

  take(): Buffer | undefined {
    if (!this.finished || this.#chunks.length === 0) return undefined;
    const bytes = Buffer.concat(this.#chunks);
    this.#chunks = [];
    return bytes;
  }
}

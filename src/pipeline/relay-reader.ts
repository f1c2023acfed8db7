// Relays a stream untouched, whole frames at a time, beside a tap that sees content, finish, usage and errors.
// Broken frames are left out; error frames never pass as they are: the client's SDK might not notice them.

import { createJsonArrayDecoder } from '../lib/json-array-decoder.ts';
import { isObject, tryParseJson, type JsonObject, type JsonValue } from '../lib/json.ts';
import { createSseDecoder, type SseFrame } from '../lib/sse-decoder.ts';
import type { Usage } from '../canon/usage.ts';
import type { RelayFace } from '../dialects/dialect.ts';
import type { Failure } from '../providers/verdict.ts';
import type { StreamReader } from './call-stream.ts';
import type { WholeAnswer } from './call-whole.ts';

/** Server-sent events, or Google's JSON array in pieces. */
export type StreamFraming = 'sse' | 'array';

/** A reader that also knows what the answer said of itself. */
export interface AnsweringReader extends StreamReader {
  readonly usage: Usage | undefined;
  readonly model: string | undefined;
}

/** Creates a reader. `acceptUnusable`: an answer without content is passed on as it came. */
export function createRelayReader(
  face: RelayFace,
  framing: StreamFraming,
  acceptUnusable: boolean,
): AnsweringReader {
  return framing === 'sse' ? new SseReader(face, acceptUnusable) : new ArrayReader(face, acceptUnusable);
}

/** What ends OpenAI's streams, after the finish. */
const DONE = '[DONE]';

/** An error object inside a 2xx, for the verdict table. */
export function errorFailure(face: RelayFace, error: JsonObject, headers: WholeAnswer['headers']): Failure {
  const { providerBody, providerStatus = 500 } = face.parseError(error).options;
  return { type: 'answer', status: providerStatus, headers, body: providerBody ?? JSON.stringify({ error }) };
}

function mergeUsage(before: Usage | undefined, now: Usage): Usage {
  if (before === undefined) return now;
  const known = Object.entries(now).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(known) };
}

abstract class Tap implements AnsweringReader {
  readonly #face: RelayFace;
  readonly #acceptUnusable: boolean;
  #pending: Buffer[] = [];
  /** Some vendors give the reason first and confirm the end later. */
  #answersWithoutContent = false;
  #generationFailed = false;
  hasContent = false;
  finished = false;
  failure: Failure | undefined;
  usage: Usage | undefined;
  model: string | undefined;

  constructor(face: RelayFace, acceptUnusable: boolean) {
    this.#face = face;
    this.#acceptUnusable = acceptUnusable;
  }

  abstract push(chunk: Buffer): void;
  abstract end(): void;

  get tokens(): number | undefined {
    return this.usage?.totalTokens;
  }

  take(): Buffer | undefined {
    if (this.#pending.length === 0) return undefined;
    const [only] = this.#pending;
    const bytes = this.#pending.length === 1 && only !== undefined ? only : Buffer.concat(this.#pending);
    this.#pending = [];
    return bytes;
  }

  protected pass(bytes: Buffer): void {
    this.#pending.push(bytes);
  }

  /** True when the chunk may go to the client. */
  protected tap(chunk: JsonValue): boolean {
    const seen = this.#face.inspectEvent(chunk);
    if (seen.error !== undefined) {
      this.failure ??= errorFailure(this.#face, seen.error, {});
      return false;
    }
    // Some vendors tell the prompt's tokens first and the answer's last.
    if (seen.usage !== undefined) this.usage = mergeUsage(this.usage, seen.usage);
    this.model = seen.model ?? this.model;
    if (seen.hasContent) this.hasContent = true;
    if (seen.finished) this.finished = true;
    if (seen.answersWithoutContent) this.#answersWithoutContent = true;
    if (seen.failed) this.#generationFailed = true;
    if (seen.finished && !this.hasContent) this.#judgeEmptyFinish();
    return true;
  }

  protected endStream(complete: boolean): void {
    if (this.failure !== undefined || (this.finished && complete)) return;
    this.failure = { type: 'broken', reason: this.hasContent || !complete ? 'truncated' : 'empty' };
  }

  #judgeEmptyFinish(): void {
    if (this.#answersWithoutContent || this.#acceptUnusable) this.hasContent = true;
    else this.failure ??= { type: 'broken', reason: this.#generationFailed ? 'failed_generation' : 'empty' };
  }
}

class SseReader extends Tap {
  readonly #decoder = createSseDecoder((frame) => this.#read(frame));

  push(chunk: Buffer): void {
    try {
      this.#decoder.push(chunk);
    } catch {
      this.failure ??= { type: 'broken', reason: 'malformed' };
    }
  }

  end(): void {
    this.#decoder.end();
    this.endStream(true);
  }

  #read(frame: SseFrame): void {
    if (this.failure !== undefined) return;
    if (frame.data === undefined) {
      this.#readBare(frame);
      return;
    }
    if (frame.data === DONE) {
      this.pass(frame.bytes);
      return;
    }
    const chunk = tryParseJson(frame.data);
    // One broken event in the middle: the rest may be sound, and an SDK would choke on it.
    if (chunk === undefined || !this.tap(chunk)) return;
    this.pass(frame.bytes);
  }

  /** Comments and blank lines pass; JSON without `data:` is how Google tells of an error in mid-stream. */
  #readBare(frame: SseFrame): void {
    const text = frame.bytes.toString('utf8').trim();
    if (!text.startsWith('{') && !text.startsWith('[')) {
      if (frame.terminated || text === '') this.pass(frame.bytes);
      return;
    }
    const value = tryParseJson(text);
    const chunk = Array.isArray(value) ? value[0] : value;
    if (isObject(chunk)) this.tap(chunk);
  }
}

class ArrayReader extends Tap {
  readonly #decoder = createJsonArrayDecoder((element) => {
    if (this.failure !== undefined) return;
    const chunk = tryParseJson(element.text);
    // Leaving one element out of an array would leave its comma behind: here a broken one ends the stream.
    if (chunk === undefined) this.failure = { type: 'broken', reason: 'malformed' };
    else if (this.tap(chunk)) this.pass(element.bytes);
  });

  push(chunk: Buffer): void {
    this.#decoder.push(chunk);
  }

  end(): void {
    const { complete, rest } = this.#decoder.end();
    this.endStream(complete);
    // The closing bracket only where nothing is to follow it.
    if (this.failure === undefined) this.pass(rest);
  }
}

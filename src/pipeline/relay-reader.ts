// Relays a stream untouched, whole frames at a time, beside a tap that sees content, finish, usage and errors. A broken
// frame ends it; error frames never pass as they are: the client's SDK might not notice them. Nothing follows the end.

import { isUtf8 } from 'node:buffer';
import { createJsonArrayDecoder } from '../lib/json-array-decoder.ts';
import { isObject, tryParseJson, type JsonObject, type JsonValue } from '../lib/json.ts';
import { createSseDecoder, type SseFrame } from '../lib/sse-decoder.ts';
import type { Usage } from '../canon/usage.ts';
import { withoutFields } from '../dialects/bare-json.ts';
import { EVERY_CANDIDATE, firstCandidates } from '../dialects/candidate-bit.ts';
import type { Inspection, RelayFace } from '../dialects/dialect.ts';
import { isBrokenEvent } from '../dialects/event-data.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import type { Failure } from '../providers/verdict.ts';
import type { StreamReader } from './call-stream.ts';
import type { WholeAnswer } from './call-whole.ts';

/** Server-sent events, or Google's JSON array in pieces. */
export type StreamFraming = 'sse' | 'array';

/** A reader that also knows what the answer said of itself. */
export interface AnsweringReader extends StreamReader {
  readonly model: string | undefined;
  /** About so much of the answer has come; undefined where it is no text, or came as a whole. */
  readonly writtenChars?: number | undefined;
  /** The stream's last words when it breaks after its first content; undefined where the door's own will do. */
  renderError(error: GatewayError): string | undefined;
}

/** What must be known of a stream that is not translated, beside the bytes. */
export interface RelayedStream {
  readonly framing: StreamFraming;
  /** The request, as sent. */
  readonly request: JsonObject;
  /** An answer without content is passed on as it came. */
  readonly acceptUnusable: boolean;
  /** An answer that is withheld for its content is a failure: another target is there for it. */
  readonly withheldGoesOn?: boolean | undefined;
}

/** Creates a reader. */
export function createRelayReader(face: RelayFace, stream: RelayedStream): AnsweringReader {
  return stream.framing === 'sse' ? new SseReader(face, stream) : new ArrayReader(face, stream);
}

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

/** What the smallest frame may hold of the answer: a word. */
const SMALLEST_PIECE_CHARS = 4;
/** More than this is not held back until the first content: as much as the largest single frame. */
const MOST_HELD_BYTES = 64 * 1024 * 1024;

abstract class Tap implements AnsweringReader {
  protected readonly face: RelayFace;
  readonly #look: (event: JsonValue) => Inspection;
  readonly #acceptUnusable: boolean;
  readonly #withheldGoesOn: boolean;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** Some vendors give the reason first and confirm the end later. */
  #answersWithoutContent = false;
  #generationFailed = false;
  /** Sets of candidates: those asked for, those that came, and those that came to their end. */
  readonly #asked: number;
  #told = 0;
  #ended = 0;
  /** Nothing more is passed on. */
  protected over = false;
  /** Frames with content: how many, their bytes, and the smallest, which is nearly all frame. */
  #frames = 0;
  #frameBytes = 0;
  #smallestFrame = Infinity;
  hasContent = false;
  failure: Failure | undefined;
  usage: Usage | undefined;
  model: string | undefined;

  constructor(face: RelayFace, { request, acceptUnusable, withheldGoesOn }: RelayedStream) {
    this.face = face;
    this.#look = face.createStreamLook?.() ?? ((event) => face.inspectEvent(event));
    this.#acceptUnusable = acceptUnusable;
    this.#withheldGoesOn = withheldGoesOn === true;
    this.#asked = firstCandidates(face.candidatesAsked(request));
  }

  get finished(): boolean {
    return this.#ended !== 0 && ((this.#told | this.#asked) & ~this.#ended) === 0;
  }

  push(chunk: Buffer): void {
    try {
      this.read(chunk);
    } catch {
      this.failure ??= { type: 'broken', reason: 'malformed' };
    }
  }

  /** Throws when a frame is too large to be held. */
  protected abstract read(chunk: Buffer): void;
  abstract end(): void;

  /** Without reading the content: what frames have beyond the smallest of them, and one token each. */
  get writtenChars(): number {
    return this.#frames === 0
      ? 0
      : this.#frameBytes - this.#frames * (this.#smallestFrame - SMALLEST_PIECE_CHARS);
  }

  take(): Buffer | undefined {
    if (this.#pending.length === 0) return undefined;
    const [only] = this.#pending;
    const bytes = this.#pending.length === 1 && only !== undefined ? only : Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    return bytes;
  }

  /** Whole frames were passed: an error stands well behind any of them. */
  renderError(): undefined {
    return undefined;
  }

  protected pass(bytes: Buffer): void {
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes > MOST_HELD_BYTES && !this.hasContent)
      this.failure ??= { type: 'broken', reason: 'malformed' };
  }

  /** True when the chunk may go to the client. */
  protected tap(chunk: JsonValue, sizeBytes = 0): boolean {
    const seen = this.#look(chunk);
    if (seen.error !== undefined) {
      this.failure ??= errorFailure(this.face, seen.error, {});
      return false;
    }
    // Some vendors tell the prompt's tokens first and the answer's last.
    if (seen.usage !== undefined) this.usage = mergeUsage(this.usage, seen.usage);
    this.model = seen.model ?? this.model;
    if (seen.hasContent) this.#measure(sizeBytes);
    if (this.#withheldGoesOn && seen.withheld === true && !this.hasContent) {
      this.failure ??= { type: 'broken', reason: 'withheld' };
      return false;
    }
    this.#told |= seen.told;
    this.#ended |= seen.ended;
    if (seen.last) this.over = true;
    if (seen.answersWithoutContent) this.#answersWithoutContent = true;
    if (seen.failed) this.#generationFailed = true;
    if (this.finished && !this.hasContent) this.#judgeEmptyFinish();
    return true;
  }

  /** Beside the frames nothing but an error counts: what cannot be passed on must not make the answer look whole. */
  protected tapError(chunk: JsonValue): void {
    const { error } = this.face.inspectEvent(chunk);
    if (error !== undefined) this.failure ??= errorFailure(this.face, error, {});
  }

  #measure(sizeBytes: number): void {
    this.hasContent = true;
    this.#frames++;
    this.#frameBytes += sizeBytes;
    if (sizeBytes < this.#smallestFrame) this.#smallestFrame = sizeBytes;
  }

  protected endStream(complete: boolean): void {
    if (this.failure !== undefined || (this.finished && complete)) return;
    this.failure = { type: 'broken', reason: this.hasContent || !complete ? 'truncated' : 'empty' };
  }

  /** The provider said that it is done: whoever has come to an end by now is all there is. */
  protected done(): void {
    this.over = true;
    if (this.#ended !== 0 && (this.#told & ~this.#ended) === 0) {
      this.#ended = EVERY_CANDIDATE;
      if (!this.hasContent) this.#judgeEmptyFinish();
    } else this.failure ??= { type: 'broken', reason: this.hasContent ? 'truncated' : 'empty' };
  }

  #judgeEmptyFinish(): void {
    if (this.#answersWithoutContent || this.#acceptUnusable) this.hasContent = true;
    else this.failure ??= { type: 'broken', reason: this.#generationFailed ? 'failed_generation' : 'empty' };
  }
}

class SseReader extends Tap {
  readonly #decoder = createSseDecoder((frame) => this.#read(frame));
  /** A last event without its blank line: whatever came behind it would become a part of it. */
  #unterminated: Buffer | undefined;
  #marked = false;

  protected read(chunk: Buffer): void {
    this.#decoder.push(chunk);
  }

  end(): void {
    this.#decoder.end();
    this.endStream(true);
    if (this.failure !== undefined) return;
    const { closingMark } = this.face;
    // Some services leave it out. Their stream has come to its confirmed end all the same, and clients wait for it.
    const isMissing = closingMark !== undefined && !this.#marked;
    if (this.#unterminated !== undefined) this.pass(this.#unterminated);
    if (!isMissing) return;
    this.pass(Buffer.from(`${this.#unterminated === undefined ? '' : '\n\n'}data: ${closingMark}\n\n`));
  }

  #read(frame: SseFrame): void {
    if (this.failure !== undefined || this.over) return;
    if (frame.data === undefined) {
      this.#readBare(frame);
      return;
    }
    const data = frame.data.trim();
    if (data === this.face.closingMark) {
      this.#marked = true;
      this.tap(data);
      this.done();
      if (this.failure === undefined) this.#passFrame(frame);
      return;
    }
    const chunk = tryParseJson(frame.data);
    if (isBrokenEvent(frame, chunk)) {
      // Behind the confirmed end it says nothing that anybody waits for.
      if (!this.finished) this.failure = { type: 'broken', reason: 'malformed' };
      return;
    }
    if (chunk === undefined || !this.tap(chunk, frame.bytes.length) || this.#hasBareError(frame)) return;
    this.#passFrame(frame);
  }

  #passFrame(frame: SseFrame): void {
    if (frame.terminated) this.pass(frame.bytes);
    else this.#unterminated = frame.bytes;
  }

  /** Google's bare error may follow an event without a blank line between. */
  #hasBareError(frame: SseFrame): boolean {
    if (!frame.bytes.includes('"error"')) return false;
    const value = tryParseJson(withoutFields(frame.bytes.toString('utf8')).trim());
    const error = Array.isArray(value) ? value[0] : value;
    return isObject(error) && !this.tap(error);
  }

  /** Comments and blank lines pass; JSON without `data:` is how Google tells of an error in mid-stream; all else is noise. */
  #readBare(frame: SseFrame): void {
    const text = withoutFields(frame.bytes.toString('utf8')).trim();
    if (text === '') {
      // Half a line at the very end is the beginning of something that never came.
      if (frame.terminated || frame.bytes.toString('latin1').trim() === '') this.pass(frame.bytes);
      return;
    }
    const value = tryParseJson(text);
    const chunk = Array.isArray(value) ? value[0] : value;
    if (isObject(chunk)) this.tapError(chunk);
  }
}

class ArrayReader extends Tap {
  readonly #decoder = createJsonArrayDecoder((element) => {
    if (this.failure !== undefined) return;
    const chunk = isUtf8(element.bytes) ? tryParseJson(element.text) : undefined;
    // Leaving one element out of an array would leave its comma behind: here a broken one ends the stream.
    if (chunk === undefined) this.failure = { type: 'broken', reason: 'malformed' };
    else if (this.tap(chunk, element.bytes.length)) this.pass(element.bytes);
  });

  protected read(chunk: Buffer): void {
    this.#decoder.push(chunk);
  }

  end(): void {
    const { complete, rest } = this.#decoder.end();
    this.endStream(complete);
    // The closing bracket only where nothing is to follow it.
    if (this.failure === undefined) this.pass(rest);
  }
}

// Relays bytes that mean nothing here (sound, subtitles) as they come. They are whole when HTTP says so; a page of some
// proxy's in their place is no answer.

import type { Failure } from '../providers/verdict.ts';
import type { WholeAnswer } from './call-whole.ts';
import type { AnsweringReader } from './relay-reader.ts';

/** Reads one attempt. `foreignTypes`: content types that such bytes never have. */
export class BytesReader implements AnsweringReader {
  readonly #foreignTypes: RegExp;
  #pending: Buffer[] = [];
  hasContent = false;
  finished = false;
  failure: Failure | undefined;
  readonly usage = undefined;
  readonly model = undefined;
  readonly tokens = undefined;

  constructor(foreignTypes: RegExp) {
    this.#foreignTypes = foreignTypes;
  }

  readHead(headers: WholeAnswer['headers']): void {
    const type = headers['content-type'];
    if (typeof type === 'string' && this.#foreignTypes.test(type))
      this.failure = { type: 'broken', reason: 'malformed' };
  }

  push(chunk: Buffer): void {
    if (this.failure !== undefined || chunk.length === 0) return;
    this.hasContent = true;
    this.#pending.push(chunk);
  }

  end(): void {
    if (this.hasContent) this.finished = true;
    else this.failure ??= { type: 'broken', reason: 'empty' };
  }

  /** There is no way to tell of an error among bytes that mean nothing. */
  renderError(): undefined {
    return undefined;
  }

  take(): Buffer | undefined {
    if (this.#pending.length === 0) return undefined;
    const [only] = this.#pending;
    const bytes = this.#pending.length === 1 && only !== undefined ? only : Buffer.concat(this.#pending);
    this.#pending = [];
    return bytes;
  }
}

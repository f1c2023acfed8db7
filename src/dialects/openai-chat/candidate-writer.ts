// One candidate of an answer on its way into canonical events: it opens and closes parts so that no illegal order can
// leave, whatever the provider sends. Knows nothing of frames, chunks or field names.

import type { Citation, MediaPart, Signature } from '../../canon/content.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import type { JsonValue } from '../../lib/json.ts';
import { CallWriter, type CallDelta, type CallScene } from './call-writer.ts';
import { readFinish } from './read-finish-reason.ts';

type Kind = 'text' | 'reasoning';

/** Tells the events of one choice in the order of their grammar. */
export class CandidateWriter {
  readonly #index: number;
  readonly #emit: (event: StreamEvent) => void;
  readonly #calls: CallWriter;
  #open: Kind | undefined;
  #proof: { signature?: Signature | undefined; redactedData?: string | undefined } = {};
  /** Of the text, or of a call that has none of its own. */
  #signature: Signature | undefined;
  /** What came while a call was being written, to be said behind it. */
  #held: (() => void)[] = [];
  readonly #sources = new Set<string>();
  #citations: Citation[] = [];
  #textLength = 0;
  #partStart = 0;
  readonly #images = new Set<string>();
  #audio: string[] = [];
  #refused = false;
  #reason: string | undefined;
  #stopSequence: string | undefined;

  constructor(scene: CallScene) {
    this.#index = scene.candidate;
    this.#emit = scene.emit;
    this.#calls = new CallWriter(scene);
  }

  get hasReason(): boolean {
    return this.#reason !== undefined;
  }

  /** True once something for the caller has come. */
  get hasContent(): boolean {
    return (
      this.#textLength > 0 ||
      this.#open !== undefined ||
      this.#calls.count > 0 ||
      this.#calls.busy ||
      this.#refused ||
      this.#held.length > 0 ||
      this.#images.size > 0
    );
  }

  /** True while something that came is not told yet. */
  get holdsBack(): boolean {
    return (
      this.#calls.holdsBack ||
      this.#held.length > 0 ||
      this.#citations.length > 0 ||
      this.#audio.length > 0 ||
      this.#reason !== undefined ||
      this.#signature !== undefined ||
      this.#proof.signature !== undefined ||
      this.#proof.redactedData !== undefined
    );
  }

  get hasCitations(): boolean {
    return this.#sources.size > 0;
  }

  text(text: string, logprobs: JsonValue | undefined): void {
    if (text === '' && (logprobs === undefined || this.#open !== 'text')) return;
    if (!this.#calls.settle()) {
      this.#held.push(() => this.text(text, logprobs));
      return;
    }
    this.#release();
    this.#enter('text');
    this.#textLength += text.length;
    const tokens = logprobs === undefined ? {} : { logprobs };
    this.#emit({ type: 'text-delta', candidate: this.#index, text, ...tokens });
  }

  reasoning(text: string): void {
    if (text === '') return;
    if (!this.#calls.settle()) {
      this.#held.push(() => this.reasoning(text));
      return;
    }
    this.#release();
    this.#enter('reasoning');
    this.#emit({ type: 'reasoning-delta', candidate: this.#index, text });
  }

  /** What proves the thoughts to the vendor that thought them; written when they end. */
  proof(signature: Signature | undefined, redactedData: string | undefined): void {
    if (signature === undefined && redactedData === undefined) return;
    if (!this.#calls.settle()) return;
    this.#enter('reasoning');
    if (signature !== undefined) this.#proof.signature = signature;
    if (redactedData !== undefined) this.#proof.redactedData = redactedData;
  }

  refusal(text: string): void {
    if (text === '') return;
    if (!this.#calls.settle()) {
      this.#held.push(() => this.refusal(text));
      return;
    }
    this.#release();
    this.#close();
    this.#refused = true;
    this.#emit({ type: 'refusal-delta', candidate: this.#index, text });
  }

  call(delta: CallDelta, whole: boolean): void {
    this.#close();
    const signature = delta.signature ?? this.#signature;
    this.#signature = undefined;
    this.#calls.push({ ...delta, signature }, whole);
  }

  /** A signature of the message as a whole. */
  sign(signature: Signature | undefined): void {
    if (signature !== undefined) this.#signature = signature;
  }

  /** A source; offsets count from the beginning of the whole content. Services repeat their lists. */
  cite(citation: Citation): void {
    const key = JSON.stringify([citation.url, citation.title, citation.start, citation.end]);
    if (this.#sources.has(key)) return;
    this.#sources.add(key);
    this.#citations.push(citation);
  }

  image(part: MediaPart, key: string): void {
    if (this.#images.has(key)) return;
    this.#images.add(key);
    this.#showImage(part);
  }

  #showImage(part: MediaPart): void {
    if (!this.#calls.settle()) {
      this.#held.push(() => this.#showImage(part));
      return;
    }
    this.#release();
    this.#close();
    this.#emit({ type: 'media', candidate: this.#index, part });
  }

  /** A piece of sound; each piece is base64 of its own. */
  audio(data: string): void {
    if (data !== '') this.#audio.push(data);
  }

  ended(reason: string, stopSequence: string | undefined): void {
    this.#reason = reason;
    this.#stopSequence = stopSequence ?? this.#stopSequence;
  }

  /** Some services end tool calls without a reason: calls that are whole need none where the end itself was confirmed. */
  endedByCalls(): void {
    if (this.#calls.whole) this.#reason ??= 'tool_calls';
  }

  /** Writes what is open or was held, the sources, and the finish. */
  finish(): void {
    this.#calls.flush();
    this.#release();
    if (this.#citations.length > 0 || this.#signature !== undefined) this.#enter('text');
    this.#close();
    this.#writeAudio();
    const finish = readFinish(this.#reason ?? '', {
      toolCalls: this.#calls.count,
      refusal: this.#refused,
      unusableCall: this.#calls.sawUnusable,
      stopSequence: this.#stopSequence,
    });
    this.#emit({ type: 'finish', candidate: this.#index, finish });
  }

  /** What waited for a call to be whole comes before what comes now. */
  #release(): void {
    if (this.#held.length === 0) return;
    const held = this.#held;
    this.#held = [];
    for (const say of held) say();
  }

  #writeAudio(): void {
    const [first] = this.#audio;
    if (first === undefined) return;
    const bytes = this.#audio.map((piece) => Buffer.from(piece, 'base64'));
    const data = bytes.length === 1 ? first : Buffer.concat(bytes).toString('base64');
    const part: MediaPart = { type: 'media', kind: 'audio', source: { type: 'inline', data } };
    this.#emit({ type: 'media', candidate: this.#index, part });
  }

  #enter(kind: Kind): void {
    if (this.#open === kind) return;
    this.#close();
    this.#open = kind;
    if (kind === 'text') this.#partStart = this.#textLength;
    this.#emit({ type: `${kind}-start`, candidate: this.#index });
  }

  #close(): void {
    const candidate = this.#index;
    if (this.#open === 'text') {
      for (const citation of this.#citations) {
        this.#emit({ type: 'text-citation', candidate, citation: shift(citation, this.#partStart) });
      }
      this.#citations = [];
      const signed = this.#signature ? { signature: this.#signature } : {};
      this.#signature = undefined;
      this.#emit({ type: 'text-end', candidate, ...signed });
    } else if (this.#open === 'reasoning') {
      this.#emit({ type: 'reasoning-end', candidate, ...this.#proof });
      this.#proof = {};
    }
    this.#open = undefined;
  }
}

function shift(citation: Citation, by: number): Citation {
  if (by === 0 || citation.start === undefined) return citation;
  const start = Math.max(0, citation.start - by);
  return {
    ...citation,
    start,
    ...(citation.end !== undefined && { end: Math.max(start, citation.end - by) }),
  };
}

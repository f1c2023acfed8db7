// The rest of an answer from a model that was given its beginning: it goes on in the text part that is open at the
// caller's.

import type { StreamEvent } from '../canon/stream-event.ts';
import type { Usage } from '../canon/usage.ts';

/** Takes the events of a continuing stream and says those that are new to the caller. */
export interface Continuation {
  push(event: StreamEvent): void;
  /** The stream cannot be joined to what was delivered: nothing more of it may be said. */
  readonly diverged: boolean;
}

/** Joins a stream to the delivered text. */
export class ResumeAppend implements Continuation {
  readonly #prefix: string;
  readonly #say: (event: StreamEvent) => void;
  readonly #prefixTokens: number;
  /** White space at the end of the delivered text, which was not shown to the model: it may say it again, or not. */
  #space: string;
  #leading = '';
  /** The caller's text part is open, and nothing of the new stream is in it yet. */
  #joining = true;
  #inPart = false;
  readonly diverged = false;

  /** `prefix`: the delivered text of the open part; `prefixTokens`: what it weighs, for usage. */
  constructor(prefix: string, prefixTokens: number, say: (event: StreamEvent) => void) {
    this.#prefix = prefix;
    this.#prefixTokens = prefixTokens;
    this.#say = say;
    this.#space = prefix.slice(prefix.trimEnd().length);
  }

  push(event: StreamEvent): void {
    switch (event.type) {
      case 'answer-start':
        if (event.usage !== undefined) this.#usage(event.usage);
        return;
      case 'usage':
        this.#usage(event.usage);
        return;
      default:
        if (this.#joining) this.#join(event);
        else this.#pass(event);
    }
  }

  #join(event: StreamEvent): void {
    if (event.type === 'text-start' && !this.#inPart) {
      this.#inPart = true;
      return;
    }
    if (event.type === 'text-delta' && this.#inPart) {
      this.#text(event);
      return;
    }
    // What the caller has open ends here; only the end of that very part is the new stream's own.
    this.#joining = false;
    if (event.type !== 'text-end' && event.type !== 'text-citation')
      this.#say({ type: 'text-end', candidate: 0 });
    this.#pass(event);
  }

  /** Holds white space back until it is known whether it repeats the delivered one. */
  #text(event: Extract<StreamEvent, { type: 'text-delta' }>): void {
    const text = this.#leading + event.text;
    if (this.#space !== '' && text.trimStart() === '') {
      this.#leading = text;
      return;
    }
    this.#joining = false;
    const rest = text.startsWith(this.#space) ? text.slice(this.#space.length) : text.trimStart();
    if (rest !== '') this.#say({ ...event, text: rest });
  }

  #pass(event: StreamEvent): void {
    if (event.type === 'text-end') this.#inPart = false;
    this.#say(event.type === 'text-citation' && this.#inPart ? this.#shifted(event) : event);
  }

  /** Offsets of the first part count from the beginning of the whole text. */
  #shifted(event: Extract<StreamEvent, { type: 'text-citation' }>): StreamEvent {
    const { citation } = event;
    if (citation.start === undefined) return event;
    const by = this.#prefix.length;
    const end = citation.end === undefined ? undefined : citation.end + by;
    return { ...event, citation: { ...citation, start: citation.start + by, end } };
  }

  /** What the model was given of the answer counts as answer, not as prompt. */
  #usage(usage: Usage): void {
    const { inputTokens, outputTokens } = usage;
    const moved = Math.min(this.#prefixTokens, inputTokens ?? 0);
    this.#say({
      type: 'usage',
      usage: {
        ...usage,
        ...(inputTokens !== undefined && { inputTokens: inputTokens - moved }),
        ...(outputTokens !== undefined && { outputTokens: outputTokens + moved }),
        raw: undefined,
        estimated: true,
      },
    });
  }
}

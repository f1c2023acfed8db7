// A fresh start of a broken answer: as long as it repeats what the caller has, nothing of it is said; what goes beyond
// is. One that says something else cannot be used, since what was sent cannot be taken back.

import type { StreamEvent } from '../canon/stream-event.ts';
import { tryParseJsonExact } from '../lib/json.ts';
import { isDeepStrictEqual } from 'node:util';
import type { Continuation } from './resume-append.ts';
import { wholeText, type DeliveredPart } from './resume-record.ts';

type ContentEvent = Extract<StreamEvent, { readonly candidate: number }>;

/** Compares one new stream with the delivered parts and hands on the rest. */
export class ResumeMatch implements Continuation {
  readonly #parts: readonly DeliveredPart[];
  readonly #say: (event: StreamEvent) => void;
  /** The part that is compared; past the last one, everything is new. */
  #at = 0;
  #offset = 0;
  #entered = false;
  /** Arguments of a call that is complete on the other side: compared when this one is, too. */
  #json = '';
  #citations = 0;
  diverged = false;

  constructor(parts: readonly DeliveredPart[], say: (event: StreamEvent) => void) {
    this.#parts = parts;
    this.#say = say;
  }

  push(event: StreamEvent): void {
    if (this.diverged) return;
    if (event.type === 'answer-start') {
      if (event.usage !== undefined) this.#say({ type: 'usage', usage: event.usage });
    } else if (!('candidate' in event)) {
      this.#say(event);
    } else if (event.candidate === 0) {
      this.#content(event);
    } else this.diverged = true;
  }

  #content(event: ContentEvent): void {
    let part = this.#parts[this.#at];
    if (part?.kind === 'refusal' && event.type !== 'refusal-delta' && this.#offset === part.text.length) {
      this.#next();
      part = this.#parts[this.#at];
    }
    if (part === undefined) this.#beyond(event);
    else if (!this.#repeats(part, event)) this.diverged = true;
  }

  /** Everything is new, but for sources of the open part that were told before it broke off. */
  #beyond(event: ContentEvent): void {
    if (event.type === 'text-citation' && this.#citations > 0) {
      this.#citations -= 1;
      return;
    }
    if (event.type === 'text-end') this.#citations = 0;
    this.#say(event);
  }

  /** False when the event says something else than the part does. */
  #repeats(part: DeliveredPart, event: ContentEvent): boolean {
    switch (event.type) {
      case 'text-start':
        return part.kind === 'text' && this.#enter(part);
      case 'reasoning-start':
        return part.kind === 'reasoning' && this.#enter(part);
      case 'tool-call-start':
        return part.kind === 'tool-call' && part.name === event.name && this.#enter(part);
      case 'text-delta':
        // Token figures of a piece that was said in part fit no longer.
        return (
          this.#entered &&
          this.#take(part, event.text, (text) =>
            text === event.text ? event : { ...event, text, logprobs: undefined },
          )
        );
      case 'reasoning-delta':
        return this.#entered && this.#take(part, event.text, (text) => ({ ...event, text }));
      case 'refusal-delta':
        return part.kind === 'refusal' && this.#take(part, event.text, (text) => ({ ...event, text }));
      case 'tool-call-delta':
        if (!part.closed) return this.#take(part, event.json, (json) => ({ ...event, json }));
        this.#json += event.json;
        return this.#json.length <= 2 * part.text.length + 1024;
      case 'text-citation':
        if (part.kind !== 'text') return false;
        this.#citations += 1;
        if (!part.closed && this.#citations > part.citations) this.#say(event);
        return true;
      case 'text-end':
      case 'reasoning-end':
        return this.#leave(part.closed && this.#offset === part.text.length);
      case 'tool-call-end':
        return this.#leave(part.closed && sameJson(this.#json, part.text));
      case 'media':
      case 'server-tool':
        return this.#leave(part.kind === 'whole' && part.text === wholeText(event));
      case 'finish':
        return false;
    }
  }

  #enter(part: DeliveredPart): boolean {
    if (this.#entered) return false;
    this.#entered = true;
    this.#json = '';
    this.#citations = 0;
    this.#passIfOpen(part);
    return true;
  }

  #leave(repeated: boolean): boolean {
    if (repeated) this.#next();
    return repeated;
  }

  #next(): void {
    this.#at += 1;
    this.#offset = 0;
    this.#entered = false;
  }

  /** Takes a piece of the part's text; what goes beyond the part is said, if the part may go on. */
  #take(part: DeliveredPart, text: string, rest: (text: string) => StreamEvent): boolean {
    const known = Math.min(text.length, part.text.length - this.#offset);
    const piece = known === text.length ? text : text.slice(0, known);
    if (!part.text.startsWith(piece, this.#offset)) return false;
    this.#offset += known;
    if (known < text.length && part.closed) return false;
    this.#passIfOpen(part);
    if (known < text.length) this.#say(rest(text.slice(known)));
    return true;
  }

  /** An open part that was repeated to its end is where new things begin. */
  #passIfOpen(part: DeliveredPart): void {
    if (part.closed || this.#offset < part.text.length) return;
    this.#citations = part.kind === 'text' ? Math.max(0, part.citations - this.#citations) : 0;
    this.#next();
  }
}

/** Arguments of a call mean the same however they are spaced. */
function sameJson(one: string, other: string): boolean {
  if (one === other) return true;
  const value = tryParseJsonExact(one);
  return value !== undefined && isDeepStrictEqual(value, tryParseJsonExact(other));
}

// What of a streamed answer has reached the caller, in canonical form: what a continuation has to begin with. Knows
// nothing of wire formats.

import type { StreamEvent } from '../canon/stream-event.ts';
import type { StreamRenderer } from '../dialects/dialect.ts';

/** One part of the answer as far as it was delivered. The last one may be open. */
export type DeliveredPart =
  | { readonly kind: 'text'; text: string; citations: number; closed: boolean }
  | { readonly kind: 'reasoning'; text: string; closed: boolean }
  | { readonly kind: 'refusal'; text: string; closed: boolean }
  /** `text` is the JSON of the arguments. */
  | { readonly kind: 'tool-call'; readonly name: string; text: string; closed: boolean }
  /** Media and what a provider's own tools did: it comes whole. `text` is its JSON without the id. */
  | { readonly kind: 'whole'; readonly text: string; readonly closed: true };

/** Longer answers are not remembered: one request may not hold the memory of many. In UTF-16 code units. */
const LONGEST_RECORD = 4 * 1024 * 1024;

/** The record of one answer; neighbouring pieces are kept as one, so that it grows with the answer and not with its events. */
export class ResumeRecord {
  readonly #events: StreamEvent[] = [];
  #length = 0;

  /** Notes an event that goes to the caller. */
  note(event: StreamEvent): void {
    if (this.#length > LONGEST_RECORD) return;
    this.#length += lengthOf(event);
    const last = this.#events.at(-1);
    const joined = last === undefined ? undefined : join(last, event);
    if (joined === undefined) this.#events.push(event);
    else this.#events[this.#events.length - 1] = joined;
  }

  /** The renderer, with everything that it renders noted on the way. */
  before({ render }: Pick<StreamRenderer, 'render'>): Pick<StreamRenderer, 'render'> {
    return {
      render: (event) => {
        this.note(event);
        return render(event);
      },
    };
  }

  /** The events so far, for a renderer that is to be where the caller is. */
  get events(): readonly StreamEvent[] {
    return this.#events;
  }

  /** Characters of content so far. */
  get length(): number {
    return this.#length;
  }

  /**
   * The parts so far. Undefined when the answer cannot be continued: it has several candidates or token figures, is
   * finished, or is too long to be remembered.
   */
  parts(): DeliveredPart[] | undefined {
    if (this.#length > LONGEST_RECORD) return undefined;
    const parts: DeliveredPart[] = [];
    for (const event of this.#events) if (!addTo(parts, event)) return undefined;
    return parts;
  }
}

/** True when the event could be taken up. */
function addTo(parts: DeliveredPart[], event: StreamEvent): boolean {
  if (!('candidate' in event)) return event.type !== 'answer-end' && event.type !== 'error';
  if (event.candidate !== 0) return false;
  const last = parts.at(-1);
  if (last?.kind === 'refusal' && event.type !== 'refusal-delta') last.closed = true;
  switch (event.type) {
    case 'text-start':
      parts.push({ kind: 'text', text: '', citations: 0, closed: false });
      return true;
    case 'reasoning-start':
      parts.push({ kind: 'reasoning', text: '', closed: false });
      return true;
    case 'tool-call-start':
      parts.push({ kind: 'tool-call', name: event.name, text: '', closed: false });
      return true;
    case 'text-delta':
      if (event.logprobs !== undefined || last === undefined || last.kind === 'whole') return false;
      last.text += event.text;
      return true;
    case 'reasoning-delta':
      if (last === undefined || last.kind === 'whole') return false;
      last.text += event.text;
      return true;
    case 'tool-call-delta':
      if (last?.kind !== 'tool-call') return false;
      last.text += event.json;
      return true;
    case 'text-citation':
      if (last?.kind !== 'text') return false;
      last.citations += 1;
      return true;
    case 'text-end':
    case 'reasoning-end':
    case 'tool-call-end':
      if (last === undefined || last.kind === 'whole') return false;
      last.closed = true;
      return true;
    case 'refusal-delta':
      if (last?.kind === 'refusal' && !last.closed) last.text += event.text;
      else parts.push({ kind: 'refusal', text: event.text, closed: false });
      return true;
    case 'media':
    case 'server-tool':
      parts.push({ kind: 'whole', text: wholeText(event), closed: true });
      return true;
    case 'finish':
      return false;
  }
}

/** What two parts that come whole are compared by. */
export function wholeText(event: Extract<StreamEvent, { type: 'media' | 'server-tool' }>): string {
  return JSON.stringify({ ...event.part, id: undefined, signature: undefined });
}

/** Two neighbouring pieces of one part as one; undefined when they are not. */
function join(last: StreamEvent, event: StreamEvent): StreamEvent | undefined {
  switch (event.type) {
    case 'text-delta':
      if (last.type !== 'text-delta' || last.candidate !== event.candidate) return undefined;
      if (last.logprobs !== undefined || event.logprobs !== undefined) return undefined;
      return { ...last, text: last.text + event.text };
    case 'reasoning-delta':
    case 'refusal-delta':
      if (last.type !== event.type || last.candidate !== event.candidate) return undefined;
      return { ...last, text: last.text + event.text };
    case 'tool-call-delta':
      if (last.type !== 'tool-call-delta' || last.candidate !== event.candidate) return undefined;
      return { ...last, json: last.json + event.json };
    case 'usage':
      return last.type === 'usage' ? event : undefined;
    default:
      return undefined;
  }
}

function lengthOf(event: StreamEvent): number {
  switch (event.type) {
    case 'text-delta':
    case 'reasoning-delta':
    case 'refusal-delta':
      return event.text.length;
    case 'tool-call-delta':
      return event.json.length;
    case 'media':
    case 'server-tool':
      return wholeText(event).length;
    default:
      return 0;
  }
}

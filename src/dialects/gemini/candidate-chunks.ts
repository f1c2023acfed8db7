// The events of one candidate → its part of the chunks. Knows nothing of frames.

import type { Citation } from '../../canon/content.ts';
import type { Finish } from '../../canon/finish.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import type { JsonObject } from '../../lib/json.ts';
import { renderFinish } from './render-finish.ts';
import { createGrounding } from './render-grounding.ts';
import { renderLogprobs } from './render-logprobs.ts';
import { renderCall, renderPart, renderThought, signed } from './render-parts.ts';

type ContentEvent = Extract<StreamEvent, { readonly candidate: number }>;
type CallStart = Extract<StreamEvent, { type: 'tool-call-start' }>;

/** Writes what one candidate adds to the chunks of a stream. */
export class CandidateChunks {
  readonly #index: number;
  readonly #grounding = createGrounding();
  #call: CallStart | undefined;
  /** Pieces of the text or of the arguments of the open part. */
  #pieces: string[] = [];
  #citations: Citation[] = [];
  /** Parts as a client counts them that joins neighbouring texts. */
  #parts = 0;
  #finish: Finish | undefined;

  constructor(index: number) {
    this.#index = index;
  }

  /** The candidate of the next chunk; undefined when the event says nothing to a client of Google's. */
  next(event: ContentEvent): JsonObject | undefined {
    switch (event.type) {
      case 'text-start':
      case 'reasoning-start':
        this.#pieces = [];
        this.#citations = [];
        return undefined;
      case 'text-delta':
        return this.#text(event);
      case 'text-citation':
        this.#citations.push(event.citation);
        return undefined;
      case 'text-end':
        this.#grounding.text(this.#pieces.join(''), this.#citations, this.#parts++);
        return event.signature && this.#chunk({ text: '', ...signed(event.signature) });
      case 'reasoning-delta':
        return event.text === '' ? undefined : this.#chunk({ text: event.text, thought: true });
      case 'reasoning-end': {
        this.#parts++;
        const { signature, redactedData } = event;
        const proof = renderThought({ type: 'reasoning', text: '', signature, redactedData });
        return proof && this.#chunk(proof);
      }
      case 'tool-call-start':
        this.#call = event;
        this.#pieces = [];
        return undefined;
      case 'tool-call-delta':
        this.#pieces.push(event.json);
        return undefined;
      case 'tool-call-end':
        return this.#endCall();
      case 'refusal-delta':
        return event.text === '' ? undefined : this.#chunk({ text: event.text });
      case 'media':
      case 'server-tool': {
        if (event.type === 'server-tool') this.#grounding.search(event.part);
        const part = renderPart(event.part);
        if (part) this.#parts++;
        return part && this.#chunk(part);
      }
      case 'finish':
        this.#finish = event.finish;
        return undefined;
      default:
        return event satisfies never;
    }
  }

  /** The candidate of the last chunk: its finish and its sources. */
  last(): JsonObject {
    const groundingMetadata = this.#grounding.render();
    return {
      content: { parts: [{ text: '' }], role: 'model' },
      ...renderFinish(this.#finish ?? { kind: 'failed' }),
      index: this.#index,
      ...(groundingMetadata && { groundingMetadata }),
    };
  }

  #text({ text, logprobs }: Extract<ContentEvent, { type: 'text-delta' }>): JsonObject | undefined {
    this.#pieces.push(text);
    const logprobsResult = renderLogprobs(logprobs);
    if (text === '' && !logprobsResult) return undefined;
    return { ...this.#chunk({ text }), ...(logprobsResult && { logprobsResult }) };
  }

  #endCall(): JsonObject | undefined {
    const call = this.#call;
    this.#call = undefined;
    this.#parts++;
    if (!call) return undefined;
    const functionCall = renderCall(call.id, call.name, this.#pieces.join(''));
    return this.#chunk({ functionCall, ...signed(call.signature) });
  }

  #chunk(part: JsonObject): JsonObject {
    return { content: { parts: [part], role: 'model' }, index: this.#index };
  }
}

// One candidate of a streamed answer: which delta each canonical event becomes. Writes JSON text, not objects: this runs
// for every token. Knows nothing of chunks, SSE or other candidates.

import type { StreamEvent } from '../../canon/stream-event.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import { wireCallId } from './answer-id.ts';
import type { ClientTraits } from './client-traits.ts';
import { finishReason } from './finish-reason.ts';
import {
  audioData,
  customInput,
  renderAnnotation,
  renderImage,
  renderLogprobs,
  renderSignature,
} from './render-parts.ts';
import { needsDetails, renderReasoningDetails } from './reasoning-details.ts';

type CandidateEvent = Extract<StreamEvent, { readonly candidate: number }>;

/** Writes a chunk around the inner text of a delta; `logprobs` and `finish` are JSON text. */
export type WriteDelta = (delta: string, logprobs: string, finish: string) => string;

/** Writes the deltas of one candidate. */
export class CandidateDeltas {
  readonly #write: WriteDelta;
  readonly #traits: ClientTraits;
  readonly #answerId: string;
  /** True from the first delta on, which names the role. */
  #opened = false;
  #hasText = false;
  #speaksOtherwise = false;
  #sawRefusal = false;
  #textLength = 0;
  #partStart = 0;
  #calls = 0;
  #images = 0;
  #call: { readonly name: string; json: string } | undefined;
  #signature: JsonObject | undefined;
  /** The open thought: told once more, whole, beside a proof that belongs to it. */
  #thought: string[] = [];
  #details = 0;
  finished = false;

  constructor(write: WriteDelta, traits: ClientTraits, answerId: string) {
    this.#write = write;
    this.#traits = traits;
    this.#answerId = answerId;
  }

  /** Wire text for the event: no chunk, one or a few. */
  render(event: CandidateEvent): string {
    // A provider that goes on after its finish is not heard: clients have closed the choice.
    if (this.finished) return '';
    switch (event.type) {
      case 'text-delta':
        return this.#text(event.text, event.logprobs);
      case 'reasoning-start':
        this.#thought = [];
        return '';
      case 'reasoning-delta':
        if (event.text === '') return '';
        this.#thought.push(event.text);
        return this.#delta(`"reasoning_content":${JSON.stringify(event.text)}`);
      case 'reasoning-end':
        this.#signature = renderSignature(event.signature) ?? this.#signature;
        return this.#proof(event);
      case 'tool-call-delta':
        return this.#arguments(event.json);
      case 'tool-call-start':
        return this.#openCall(event);
      case 'tool-call-end':
        return this.#closeCall();
      case 'text-start':
        this.#partStart = this.#textLength;
        return '';
      case 'text-end':
        this.#signature = renderSignature(event.signature) ?? this.#signature;
        return '';
      case 'text-citation':
        return this.#list('annotations', renderAnnotation(event.citation, this.#partStart));
      case 'media':
        return this.#media(event);
      case 'refusal-delta':
        if (event.text === '') return '';
        this.#sawRefusal = true;
        this.#speaksOtherwise = true;
        return this.#delta(`"refusal":${JSON.stringify(event.text)}`);
      case 'finish':
        return this.#finish(event);
      // What the provider's own tools did has no form here; the citations say what came of it.
      case 'server-tool':
      default:
        return '';
    }
  }

  #delta(inner: string): string {
    const role = this.#opened ? '' : '"role":"assistant","content":null,';
    this.#opened = true;
    return this.#write(role + inner, 'null', 'null');
  }

  #text(text: string, logprobs: JsonValue | undefined): string {
    if (text === '' && logprobs === undefined) return '';
    this.#textLength += text.length;
    this.#hasText ||= text !== '';
    const role = this.#opened ? '' : '"role":"assistant",';
    this.#opened = true;
    const tokens = logprobs === undefined ? 'null' : JSON.stringify(renderLogprobs(logprobs));
    return this.#write(`${role}"content":${JSON.stringify(text)}`, tokens, 'null');
  }

  #openCall(event: Extract<CandidateEvent, { type: 'tool-call-start' }>): string {
    this.#call = { name: event.name, json: '' };
    this.#speaksOtherwise = true;
    const index = this.#calls++;
    const name = JSON.stringify(event.name);
    if (this.#traits.legacyFunctions) {
      return index > 0 ? '' : this.#delta(`"function_call":{"name":${name},"arguments":""}`);
    }
    const signature = renderSignature(event.signature);
    const extra = signature === undefined ? '' : `,"extra_content":${JSON.stringify(signature)}`;
    const body = this.#isCustom(event.name)
      ? `"type":"custom","custom":{"name":${name},"input":""}`
      : `"type":"function","function":{"name":${name},"arguments":""}`;
    const id = JSON.stringify(wireCallId(event.id));
    return this.#delta(`"tool_calls":[{"index":${index},"id":${id},${body}${extra}}]`);
  }

  #arguments(json: string): string {
    const call = this.#openedCall();
    if (json === '') return '';
    call.json += json;
    // Free text is wrapped in JSON that is whole only at the end.
    return this.#isCustom(call.name) ? '' : this.#argumentDelta(json);
  }

  #closeCall(): string {
    const call = this.#openedCall();
    this.#call = undefined;
    if (this.#isCustom(call.name)) {
      const input = JSON.stringify(customInput(call.json));
      return this.#delta(`"tool_calls":[{"index":${this.#calls - 1},"custom":{"input":${input}}}]`);
    }
    // Clients parse what they gathered, and an empty text is not JSON.
    return call.json === '' ? this.#argumentDelta('{}') : '';
  }

  #argumentDelta(json: string): string {
    const index = this.#calls - 1;
    const args = `{"arguments":${JSON.stringify(json)}}`;
    if (this.#traits.legacyFunctions) return index > 0 ? '' : this.#delta(`"function_call":${args}`);
    return this.#delta(`"tool_calls":[{"index":${index},"function":${args}}]`);
  }

  #isCustom(name: string): boolean {
    return this.#traits.customTools.has(name);
  }

  #openedCall(): { readonly name: string; json: string } {
    if (this.#call === undefined)
      throw new GatewayError('internal', 'a piece of a tool call came outside of a call');
    return this.#call;
  }

  #media(event: Extract<CandidateEvent, { type: 'media' }>): string {
    const image = renderImage(event.part, this.#images);
    if (image !== undefined) {
      this.#images++;
      this.#speaksOtherwise = true;
      return this.#list('images', image);
    }
    const data = audioData(event.part);
    if (data === undefined) return '';
    this.#speaksOtherwise = true;
    const id = JSON.stringify(`audio_${this.#answerId}`);
    return this.#delta(`"audio":{"id":${id},"data":${JSON.stringify(data)},"expires_at":0,"transcript":""}`);
  }

  #proof({ signature, redactedData }: Extract<CandidateEvent, { type: 'reasoning-end' }>): string {
    if (!needsDetails({ signature, redactedData })) return '';
    const part = { type: 'reasoning', text: this.#thought.join(''), signature, redactedData } as const;
    const details = renderReasoningDetails([part], this.#details);
    this.#details += details.length;
    return details.length === 0 ? '' : this.#delta(`"reasoning_details":${JSON.stringify(details)}`);
  }

  #list(name: string, item: JsonObject | undefined): string {
    return item === undefined ? '' : this.#delta(`"${name}":[${JSON.stringify(item)}]`);
  }

  #finish(event: Extract<CandidateEvent, { type: 'finish' }>): string {
    this.finished = true;
    let written = '';
    // An answer of nothing is empty text, not null: that is what clients call string methods on.
    if (!this.#hasText && !this.#speaksOtherwise) {
      written = this.#write(
        this.#opened ? '"content":""' : '"role":"assistant","content":""',
        'null',
        'null',
      );
    } else if (!this.#opened) {
      written = this.#write('"role":"assistant","content":null', 'null', 'null');
    }
    // Once, at the end: SDKs that gather deltas join texts, and two signatures joined are none.
    const extra = this.#signature === undefined ? '' : `"extra_content":${JSON.stringify(this.#signature)}`;
    const seen = {
      toolCall: this.#calls > 0,
      refusal: this.#sawRefusal,
      legacyFunctions: this.#traits.legacyFunctions,
    };
    return written + this.#write(extra, 'null', `"${finishReason(event.finish, seen)}"`);
  }
}

// One candidate of an answer on its way into canonical events: it opens and closes parts so that no illegal order can
// leave, whatever the provider sends. Knows nothing of frames or of whole chunks.

import type { Citation, MediaPart, ServerToolPart, Signature } from '../../canon/content.ts';
import type { Finish } from '../../canon/finish.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import { makeCallId } from './call-id.ts';
import { groundingCitations, recitationCitations } from './citations.ts';
import { geminiFinish } from './finish-reason.ts';
import { searchParts } from './grounded-search.ts';
import { createPartialArguments, type PartialArguments } from './partial-arguments.ts';

/** A call as Google tells it: whole, its arguments as JSON text; `id` is undefined where the model gave none. */
export interface WrittenCall {
  readonly id: string | undefined;
  readonly name: string;
  readonly argumentsJson: string;
  readonly signature: string | undefined;
}

interface StreamedCall {
  readonly id: string | undefined;
  readonly name: string;
  readonly signature: string | undefined;
  readonly partial: PartialArguments;
}

/** Tells the events of one candidate in the order of their grammar. */
export class CandidateWriter {
  readonly #index: number;
  readonly #messageCount: number;
  readonly #emit: (event: StreamEvent) => void;
  #open: 'text' | 'reasoning' | undefined;
  #text = '';
  /** Signature of the open part: it is written when the part closes. */
  #signature: string | undefined;
  /** From a thought that came before its call. */
  #thoughtSignature: string | undefined;
  #calls = 0;
  #serverCalls = 0;
  #streamed: StreamedCall | undefined;
  #reason: string | undefined;
  #message: string | undefined;
  #grounding: JsonObject | undefined;
  #recitation: JsonObject | undefined;
  #search: JsonObject | undefined;
  #searchTold = false;
  #logprobs: JsonValue[] = [];

  constructor(index: number, messageCount: number, emit: (event: StreamEvent) => void) {
    this.#index = index;
    this.#messageCount = messageCount;
    this.#emit = emit;
  }

  get hasReason(): boolean {
    return this.#reason !== undefined;
  }

  /** True while something that came is not told yet. */
  get holdsBack(): boolean {
    return (
      this.#streamed !== undefined ||
      this.#reason !== undefined ||
      this.#signature !== undefined ||
      this.#grounding !== undefined ||
      this.#recitation !== undefined ||
      this.#search !== undefined
    );
  }

  /** Text; a signature on it, also when it is empty, closes the part. */
  text(text: string, signature: string | undefined): void {
    if (text === '' && signature === undefined) return;
    this.#enter('text');
    if (text !== '') {
      this.#text += text;
      this.#emit({ type: 'text-delta', candidate: this.#index, text, ...this.#takeLogprobs() });
    }
    this.#signature = signature;
  }

  reasoning(text: string, signature: string | undefined): void {
    if (text === '' && signature === undefined) return;
    this.#enter('reasoning');
    if (text !== '') this.#emit({ type: 'reasoning-delta', candidate: this.#index, text });
    this.#signature = signature;
    if (signature !== undefined) this.#thoughtSignature = signature;
  }

  call(call: WrittenCall): void {
    this.#close();
    const candidate = this.#index;
    const signature = call.signature ?? this.#thoughtSignature;
    this.#thoughtSignature = undefined;
    const place = { messageCount: this.#messageCount, candidate, position: this.#calls++ };
    const id = call.id ?? makeCallId(call.name, call.argumentsJson, place);
    const idFromModel = call.id !== undefined;
    this.#emit({
      type: 'tool-call-start',
      candidate,
      id,
      idFromModel,
      name: call.name,
      ...signed(signature),
    });
    this.#emit({ type: 'tool-call-delta', candidate, json: call.argumentsJson });
    this.#emit({ type: 'tool-call-end', candidate });
  }

  /** Begins a call whose arguments come in pieces; a call already under way is finished first. */
  beginStreamedCall(name: string, id: string | undefined, signature: string | undefined): void {
    this.endStreamedCall();
    this.#close();
    this.#streamed = { id, name, signature, partial: createPartialArguments() };
  }

  /** The arguments of the call under way, if any. */
  get streamedArguments(): PartialArguments | undefined {
    return this.#streamed?.partial;
  }

  endStreamedCall(): void {
    const call = this.#streamed;
    this.#streamed = undefined;
    if (call) this.call({ ...call, argumentsJson: call.partial.toJson() });
  }

  media(part: MediaPart): void {
    this.#close();
    this.#emit({ type: 'media', candidate: this.#index, part });
  }

  /** A result without an id belongs to the call before it; the id made up for both is unlike any of other answers. */
  serverTool(part: ServerToolPart): void {
    this.#close();
    if (part.name === 'web_search') this.#searchTold = true;
    if (part.phase === 'call') this.#serverCalls++;
    const id =
      part.id === '' ? `${part.name}_${this.#messageCount}_${this.#index}_${this.#serverCalls}` : part.id;
    this.#emit({ type: 'server-tool', candidate: this.#index, part: { ...part, id } });
  }

  logprobs(entries: readonly JsonValue[]): void {
    this.#logprobs.push(...entries);
  }

  /** Token figures that came without text of their own. */
  flushLogprobs(): void {
    if (this.#open === 'text' && this.#logprobs.length > 0) {
      this.#emit({ type: 'text-delta', candidate: this.#index, text: '', ...this.#takeLogprobs() });
    }
    this.#logprobs = [];
  }

  grounding(metadata: JsonObject): void {
    this.#grounding = metadata;
    this.#search = metadata;
  }

  recitation(metadata: JsonObject): void {
    this.#recitation = metadata;
  }

  /** Notes why the candidate ended. Parts may still follow: Google now and then goes on after a STOP. */
  ended(reason: string, message: string | undefined): void {
    this.#reason = reason;
    this.#message = message;
  }

  /** Writes what is open, the sources, and the finish; `blocked` stands in where no reason came. */
  finish(blocked: Finish | undefined): void {
    // Arguments that a ceiling or a filter cut off would look whole: such a call is not handed on.
    if (this.#reason === 'STOP') this.endStreamedCall();
    if (this.#open !== 'text' && this.#sources('').length > 0) this.#enter('text');
    this.#close();
    if (this.#search && !this.#searchTold) {
      for (const part of searchParts(this.#search)) this.serverTool(part);
    }
    const told =
      this.#reason === undefined ? undefined : geminiFinish(this.#reason, this.#message, this.#calls > 0);
    const finish: Finish = told ?? blocked ?? { kind: 'failed' };
    this.#emit({ type: 'finish', candidate: this.#index, finish });
  }

  #enter(kind: 'text' | 'reasoning'): void {
    if (this.#open === kind && this.#signature === undefined) return;
    this.#close();
    this.#open = kind;
    this.#emit({ type: `${kind}-start`, candidate: this.#index });
  }

  #close(): void {
    const candidate = this.#index;
    const signature = signed(this.#signature);
    if (this.#open === 'text') {
      for (const citation of this.#sources(this.#text))
        this.#emit({ type: 'text-citation', candidate, citation });
      this.#grounding = undefined;
      this.#recitation = undefined;
      this.#emit({ type: 'text-end', candidate, ...signature });
    } else if (this.#open === 'reasoning') {
      this.#emit({ type: 'reasoning-end', candidate, ...signature });
    }
    this.#open = undefined;
    this.#signature = undefined;
    this.#text = '';
  }

  #sources(text: string): Citation[] {
    return [
      ...(this.#grounding ? groundingCitations(this.#grounding, text) : []),
      ...(this.#recitation ? recitationCitations(this.#recitation, text) : []),
    ];
  }

  #takeLogprobs(): { readonly logprobs?: JsonValue } {
    const logprobs = this.#logprobs;
    this.#logprobs = [];
    return logprobs.length > 0 ? { logprobs } : {};
  }
}

function signed(value: string | undefined): { readonly signature?: Signature } {
  return value === undefined ? {} : { signature: { vendor: 'gemini', value } };
}

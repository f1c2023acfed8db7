// Gathers items into turns: what the assistant did is one turn until somebody else speaks, results of parallel calls
// are one turn, instructions at the head stand apart.

import type {
  ContentPart,
  ReasoningPart,
  Signature,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '../../canon/content.ts';
import type { Message } from '../../canon/request.ts';

/** The conversation as gathered so far. */
export class Conversation {
  readonly system: TextPart[] = [];
  readonly messages: Message[] = [];
  /** Names of the calls so far, by call id: results carry none. */
  readonly #names = new Map<string, string>();
  /** Of a reasoning item that stands for its call's signature. */
  #callSignature: Signature | undefined;

  instruct(parts: readonly TextPart[]): void {
    if (parts.length === 0) return;
    if (this.messages.length === 0) this.system.push(...parts);
    else this.messages.push({ role: 'system', parts });
  }

  ask(parts: readonly ContentPart[]): void {
    this.messages.push({ role: 'user', parts });
  }

  say(parts: readonly ContentPart[]): void {
    if (parts.length === 0) return;
    this.#callSignature = undefined;
    this.#append('assistant', parts, (last) => last.role === 'assistant');
  }

  think(part: ReasoningPart): void {
    this.say([part]);
  }

  call(part: ToolCallPart): void {
    const signature = part.signature ?? this.#callSignature;
    this.#names.set(part.id, part.name);
    this.say([signature === undefined ? part : { ...part, signature }]);
  }

  /** False when nothing in the conversation asked for this result and it names no tool. */
  result(part: ToolResultPart): boolean {
    const name = part.name ?? this.#names.get(part.callId);
    if (name === undefined) return false;
    this.#append('user', [{ ...part, name }], (last) => last.parts.at(-1)?.type === 'tool-result');
    return true;
  }

  /** The signature belongs to the next call. */
  signCall(signature: Signature): void {
    this.#callSignature = signature;
  }

  /** The signature belongs to the text just said; without one there is nothing that it could prove. */
  signText(signature: Signature): void {
    const last = this.messages.at(-1);
    const text = last?.role === 'assistant' ? last.parts.at(-1) : undefined;
    if (last === undefined || text?.type !== 'text' || text.signature !== undefined) return;
    const parts = [...last.parts.slice(0, -1), { ...text, signature }];
    this.messages[this.messages.length - 1] = { role: 'assistant', parts };
  }

  #append(role: Message['role'], parts: readonly ContentPart[], joins: (last: Message) => boolean): void {
    const last = this.messages.at(-1);
    if (last === undefined || !joins(last)) this.messages.push({ role, parts });
    else this.messages[this.messages.length - 1] = { role, parts: [...last.parts, ...parts] };
  }
}

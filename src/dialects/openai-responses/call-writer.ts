// One tool call on its way out: a function's arguments as they come, free text when it is whole.

import type { JsonObject } from '../../lib/json.ts';
import type { ItemStatus, Say } from './message-writer.ts';
import { customInput, type ToolKind } from './tool-kinds.ts';
import { wireCallId } from './wire-ids.ts';

/** `name` is the canon's; the wire's is in `kind`, for tools that are more than plain functions. */
export interface OpenedCall {
  readonly callId: string;
  readonly name: string;
  readonly kind: ToolKind | undefined;
}

/** Writes the item of one tool call. */
export class CallWriter {
  readonly #say: Say;
  readonly #call: OpenedCall;
  readonly #id: string;
  readonly #index: number;
  readonly #pieces: string[] = [];

  constructor(say: Say, call: OpenedCall, id: string, index: number) {
    this.#say = say;
    this.#call = call;
    this.#id = id;
    this.#index = index;
    say('response.output_item.added', { output_index: index, item: this.#item('in_progress', '') });
  }

  json(delta: string): void {
    if (delta === '') return;
    this.#pieces.push(delta);
    // Free text is wrapped in JSON that is whole only at the end.
    if (this.#call.kind?.custom !== true)
      this.#say('response.function_call_arguments.delta', { ...this.#place(), delta });
  }

  /** Closes the call and gives the item. */
  end(status: ItemStatus): JsonObject {
    // Clients parse what they gathered, and an empty text is not JSON.
    if (this.#pieces.length === 0) this.json('{}');
    const json = this.#pieces.join('');
    const item = this.#item(status, json);
    if (this.#call.kind?.custom === true) {
      const input = customInput(json);
      this.#say('response.custom_tool_call_input.delta', { ...this.#place(), delta: input });
      this.#say('response.custom_tool_call_input.done', { ...this.#place(), input });
    } else {
      const name = this.#call.kind?.name ?? this.#call.name;
      this.#say('response.function_call_arguments.done', { ...this.#place(), name, arguments: json });
    }
    this.#say('response.output_item.done', { output_index: this.#index, item });
    return item;
  }

  #place(): JsonObject {
    return { item_id: this.#id, output_index: this.#index };
  }

  #item(status: ItemStatus | 'in_progress', json: string): JsonObject {
    const { kind, callId, name } = this.#call;
    const custom = kind?.custom === true;
    return {
      id: this.#id,
      type: custom ? 'custom_tool_call' : 'function_call',
      status,
      ...(custom ? { input: json === '' ? '' : customInput(json) } : { arguments: json }),
      call_id: wireCallId(callId),
      name: kind?.name ?? name,
      ...(kind?.namespace !== undefined && { namespace: kind.namespace }),
    };
  }
}

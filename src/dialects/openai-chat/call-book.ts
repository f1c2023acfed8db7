// Which call a tool result answers: by id, else by name, else the next one unanswered.
// Clients of providers that give no ids send empty ones back.

import type { ContentPart, ToolCallPart } from '../../canon/content.ts';

/** One for each conversation: messages must be told in their order. */
export interface CallBook {
  /** Notes the calls of an assistant message. */
  open(parts: readonly ContentPart[]): void;
  /** The call that a result belongs to; undefined when nothing in the history asked for it. */
  answer(
    id: string | undefined,
    name: string | undefined,
  ): { readonly id: string; readonly name: string } | undefined;
}

/** Creates an empty book for one conversation. */
export function createCallBook(): CallBook {
  /** The newest call of an id: some models count from zero again in each turn. */
  const byId = new Map<string, ToolCallPart>();
  let waiting: ToolCallPart[] = [];
  return {
    open(parts) {
      const calls = parts.filter((part) => part.type === 'tool-call');
      if (calls.length > 0) waiting = calls;
      for (const call of calls) byId.set(call.id, call);
    },
    answer(id, name) {
      const named = id === undefined || id === '';
      const call = named
        ? (waiting.find((open) => open.name === name) ?? (name === undefined ? waiting[0] : undefined))
        : byId.get(id);
      waiting = waiting.filter((open) => open !== call);
      if (call !== undefined) return call;
      // A client that trimmed its history still says whose result this is.
      return name === undefined || name === '' ? undefined : { id: named ? `call_${name}` : id, name };
    },
  };
}

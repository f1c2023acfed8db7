// The request that asks a model to go on: the same conversation, with what the caller has of the answer as its last turn.

import type { CanonRequest } from '../canon/request.ts';
import type { DeliveredPart } from './resume-record.ts';

/** A prefilled request, and the text that it was filled with. */
export interface Prefill {
  readonly request: CanonRequest;
  readonly text: string;
  readonly tokens: number;
}

/**
 * Undefined where a beginning cannot be handed over: nothing but thoughts, which are done, may stand before the open
 * text, and a forced form or call would begin anew.
 */
export function prefillRequest(request: CanonRequest, parts: readonly DeliveredPart[]): Prefill | undefined {
  const open = parts.at(-1);
  if (open?.kind !== 'text' || open.closed || open.text.trim() === '') return undefined;
  if (parts.slice(0, -1).some(({ kind }) => kind !== 'reasoning')) return undefined;
  if (request.responseFormat !== undefined && request.responseFormat.type !== 'text') return undefined;
  if (request.toolChoice?.type === 'required') return undefined;
  const { text } = open;
  const tokens = Math.ceil(text.length / 4);
  return {
    text,
    tokens,
    request: {
      ...request,
      messages: [...request.messages, { role: 'assistant', parts: [{ type: 'text', text: text.trimEnd() }] }],
      // It has done its thinking; and no vendor lets a beginning be given to a model that is to think first.
      reasoning: undefined,
      ...(request.maxOutputTokens !== undefined && {
        maxOutputTokens: Math.max(1, request.maxOutputTokens - tokens),
      }),
    },
  };
}

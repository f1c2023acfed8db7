// The envelope of a message: what a whole answer and the first event of a stream have in common.

import type { CanonRequest } from '../../canon/request.ts';
import { estimateTokens } from '../../canon/estimate-tokens.ts';
import type { ThinkingManner } from './render-blocks.ts';
import type { JsonObject } from '../../lib/json.ts';

/** `msg_` and the provider's id as far as it is plain, else the request's. */
export function renderMessageId(answerId: string | undefined, requestId: string): string {
  const id = (answerId ?? '').replaceAll(/[^a-zA-Z0-9_-]/gu, '') || requestId;
  return id.startsWith('msg_') ? id : `msg_${id}`;
}

/** A message without its content, stop and usage fields. */
export function renderEnvelope(id: string, model: string): JsonObject {
  return { id, type: 'message', role: 'assistant', model, container: null };
}

/** How the caller takes what the model thought. */
export function thinkingManner({ reasoning }: CanonRequest): ThinkingManner {
  const expected = reasoning !== undefined && reasoning.effort !== 'none' && reasoning.budgetTokens !== 0;
  return { hidden: reasoning?.includeSummary === false, expected };
}

/** An estimate of the prompt, made at most once and only when somebody needs it. */
export function lazyInputEstimate(request: CanonRequest): () => number {
  let estimate: number | undefined;
  return () => (estimate ??= estimateTokens(request));
}

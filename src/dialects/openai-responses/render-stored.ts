// Answers that were kept, as their own endpoints show them, and the paging of their input.
// https://platform.openai.com/docs/api-reference/responses/input-items

import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import { refuse } from '../openai-field-reader.ts';

/** `after` is the id of the last item that the client has. */
export interface InputItemsQuery {
  readonly limit: number;
  readonly order: 'asc' | 'desc';
  readonly after?: string | undefined;
}

/** Reads `limit` (1 to 100, else 20), `order` (else `desc`) and `after`. Throws `invalid_request`. */
export function parseInputItemsQuery(query: URLSearchParams): InputItemsQuery {
  const limit = query.get('limit') ?? '20';
  if (!/^\d{1,3}$/u.test(limit) || Number(limit) < 1 || Number(limit) > 100)
    throw refuse('limit', 'a number from 1 to 100', limit);
  const order = query.get('order') ?? 'desc';
  if (order !== 'asc' && order !== 'desc') throw refuse('order', 'asc or desc', order);
  return { limit: Number(limit), order, after: query.get('after') ?? undefined };
}

/**
 * For `GET /v1/responses/{id}?stream=true` of an answer that exists, in OpenAI's words: it streams again only what was made
 * in the background. The events of an answer are not kept, so that none could be left out by `starting_after` and none
 * be said with the number that it had. Throws `invalid_request` when the query asks for it.
 * https://platform.openai.com/docs/guides/background#streaming-a-background-response
 */
export function refuseStreamAgain(query: URLSearchParams): void {
  if ((query.get('stream') ?? 'false') === 'false') return;
  throw new GatewayError(
    'invalid_request',
    'This response cannot be streamed because it was not created with background=true. Ask for it without stream.',
    { param: 'stream' },
  );
}

/** `GET /v1/responses/{id}/input_items`. */
export function renderInputItems(items: readonly JsonObject[], hasMore: boolean): JsonObject {
  return {
    object: 'list',
    data: [...items],
    first_id: items[0]?.['id'] ?? null,
    last_id: items.at(-1)?.['id'] ?? null,
    has_more: hasMore,
  };
}

/** `DELETE /v1/responses/{id}`. */
export function renderDeleted(id: string): JsonObject {
  return { id, object: 'response', deleted: true };
}

/** For an id that this client has no answer under. */
export function responseNotFound(id: string): GatewayError {
  return new GatewayError('resource_not_found', `Response with id '${id}' not found.`, { param: 'id' });
}

/** For `POST /v1/responses/{id}/cancel` of an answer that exists: none is ever made in the background. */
export function responseNotCancellable(): GatewayError {
  return new GatewayError(
    'invalid_request',
    'Only a response that was created with background: true can be cancelled.',
    { param: 'id' },
  );
}

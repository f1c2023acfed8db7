// A page of a kept answer's input items.

import type { JsonObject } from '../lib/json.ts';

/** As clients of the Responses API ask: https://platform.openai.com/docs/api-reference/responses/input-items */
export interface Paging {
  readonly limit: number;
  /** `asc` is the order of the conversation. */
  readonly order: 'asc' | 'desc';
  /** The id of the item that the page comes after; an unknown one gives an empty page. */
  readonly after?: string | undefined;
}

/** In the order asked for; `hasMore` looks on in that direction. */
export interface Page {
  readonly items: readonly JsonObject[];
  readonly hasMore: boolean;
}

/** Cuts the page out of all items. */
export function pageOf(items: readonly JsonObject[], { limit, order, after }: Paging): Page {
  const ordered = order === 'asc' ? items : items.toReversed();
  const index = after === undefined ? -1 : ordered.findIndex((item) => item['id'] === after);
  if (after !== undefined && index === -1) return { items: [], hasMore: false };
  const rest = ordered.slice(index + 1);
  return { items: rest.slice(0, limit), hasMore: rest.length > limit };
}

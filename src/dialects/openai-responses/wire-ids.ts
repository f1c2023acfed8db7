// Ids on this wire. Those of answers and items are made from the request's id, so that an item's id tells which answer
// it belongs to; those of calls are the model's own where they fit.

import { createHash } from 'node:crypto';

/** OpenAI refuses longer ones: https://platform.openai.com/docs/api-reference/responses/create */
const LONGEST_CALL_ID = 64;

/**
 * By the type of the item, as OpenAI's own ids begin; `st` and `in` are this gateway's, for other tools and for
 * input.
 */
export type ItemPrefix = 'msg' | 'rs' | 'fc' | 'ctc' | 'ws' | 'ci' | 'ig' | 'st' | 'in';

/** `resp_…`: the id of the answer to a request, unique when the request's is. */
export function responseId(requestId: string): string {
  return `resp_${requestId}`;
}

/** The id of the item at a place of an answer's output, or (`in`) of its input. */
export function itemId(prefix: ItemPrefix, requestId: string, index: number): string {
  return `${prefix}_${requestId}_${index}`;
}

/** The answer that an item of ours belongs to; undefined when the id is not one of ours. */
export function responseOfItem(id: string): string | undefined {
  const match = /^(?:msg|rs|fc|ctc|ws|ci|ig|st|in)_(.+)_\d+$/u.exec(id);
  return match?.[1] === undefined ? undefined : responseId(match[1]);
}

/** The call's id on the wire: a longer one becomes a digest, the same each time. */
export function wireCallId(id: string): string {
  if (id.length <= LONGEST_CALL_ID) return id;
  return `call_${createHash('sha256').update(id).digest('hex').slice(0, 40)}`;
}

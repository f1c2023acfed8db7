// Ids in answers: of the answer itself and of its tool calls, in a form that OpenAI's clients take.

import { createHash } from 'node:crypto';

/** Some clients keep call ids in columns of 64 characters. */
const LONGEST_CALL_ID = 64;

/** `chatcmpl-…` from the provider's id, or from the request's where it gave none. */
export function answerId(id: string | undefined, requestId: string): string {
  const safe = (id === undefined || id === '' ? requestId : id).replaceAll(/[^\w.-]/gu, '_');
  return safe.startsWith('chatcmpl-') ? safe : `chatcmpl-${safe}`;
}

/** The call's id as the client sees and returns it: a longer one becomes a digest, the same each time. */
export function wireCallId(id: string): string {
  if (id.length <= LONGEST_CALL_ID) return id;
  return `call_${createHash('sha256').update(id).digest('hex').slice(0, 40)}`;
}

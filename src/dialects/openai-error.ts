// Errors in OpenAI's form, which its two APIs share: `{error: {message, type, param, code}}`, and the headers that its
// SDKs decide retries by. Knows nothing of how a stream is broken off.

import type { GatewayError } from '../errors/gateway-error.ts';
import type { WireError } from './dialect.ts';
import { errorKinds } from './openai-error-kind.ts';

/** What the two APIs say each in its own words when a conversation is too long. */
export interface OverflowWords {
  /** The field that holds the conversation. */
  readonly param: string;
  /** Clients recognise an overflow by these words and shorten the conversation by themselves. */
  sentence(tokens: { readonly used: number; readonly allowed: number }): string;
}

/** The object under `error`. */
export interface OpenaiErrorObject {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string;
}

/** OpenAI's SDKs ignore a longer Retry-After and try again within seconds. */
const LONGEST_OBEYED_WAIT_MS = 60_000;

/** A whole HTTP answer. */
export function renderHttpError(error: GatewayError, requestId: string, overflow: OverflowWords): WireError {
  const headers: Record<string, string> = { 'content-type': 'application/json', 'x-request-id': requestId };
  const waitMs = error.options.retryAfterMs;
  if (waitMs !== undefined && error.retryAfterSeconds !== undefined) {
    headers['retry-after'] = String(error.retryAfterSeconds);
    headers['retry-after-ms'] = String(Math.max(1, Math.ceil(waitMs)));
  }
  if (!mayRetry(error)) headers['x-should-retry'] = 'false';
  const body = JSON.stringify({ error: renderErrorObject(error, overflow) });
  return { status: error.status, headers, body };
}

/** What stands under `error`, in an answer as in a stream. */
export function renderErrorObject(error: GatewayError, overflow: OverflowWords): OpenaiErrorObject {
  const kind = errorKinds[error.code];
  const ofTokens = error.code === 'rate_limited' && /token/iu.test(error.options.limit ?? '');
  const param = error.code === 'context_length_exceeded' ? overflow.param : kind.param;
  return {
    message: renderErrorMessage(error, overflow),
    type: ofTokens ? 'tokens' : kind.type,
    param: error.options.param ?? param ?? null,
    code: kind.code,
  };
}

/** The message with what else a reader or an agent can use: the limit, the wait, the hint. */
export function renderErrorMessage(error: GatewayError, overflow: OverflowWords): string {
  const { tokens, limit, retryAfterMs } = error.options;
  const sentences = [sentence(error.message)];
  if (error.code === 'context_length_exceeded' && tokens !== undefined)
    sentences.push(overflow.sentence(tokens));
  if (limit !== undefined && !error.message.includes(limit)) sentences.push(`Limit: ${sentence(limit)}`);
  // In the words that clients read the wait from when they have no headers.
  if (error.code === 'rate_limited' && retryAfterMs !== undefined)
    sentences.push(`Please try again in ${error.retryAfterSeconds ?? 1}s.`);
  const { hint } = error.entry;
  if (errorKinds[error.code].hinted && !error.message.includes(hint)) sentences.push(hint);
  return sentences.join(' ');
}

/**
 * False where the SDK, which goes by status alone, would try in vain: for what waiting does not mend, and for longer
 * waits than it keeps to.
 */
function mayRetry(error: GatewayError): boolean {
  const waitMs = error.options.retryAfterMs;
  if (waitMs !== undefined) return waitMs <= LONGEST_OBEYED_WAIT_MS;
  // A used-up day without a time given is not over in seconds.
  if (error.code === 'quota_exhausted') return false;
  const retriedByStatus = error.status >= 500 || [408, 409, 429].includes(error.status);
  return error.entry.retryable || !retriedByStatus;
}

function sentence(text: string): string {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}

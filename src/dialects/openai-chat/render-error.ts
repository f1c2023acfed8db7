// Errors in OpenAI's form: `{error: {message, type, param, code}}`, and the headers that its SDKs decide retries by.

import type { GatewayError } from '../../errors/gateway-error.ts';
import type { WireError } from '../dialect.ts';
import { errorKinds } from './error-kind.ts';

/** OpenAI's SDKs ignore a longer Retry-After and try again within seconds. */
const LONGEST_OBEYED_WAIT_MS = 60_000;

/** A whole HTTP answer. */
export function renderOpenaiError(error: GatewayError, requestId: string): WireError {
  const headers: Record<string, string> = { 'content-type': 'application/json', 'x-request-id': requestId };
  const waitMs = error.options.retryAfterMs;
  if (waitMs !== undefined && error.retryAfterSeconds !== undefined) {
    headers['retry-after'] = String(error.retryAfterSeconds);
    headers['retry-after-ms'] = String(Math.max(1, Math.ceil(waitMs)));
  }
  if (!mayRetry(error)) headers['x-should-retry'] = 'false';
  return { status: error.status, headers, body: renderBody(error) };
}

/** The event that breaks a stream off: OpenAI's SDKs throw at an `error` field, and no `[DONE]` follows. */
export function renderOpenaiStreamError(error: GatewayError, _requestId: string): string {
  return `data: ${renderBody(error)}\n\n`;
}

function renderBody(error: GatewayError): string {
  const kind = errorKinds[error.code];
  const type =
    error.code === 'rate_limited' && /token/iu.test(error.options.limit ?? '') ? 'tokens' : kind.type;
  const param = error.options.param ?? kind.param ?? null;
  return JSON.stringify({ error: { message: renderMessage(error), type, param, code: kind.code } });
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

function renderMessage(error: GatewayError): string {
  const { tokens, limit, retryAfterMs } = error.options;
  const sentences = [sentence(error.message)];
  if (error.code === 'context_length_exceeded' && tokens !== undefined) {
    // Clients recognise an overflow by these words and shorten the conversation by themselves.
    sentences.push(
      `This model's maximum context length is ${tokens.allowed} tokens; your messages resulted in ${tokens.used} tokens.`,
    );
  }
  if (limit !== undefined && !error.message.includes(limit)) sentences.push(`Limit: ${sentence(limit)}`);
  // In the words that clients read the wait from when they have no headers.
  if (error.code === 'rate_limited' && retryAfterMs !== undefined) {
    sentences.push(`Please try again in ${error.retryAfterSeconds ?? 1}s.`);
  }
  const { hint } = error.entry;
  if (errorKinds[error.code].hinted && !error.message.includes(hint)) sentences.push(hint);
  return sentences.join(' ');
}

function sentence(text: string): string {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}

// Errors in OpenAI's form: before the stream `{error: {…}}` with the headers that its SDKs decide retries by, inside it
// an `error` event and a failed response.

import type { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { WireError } from '../dialect.ts';
import { errorKinds } from './error-kind.ts';
import { renderFrame } from './stream-frame.ts';
import { responseId } from './wire-ids.ts';

/** OpenAI's SDKs ignore a longer Retry-After and try again within seconds. */
const LONGEST_OBEYED_WAIT_MS = 60_000;

/** A whole HTTP answer. */
export function renderError(error: GatewayError, requestId: string): WireError {
  const headers: Record<string, string> = { 'content-type': 'application/json', 'x-request-id': requestId };
  const waitMs = error.options.retryAfterMs;
  if (waitMs !== undefined && error.retryAfterSeconds !== undefined) {
    headers['retry-after'] = String(error.retryAfterSeconds);
    headers['retry-after-ms'] = String(Math.max(1, Math.ceil(waitMs)));
  }
  if (!mayRetry(error)) headers['x-should-retry'] = 'false';
  return { status: error.status, headers, body: JSON.stringify({ error: renderErrorObject(error) }) };
}

/**
 * What breaks a stream off when nobody knows any more how far it came: an `error` event, at whose nested object SDKs
 * throw, and the failed response that agents wait for. A stream renderer that is still at hand says the same with the
 * output so far and the right sequence numbers.
 */
export function renderStreamError(error: GatewayError, requestId: string): string {
  const response: JsonObject = {
    id: responseId(requestId),
    object: 'response',
    status: 'failed',
    error: renderResponseError(error),
    incomplete_details: null,
    output: [],
    usage: null,
  };
  return renderFrame('error', 0, renderErrorEvent(error)) + renderFrame('response.failed', 1, { response });
}

/** The fields of an `error` event: as the reference has them, and nested as the service sends them. */
export function renderErrorEvent(error: GatewayError): JsonObject {
  const nested = renderErrorObject(error);
  const { code, message, param } = nested;
  return { code, message, param, error: nested };
}

/** `error` of a failed response, whose codes are fewer. */
export function renderResponseError(error: GatewayError): JsonObject {
  return { code: responseCode(error), message: renderMessage(error) };
}

function responseCode(error: GatewayError): string {
  switch (error.entry.fault) {
    case 'caller':
    case 'client_key':
      return 'invalid_prompt';
    case 'pool':
      return error.status === 429 ? 'rate_limit_exceeded' : 'server_error';
    default:
      return 'server_error';
  }
}

function renderErrorObject(error: GatewayError): JsonObject {
  const kind = errorKinds[error.code];
  const ofTokens = error.code === 'rate_limited' && /token/iu.test(error.options.limit ?? '');
  return {
    message: renderMessage(error),
    type: ofTokens ? 'tokens' : kind.type,
    param: error.options.param ?? kind.param ?? null,
    code: kind.code,
  };
}

/** False where the SDK, which goes by status alone, would try in vain. */
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
  const said = [sentence(error.message)];
  if (error.code === 'context_length_exceeded' && tokens !== undefined) {
    // Clients recognise an overflow by these words and shorten the conversation by themselves.
    said.push(
      `Your input exceeds the context window of this model: ${tokens.used} tokens of ${tokens.allowed}.`,
    );
  }
  if (limit !== undefined && !error.message.includes(limit)) said.push(`Limit: ${sentence(limit)}`);
  // Agents read the wait out of these words.
  if (error.code === 'rate_limited' && retryAfterMs !== undefined)
    said.push(`Please try again in ${error.retryAfterSeconds ?? 1}s.`);
  const { hint } = error.entry;
  if (errorKinds[error.code].hinted && !error.message.includes(hint)) said.push(hint);
  return said.join(' ');
}

function sentence(text: string): string {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}

// The gateway's errors → Anthropic's: the body, status and headers by which its SDK and Claude Code decide what to do.
// https://platform.claude.com/docs/en/api/errors

import type { GatewayError } from '../../errors/gateway-error.ts';
import { asObject, asString, tryParseJson } from '../../lib/json.ts';
import type { WireError } from '../dialect.ts';
import { renderFrame } from './stream-frame.ts';

/** Anthropic's own status for an overloaded service. */
const OVERLOADED = 529;
/** SDKs sleep through a longer `retry-after` with a wait of their own choosing, and try in vain. */
const LONGEST_RETRY_SECONDS = 60;

const typeByStatus: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

interface Told {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

/** A whole HTTP answer, for errors before the first content. */
export function renderError(error: GatewayError, requestId: string): WireError {
  const { status, type, message } = tell(error);
  const seconds = error.retryAfterSeconds;
  const headers: Record<string, string> = { 'content-type': 'application/json', 'request-id': requestId };
  if (seconds !== undefined) headers['retry-after'] = String(seconds);
  if (!mayRetry(error, seconds)) headers['x-should-retry'] = 'false';
  const { details } = error.options;
  const told = { type, message, ...(details && { details }) };
  const body = JSON.stringify({ type: 'error', error: told, request_id: requestId });
  return { status, headers, body };
}

/** The event for errors after it. Nothing may follow. */
export function renderStreamError(error: GatewayError, requestId: string): string {
  const { type, message } = tell(error);
  return renderFrame({ type: 'error', error: { type, message }, request_id: requestId });
}

/** SDKs retry every 408, 409, 429 and 5xx unless told not to. */
function mayRetry(error: GatewayError, seconds: number | undefined): boolean {
  return seconds === undefined ? error.entry.retryable : seconds <= LONGEST_RETRY_SECONDS;
}

function tell(error: GatewayError): Told {
  return anthropicOwn(error) ?? { ...statusAndType(error), message: describe(error) };
}

function statusAndType(error: GatewayError): { readonly status: number; readonly type: string } {
  const status = error.code === 'overloaded' ? OVERLOADED : error.status;
  const type = typeByStatus[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
  return { status, type };
}

function describe(error: GatewayError): string {
  const { tokens, param } = error.options;
  if (error.code === 'context_length_exceeded') {
    // Claude Code compacts the conversation when it reads these words.
    if (tokens !== undefined) return `prompt is too long: ${tokens.used} tokens > ${tokens.allowed} maximum`;
    return error.message.includes('prompt is too long')
      ? error.message
      : `prompt is too long: ${error.message}`;
  }
  return param === undefined || error.message.includes(param) ? error.message : `${param}: ${error.message}`;
}

/** What Anthropic itself said of the caller's mistake: clients match its wording. Errors of our keys are never shown. */
function anthropicOwn(error: GatewayError): Told | undefined {
  const { providerBody, providerStatus } = error.options;
  if (error.entry.fault !== 'caller' || providerBody === undefined || providerStatus === undefined)
    return undefined;
  const body = asObject(tryParseJson(providerBody));
  const inner = body?.['type'] === 'error' ? asObject(body['error']) : undefined;
  const type = asString(inner?.['type']);
  const message = asString(inner?.['message']);
  return type === undefined || message === undefined ? undefined : { status: providerStatus, type, message };
}

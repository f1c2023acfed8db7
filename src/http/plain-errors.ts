// Errors of the endpoints that speak no vendor's dialect.

import type { WireError } from '../dialects/dialect.ts';
import type { GatewayError } from '../errors/gateway-error.ts';

/** `{"detail": "…", "code": "…", "request_id": "…"}` */
export function renderDetailError(error: GatewayError, requestId: string): WireError {
  return jsonError(error, { detail: describe(error), code: error.code, request_id: requestId });
}

/** `{"error": {"code", "message", "hint", "param"?, "request_id"}}`, with the status as it is: the form of `/admin/api`. */
export function renderAdminError(error: GatewayError, requestId: string): WireError {
  const { code, message, entry, options } = error;
  const body = { error: { code, message, hint: entry.hint, param: options.param, request_id: requestId } };
  return { ...jsonError(error, body), status: error.status };
}

/** `{"error": "…", "code": "…"}`, the form of `/generate`. */
export function renderGenerateError(error: GatewayError): WireError {
  return jsonError(error, { error: describe(error), code: error.code });
}

/** `{"result": "Failed", "errors": [{code, message}]}`, the form of `/gemini-proxy`. */
export function renderProxyError(error: GatewayError): WireError {
  return jsonError(error, {
    result: 'Failed',
    // The advice on 401 is about client keys, and this key is the caller's own.
    errors: [{ code: proxyCode(error), message: isCallersOwnKey(error) ? error.message : describe(error) }],
  });
}

function isCallersOwnKey({ code, options }: GatewayError): boolean {
  return code === 'authentication_failed' && options.param === 'api_key';
}

function describe(error: GatewayError): string {
  return `${error.message} ${error.entry.hint}`;
}

/** These endpoints answer 503, not 429, when the pool has nothing left: their clients know only that. */
function statusOf(error: GatewayError): number {
  return error.status === 429 ? 503 : error.status;
}

function jsonError(error: GatewayError, body: object): WireError {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (error.retryAfterSeconds !== undefined) headers['retry-after'] = String(error.retryAfterSeconds);
  return { status: statusOf(error), headers, body: JSON.stringify(body) };
}

function proxyCode(error: GatewayError): string {
  switch (error.code) {
    case 'rate_limited':
    case 'quota_exhausted':
      return 'QUOTA_ERROR';
    case 'model_not_found':
      return 'MODEL_NOT_FOUND';
    case 'authentication_failed':
      return 'UNAUTHORIZED';
    case 'pool_empty':
      return 'API_KEY_ERROR';
    case 'overloaded':
    case 'provider_error':
    case 'provider_unreachable':
    case 'incomplete_answer':
      return 'SERVICE_ERROR';
    case 'provider_timeout':
      return 'TIMEOUT_ERROR';
    case 'internal':
      return 'INTERNAL_ERROR';
    default:
      return error.entry.fault === 'caller' ? 'VALIDATION_ERROR' : 'SERVICE_ERROR';
  }
}

// An error object met inside a stream or a 200 body → the error that ends the answer. The forms are as many as the
// services: `{error: {…}}`, `{error: "…"}`, an array around it, vLLM's `{object: "error"}`.

import type { ErrorCode } from '../../errors/catalog.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asNumber, asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { maskSecret } from '../../lib/secret.ts';

/** Statuses of the words that `code` and `type` hold. */
const statuses: Readonly<Record<string, number>> = {
  context_length_exceeded: 400,
  invalid_request_error: 400,
  content_filter: 400,
  invalid_api_key: 401,
  authentication_error: 401,
  model_not_found: 404,
  insufficient_quota: 429,
  rate_limit_exceeded: 429,
  rate_limit_error: 429,
  tokens: 429,
  requests: 429,
  overloaded_error: 503,
  service_unavailable: 503,
  slow_down: 503,
  timeout: 504,
};

/** The error of a chunk as an object; undefined when there is none. */
export function findWireError(chunk: unknown): JsonObject | undefined {
  const body = asObject(Array.isArray(chunk) ? chunk[0] : chunk);
  if (body === undefined) return undefined;
  const error: JsonValue | undefined = body['error'];
  if (typeof error === 'string' && error !== '') return { message: error };
  if (asObject(error) !== undefined) return asObject(error);
  return body['object'] === 'error' || body['type'] === 'error' ? body : undefined;
}

/** The error to raise; the service's body is kept for the verdict, and for the door that speaks its dialect. */
export function parseWireError(error: JsonObject): GatewayError {
  const status = errorStatus(error);
  const message = redactKeys(
    asString(error['message']) ?? 'The provider broke off its answer with an error.',
  );
  return new GatewayError(errorCode(status, asString(error['code'])), message, {
    providerBody: redactKeys(JSON.stringify({ error })),
    providerStatus: status,
  });
}

/** The HTTP status that goes with an error inside a 200: its own number, else that of its words, else 500. */
function errorStatus(error: JsonObject): number {
  for (const value of [error['code'], error['status'], error['status_code']]) {
    const number = asNumber(value) ?? Number(asString(value) ?? Number.NaN);
    if (number >= 400 && number <= 599) return number;
  }
  return statuses[asString(error['code']) ?? ''] ?? statuses[asString(error['type']) ?? ''] ?? 500;
}

/** An error about the pool's own credential is the provider's refusal, never the client's failed authentication. */
function errorCode(status: number, code: string | undefined): ErrorCode {
  if (code === 'context_length_exceeded') return 'context_length_exceeded';
  if (status === 401 || status === 402 || status === 403) return 'provider_refused';
  if (status === 404) return 'model_not_found';
  if (status === 429) return 'rate_limited';
  if (status === 503 || status === 529) return 'overloaded';
  if (status === 408 || status === 504) return 'provider_timeout';
  return status < 500 ? 'invalid_request' : 'provider_error';
}

/** The forms of keys that services echo: `sk-…`, `gsk_…`, `xai-…`, `pplx-…`, `nvapi-…`. */
function redactKeys(text: string): string {
  return text.replaceAll(/\b(?:sk|gsk|csk|xai|pplx|nvapi|fw|tgp)[-_][\w-]{16,}/gu, maskSecret);
}

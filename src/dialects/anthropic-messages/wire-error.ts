// An Anthropic error object met inside a stream or a 200 body → the error that ends the answer.
// https://platform.claude.com/docs/en/api/errors

import type { ErrorCode } from '../../errors/catalog.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { maskSecret } from '../../lib/secret.ts';

interface Meaning {
  readonly status: number;
  readonly code: ErrorCode;
}

/** An error about the pool's own credential is the provider's refusal, never the client's failed authentication. */
const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['invalid_request_error', { status: 400, code: 'invalid_request' }],
  ['authentication_error', { status: 401, code: 'provider_refused' }],
  ['billing_error', { status: 402, code: 'provider_refused' }],
  ['permission_error', { status: 403, code: 'provider_refused' }],
  ['not_found_error', { status: 404, code: 'model_not_found' }],
  ['request_too_large', { status: 413, code: 'body_too_large' }],
  ['rate_limit_error', { status: 429, code: 'rate_limited' }],
  ['api_error', { status: 500, code: 'provider_error' }],
  ['timeout_error', { status: 504, code: 'provider_timeout' }],
  ['overloaded_error', { status: 529, code: 'overloaded' }],
]);

const KEY = /\bsk-ant-[\w-]{8,}/gu;

/** The `error` object of an event or body; undefined when there is none. */
export function findAnthropicError(event: JsonValue | undefined): JsonObject | undefined {
  return asObject(asObject(event)?.['error']);
}

/** The error to raise; Anthropic's body is kept, keys masked, for the door that speaks its dialect and for the verdict. */
export function parseAnthropicError(error: JsonObject): GatewayError {
  const meaning = meanings.get(asString(error['type']) ?? '');
  const message = mask(asString(error['message']) ?? 'The provider broke off its answer with an error.');
  return new GatewayError(meaning?.code ?? 'provider_error', message, {
    providerBody: mask(JSON.stringify({ type: 'error', error })),
    ...(meaning && { providerStatus: meaning.status }),
  });
}

function mask(text: string): string {
  return text.replaceAll(KEY, (key) => maskSecret(key));
}

// A Google error object met inside a stream or a 200 body → the error that ends the answer.

import type { ErrorCode } from '../../errors/catalog.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { redactGoogleKeys } from './redact-google-keys.ts';
import { wireNumber } from './wire-number.ts';

/** An error about the pool's own credential is the provider's refusal, never the client's failed authentication. */
const codes: ReadonlyMap<string, ErrorCode> = new Map([
  ['INVALID_ARGUMENT', 'invalid_request'],
  ['FAILED_PRECONDITION', 'provider_refused'],
  ['OUT_OF_RANGE', 'invalid_request'],
  ['UNAUTHENTICATED', 'provider_refused'],
  ['PERMISSION_DENIED', 'provider_refused'],
  ['NOT_FOUND', 'model_not_found'],
  ['RESOURCE_EXHAUSTED', 'rate_limited'],
  ['CANCELLED', 'incomplete_answer'],
  ['INTERNAL', 'provider_error'],
  ['UNKNOWN', 'provider_error'],
  ['UNIMPLEMENTED', 'not_supported'],
  ['UNAVAILABLE', 'overloaded'],
  ['DEADLINE_EXCEEDED', 'provider_timeout'],
]);

/** The `error` object of a chunk, also when the chunk is an array around it; undefined when there is none. */
export function findWireError(chunk: JsonValue | undefined): JsonObject | undefined {
  const holder = Array.isArray(chunk) ? chunk.find((item) => asObject(item)?.['error'] !== undefined) : chunk;
  return asObject(asObject(holder)?.['error']);
}

/** The error to raise; Google's body is kept, keys redacted, for the door that speaks its dialect and for the verdict. */
export function parseGeminiError(error: JsonObject): GatewayError {
  const code = codes.get(asString(error['status']) ?? '') ?? 'provider_error';
  const message = redactGoogleKeys(
    asString(error['message']) ?? 'The provider broke off its answer with an error.',
  );
  const status = wireNumber(error['code']);
  return new GatewayError(code, message, {
    providerBody: redactGoogleKeys(JSON.stringify({ error })),
    ...(status !== undefined && status >= 400 && status <= 599 && { providerStatus: status }),
  });
}

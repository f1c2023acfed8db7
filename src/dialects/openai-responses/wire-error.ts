// An error met inside a stream or a 200 body → the error that ends the answer. Three forms: `{error: {…}}`, an `error`
// event with the fields at its top, a failed response with `error: {code, message}`.

import type { ErrorCode } from '../../errors/catalog.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asNumber, asObject, asString, type JsonObject } from '../../lib/json.ts';

interface Meaning {
  readonly code: ErrorCode;
  /** The HTTP status that this error has when it comes before the answer. */
  readonly status: number;
}

const meanings: ReadonlyMap<string, Meaning> = new Map([
  ['rate_limit_exceeded', { code: 'rate_limited', status: 429 }],
  ['insufficient_quota', { code: 'quota_exhausted', status: 429 }],
  ['credit_balance_exhausted', { code: 'quota_exhausted', status: 429 }],
  ['project_spend_limit_exceeded', { code: 'quota_exhausted', status: 429 }],
  ['invalid_api_key', { code: 'provider_refused', status: 401 }],
  ['model_not_found', { code: 'model_not_found', status: 404 }],
  ['context_length_exceeded', { code: 'context_length_exceeded', status: 400 }],
  ['server_is_overloaded', { code: 'overloaded', status: 503 }],
  ['slow_down', { code: 'overloaded', status: 503 }],
  ['invalid_prompt', { code: 'invalid_request', status: 400 }],
  ['invalid_request_error', { code: 'invalid_request', status: 400 }],
]);

/** The `error` object of an event or a whole body, brought to one form; undefined when it is none. */
export function findWireError(body: JsonObject): JsonObject | undefined {
  const nested = asObject(body['error']);
  if (nested !== undefined) return nested;
  if (body['type'] === 'error')
    return { message: body['message'], type: body['code'], param: body['param'], code: body['code'] };
  if (body['type'] !== 'response.failed' && body['status'] !== 'failed') return undefined;
  const response = asObject(body['response']);
  return asObject(response?.['error']) ?? { code: 'server_error', message: 'The provider failed.' };
}

/** The HTTP status that tells what kind of error it is. */
function wireErrorStatus(error: JsonObject): number {
  const status = asNumber(error['status']) ?? asNumber(error['code']);
  if (status !== undefined && status >= 400 && status <= 599) return status;
  return meaningOf(error).status;
}

/** The error to raise; the provider's own body is kept for the verdict. */
export function parseWireError(error: JsonObject): GatewayError {
  const message = asString(error['message']) ?? 'The provider broke off its answer with an error.';
  return new GatewayError(meaningOf(error).code, message, {
    providerBody: JSON.stringify({ error }),
    providerStatus: wireErrorStatus(error),
  });
}

function meaningOf(error: JsonObject): Meaning {
  const code = asString(error['code']) ?? '';
  const known = meanings.get(code) ?? meanings.get(asString(error['type']) ?? '');
  if (known !== undefined) return known;
  // The remaining codes of a failed response are all about pictures that the caller sent.
  return code.includes('image')
    ? { code: 'invalid_request', status: 400 }
    : { code: 'provider_error', status: 500 };
}

// An error → Google's own error body, as its SDKs and command line expect it.
// https://cloud.google.com/apis/design/errors#error_model

import type { ErrorCode } from '../../errors/catalog.ts';
import type { GatewayError } from '../../errors/gateway-error.ts';
import { isObject, tryParseJsonExact, type JsonObject } from '../../lib/json.ts';
import type { WireError } from '../dialect.ts';

const TYPE = 'type.googleapis.com/google.rpc.';

/** Google's word for an HTTP status. */
const words: ReadonlyMap<number, string> = new Map([
  [400, 'INVALID_ARGUMENT'],
  [401, 'UNAUTHENTICATED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'NOT_FOUND'],
  [405, 'UNIMPLEMENTED'],
  [408, 'DEADLINE_EXCEEDED'],
  [409, 'ABORTED'],
  [413, 'INVALID_ARGUMENT'],
  [416, 'OUT_OF_RANGE'],
  [429, 'RESOURCE_EXHAUSTED'],
  [499, 'CANCELLED'],
  [500, 'INTERNAL'],
  [501, 'UNIMPLEMENTED'],
  [502, 'UNAVAILABLE'],
  [503, 'UNAVAILABLE'],
  [504, 'DEADLINE_EXCEEDED'],
]);

/** Google's clients tell a day's quota from a minute's by these ids alone. */
const quotaIds: Partial<Record<ErrorCode, string>> = {
  rate_limited: 'GenerateRequestsPerMinutePerProjectPerModel',
  quota_exhausted: 'GenerateRequestsPerDayPerProjectPerModel',
};

/** The whole HTTP answer. Google's own body, where it sent one, goes out as it came. */
export function renderGeminiError(error: GatewayError, requestId: string): WireError {
  const own = googleBody(error);
  const wait = error.retryAfterSeconds;
  return {
    status: (own === undefined ? undefined : error.options.providerStatus) ?? statusOf(error),
    headers: {
      'content-type': 'application/json; charset=UTF-8',
      ...(wait !== undefined && { 'retry-after': String(wait) }),
    },
    body: own ?? JSON.stringify(errorBody(error, requestId), undefined, 2),
  };
}

/**
 * What ends a stream that broke after its first content. In `sse` mode one line of bare JSON, without `data:`: Google's
 * JavaScript SDK looks for an error only in a network chunk that is JSON as a whole, so it must be flushed by itself.
 * In `array` mode a last element and the closing bracket; at least one element must have gone before.
 */
export function renderGeminiStreamError(error: GatewayError, mode: 'sse' | 'array', requestId = ''): string {
  const text = googleBody(error);
  const own = text === undefined ? undefined : tryParseJsonExact(text);
  const first = Array.isArray(own) ? own[0] : own;
  const body = isObject(first) && isObject(first['error']) ? first : errorBody(error, requestId);
  const json = JSON.stringify(body);
  return mode === 'sse' ? `${json}\n` : `,\r\n${json}\n]`;
}

/** The provider's body unless it is an error of another vendor's form: Google's clients could not read that. */
function googleBody({ options: { providerBody } }: GatewayError): string | undefined {
  const body = providerBody === undefined ? undefined : tryParseJsonExact(providerBody);
  if (!isObject(body)) return providerBody;
  const error = isObject(body['error']) ? body['error'] : {};
  const foreign = body['type'] === 'error' || 'type' in error || 'param' in error;
  return foreign ? undefined : providerBody;
}

/** A bad key is a 400 at Google's: its clients look for the reason, not for a 401. */
function statusOf(error: GatewayError): number {
  return error.code === 'authentication_failed' ? 400 : error.status;
}

function errorBody(error: GatewayError, requestId: string): JsonObject {
  const code = statusOf(error);
  const details = [
    ...reasonDetails(error),
    ...quotaDetails(error),
    ...fieldDetails(error),
    ...(requestId === '' ? [] : [{ '@type': `${TYPE}RequestInfo`, requestId }]),
  ];
  const status = words.get(code) ?? (code < 500 ? 'FAILED_PRECONDITION' : 'INTERNAL');
  return { error: { code, message: messageOf(error), status, ...(details.length > 0 && { details }) } };
}

/** Clients know an overflow by Google's own sentence. */
function messageOf({ code, message, options }: GatewayError): string {
  if (code !== 'context_length_exceeded' || options.tokens === undefined) return message;
  const { used, allowed } = options.tokens;
  return `The input token count (${used}) exceeds the maximum number of tokens allowed (${allowed}).`;
}

function reasonDetails(error: GatewayError): JsonObject[] {
  if (error.code !== 'authentication_failed') return [];
  const metadata = { service: 'generativelanguage.googleapis.com' };
  return [{ '@type': `${TYPE}ErrorInfo`, reason: 'API_KEY_INVALID', domain: 'googleapis.com', metadata }];
}

function quotaDetails(error: GatewayError): JsonObject[] {
  const details: JsonObject[] = [];
  const quotaId = quotaIds[error.code];
  if (quotaId !== undefined) {
    const quotaMetric = 'generativelanguage.googleapis.com/generate_content_requests';
    const description = error.options.limit;
    const violation = { quotaMetric, quotaId, ...(description !== undefined && { description }) };
    details.push({ '@type': `${TYPE}QuotaFailure`, violations: [violation] });
  }
  const wait = error.retryAfterSeconds;
  if (wait !== undefined) details.push({ '@type': `${TYPE}RetryInfo`, retryDelay: `${wait}s` });
  return details;
}

function fieldDetails({ options, message }: GatewayError): JsonObject[] {
  if (options.param === undefined) return [];
  return [
    { '@type': `${TYPE}BadRequest`, fieldViolations: [{ field: options.param, description: message }] },
  ];
}

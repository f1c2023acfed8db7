import { describe, expect, it } from 'vitest';
import { errorCatalog, type ErrorCode } from '../../errors/catalog.ts';
import { GatewayError, type GatewayErrorOptions } from '../../errors/gateway-error.ts';
import { renderOpenaiError, renderOpenaiStreamError } from './render-error.ts';

interface Body {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string | null;
  };
}

function render(code: ErrorCode, options?: GatewayErrorOptions, message = 'It went wrong') {
  const wire = renderOpenaiError(new GatewayError(code, message, options), 'req1');
  const body = JSON.parse(wire.body) as Body;
  return { ...wire, error: body.error };
}

describe('render error', () => {
  const table: readonly (readonly [ErrorCode, number, string, string])[] = [
    ['invalid_json', 400, 'invalid_request_error', 'invalid_json'],
    ['invalid_request', 400, 'invalid_request_error', 'invalid_value'],
    ['missing_model', 400, 'invalid_request_error', 'missing_required_parameter'],
    ['context_length_exceeded', 400, 'invalid_request_error', 'context_length_exceeded'],
    ['authentication_failed', 401, 'invalid_request_error', 'invalid_api_key'],
    ['forbidden', 403, 'invalid_request_error', 'forbidden'],
    ['model_not_found', 404, 'invalid_request_error', 'model_not_found'],
    ['not_found', 404, 'invalid_request_error', 'unknown_url'],
    ['method_not_allowed', 405, 'invalid_request_error', 'method_not_supported'],
    ['body_too_large', 413, 'invalid_request_error', 'request_too_large'],
    ['rate_limited', 429, 'requests', 'rate_limit_exceeded'],
    ['quota_exhausted', 429, 'insufficient_quota', 'insufficient_quota'],
    ['overloaded', 503, 'server_error', 'overloaded'],
    ['pool_empty', 503, 'server_error', 'pool_empty'],
    ['incomplete_answer', 502, 'server_error', 'incomplete_answer'],
    ['internal', 500, 'server_error', 'internal_error'],
  ];
  for (const [code, status, type, wireCode] of table) {
    it(`says ${code} as ${status} ${type} ${wireCode}`, () => {
      const { status: given, error, headers } = render(code);
      expect({ given, type: error.type, code: error.code }).toEqual({ given: status, type, code: wireCode });
      expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-request-id': 'req1' });
    });
  }

  it('has the four fields for every code of the catalogue', () => {
    for (const code of Object.keys(errorCatalog) as ErrorCode[]) {
      const { error } = render(code);
      expect(Object.keys(error)).toEqual(['message', 'type', 'param', 'code']);
      expect(error.message.startsWith('It went wrong.')).toBe(true);
    }
  });

  it('names the field at fault', () => {
    expect(render('invalid_request', { param: 'messages[0].role' }).error.param).toBe('messages[0].role');
    expect(render('provider_error').error.param).toBeNull();
  });

  it('says which kind of limit was hit', () => {
    const tokens = render('rate_limited', { limit: 'input tokens per minute of gemini-3.8-flash' });
    expect(tokens.error.type).toBe('tokens');
    expect(tokens.error.message).toContain('Limit: input tokens per minute of gemini-3.8-flash.');
    expect(render('rate_limited', { limit: 'requests per minute' }).error.type).toBe('requests');
  });

  it('describes an overflow in the words by which clients know that they must shorten', () => {
    const { error } = render('context_length_exceeded', { tokens: { used: 1_200_000, allowed: 1_048_576 } });
    expect(error.message).toContain('maximum context length is 1048576 tokens');
    expect(error.message).toContain('1200000 tokens');
  });

  it('adds what to do, once', () => {
    const { hint } = errorCatalog.pool_empty;
    expect(render('pool_empty').error.message).toBe(`It went wrong. ${hint}`);
    expect(render('pool_empty', {}, hint).error.message).toBe(hint);
  });

  const retries: readonly (readonly [
    string,
    ErrorCode,
    GatewayErrorOptions,
    Record<string, string | undefined>,
  ])[] = [
    [
      'a short wait',
      'rate_limited',
      { retryAfterMs: 1500 },
      { 'retry-after': '2', 'retry-after-ms': '1500', 'x-should-retry': undefined },
    ],
    [
      'no wait at all as the least there is',
      'rate_limited',
      { retryAfterMs: 0 },
      { 'retry-after': '1', 'retry-after-ms': '1', 'x-should-retry': undefined },
    ],
    [
      'the longest wait that SDKs keep to',
      'rate_limited',
      { retryAfterMs: 60_000 },
      { 'retry-after': '60', 'x-should-retry': undefined },
    ],
    [
      'a longer wait',
      'rate_limited',
      { retryAfterMs: 60_001 },
      { 'retry-after': '61', 'x-should-retry': 'false' },
    ],
    [
      'a used-up day',
      'quota_exhausted',
      { retryAfterMs: 7_200_000 },
      { 'retry-after': '7200', 'x-should-retry': 'false' },
    ],
    [
      'a used-up day of unknown end',
      'quota_exhausted',
      {},
      { 'retry-after': undefined, 'x-should-retry': 'false' },
    ],
    ['an overload', 'overloaded', {}, { 'retry-after': undefined, 'x-should-retry': undefined }],
    ['a pool without keys, which no retry mends', 'pool_empty', {}, { 'x-should-retry': 'false' }],
    ['a defect', 'internal', {}, { 'x-should-retry': 'false' }],
    [
      'a mistake of the caller, which SDKs do not retry',
      'invalid_request',
      {},
      { 'x-should-retry': undefined },
    ],
  ];
  for (const [name, code, options, expected] of retries) {
    it(`tells SDKs what to do about ${name}`, () => {
      const { headers } = render(code, options);
      for (const [header, value] of Object.entries(expected)) expect(headers[header]).toBe(value);
    });
  }

  it('breaks a stream with one event that has an error field, and no [DONE]', () => {
    const text = renderOpenaiStreamError(new GatewayError('overloaded', 'line\nbreak'), 'req1');
    expect(text.startsWith('data: {"error":{')).toBe(true);
    expect(text.endsWith('}\n\n')).toBe(true);
    expect(text.trimEnd()).not.toContain('\n');
    expect(text).not.toContain('[DONE]');
  });
});

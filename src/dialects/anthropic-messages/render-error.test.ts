import { describe, expect, it } from 'vitest';
import { errorCatalog, type ErrorCode } from '../../errors/catalog.ts';
import { GatewayError, type GatewayErrorOptions } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import { renderError, renderStreamError } from './render-error.ts';

const expected = {
  invalid_json: [400, 'invalid_request_error'],
  invalid_request: [400, 'invalid_request_error'],
  missing_model: [400, 'invalid_request_error'],
  context_length_exceeded: [400, 'invalid_request_error'],
  content_policy: [400, 'invalid_request_error'],
  media_refused: [400, 'invalid_request_error'],
  not_supported: [400, 'invalid_request_error'],
  admin_token_refused: [401, 'authentication_error'],
  too_many_tries: [429, 'rate_limit_error'],
  conflict: [409, 'invalid_request_error'],
  authentication_failed: [401, 'authentication_error'],
  forbidden: [403, 'permission_error'],
  cross_origin: [403, 'permission_error'],
  model_not_found: [404, 'not_found_error'],
  not_found: [404, 'not_found_error'],
  resource_not_found: [404, 'not_found_error'],
  method_not_allowed: [405, 'invalid_request_error'],
  request_timeout: [408, 'timeout_error'],
  body_too_large: [413, 'request_too_large'],
  rate_limited: [429, 'rate_limit_error'],
  quota_exhausted: [429, 'rate_limit_error'],
  pool_empty: [503, 'api_error'],
  overloaded: [529, 'overloaded_error'],
  provider_error: [502, 'api_error'],
  provider_timeout: [504, 'timeout_error'],
  provider_unreachable: [502, 'api_error'],
  provider_refused: [502, 'api_error'],
  incomplete_answer: [502, 'api_error'],
  shutting_down: [503, 'api_error'],
  not_stored: [507, 'api_error'],
  internal: [500, 'api_error'],
} satisfies Record<ErrorCode, readonly [number, string]>;

function render(code: ErrorCode, message = 'why', options: GatewayErrorOptions = {}) {
  const { status, headers, body } = renderError(new GatewayError(code, message, options), 'req_1');
  return { status, headers, body: JSON.parse(body) as JsonObject };
}

function messageOf(code: ErrorCode, message: string, options: GatewayErrorOptions = {}): unknown {
  return (render(code, message, options).body['error'] as JsonObject)['message'];
}

describe('an error', () => {
  it('has a status and a type of Anthropic’s for every code of the catalogue', () => {
    const codes = Object.keys(errorCatalog) as ErrorCode[];
    expect(codes.length).toBeGreaterThan(20);
    for (const code of codes) {
      const { status, body } = render(code, 'prompt is too long');
      expect([code, status, body]).toEqual([
        code,
        expected[code][0],
        {
          type: 'error',
          error: { type: expected[code][1], message: 'prompt is too long' },
          request_id: 'req_1',
        },
      ]);
    }
  });

  it('takes its type from a status that the raiser gave', () => {
    expect(render('provider_refused', 'x', { status: 402 })).toMatchObject({
      status: 402,
      body: { error: { type: 'billing_error' } },
    });
  });

  it('carries the request id as a header', () => {
    expect(render('internal').headers).toMatchObject({
      'request-id': 'req_1',
      'content-type': 'application/json',
    });
  });

  it('names the field at fault, once', () => {
    expect(messageOf('invalid_request', 'expected a string', { param: 'messages.0.role' })).toBe(
      'messages.0.role: expected a string',
    );
    expect(messageOf('invalid_request', 'messages.0.role: no', { param: 'messages.0.role' })).toBe(
      'messages.0.role: no',
    );
  });

  it('says "prompt is too long" for a context overflow: Claude Code compacts on these words', () => {
    expect(
      messageOf('context_length_exceeded', 'x', { tokens: { used: 1_200_000, allowed: 1_048_576 } }),
    ).toBe('prompt is too long: 1200000 tokens > 1048576 maximum');
    expect(messageOf('context_length_exceeded', 'over the limit')).toBe('prompt is too long: over the limit');
    expect(messageOf('context_length_exceeded', 'prompt is too long.')).toBe('prompt is too long.');
  });

  it.each<readonly [string, ErrorCode, number | undefined, string | undefined, string | undefined]>([
    ['a short rest', 'rate_limited', 1500, '2', undefined],
    ['a minute', 'rate_limited', 60_000, '60', undefined],
    ['a day: SDKs would not wait for it and try in vain', 'quota_exhausted', 3_600_000, '3600', 'false'],
    ['no known time', 'overloaded', undefined, undefined, undefined],
    ['a pool that has a key again', 'pool_empty', 1000, '1', undefined],
    ['nothing that time would heal', 'pool_empty', undefined, undefined, 'false'],
    ['a defect', 'internal', undefined, undefined, 'false'],
  ])('tells SDKs whether and when to retry: %s', (_name, code, retryAfterMs, retryAfter, shouldRetry) => {
    const { headers } = render(code, 'x', { retryAfterMs });
    expect([headers['retry-after'], headers['x-should-retry']]).toEqual([retryAfter, shouldRetry]);
  });

  it('passes on Anthropic’s own words about the caller’s mistake, and never those about our keys', () => {
    const said = {
      type: 'error',
      error: { type: 'invalid_request_error', message: 'max_tokens: too many' },
      request_id: 'req_theirs',
    };
    const options = { providerBody: JSON.stringify(said), providerStatus: 400 };
    expect(render('invalid_request', 'ours', options).body).toEqual({ ...said, request_id: 'req_1' });
    expect(messageOf('provider_refused', 'ours', options)).toBe('ours');
    expect(
      messageOf('invalid_request', 'ours', {
        ...options,
        providerBody: '{"error":{"code":400,"message":"g"}}',
      }),
    ).toBe('ours');
    expect(messageOf('invalid_request', 'ours', { ...options, providerBody: '<html>' })).toBe('ours');
  });

  it('in the middle of a stream is one named event', () => {
    expect(renderStreamError(new GatewayError('overloaded', 'Over\nloaded'), 'r1')).toBe(
      'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Over\\nloaded"},"request_id":"r1"}\n\n',
    );
  });
});

// Errors as OpenAI's SDKs and agents read them.

import { describe, expect, it } from 'vitest';
import { errorCatalog, type ErrorCode } from '../../errors/catalog.ts';
import { GatewayError, type GatewayErrorOptions } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import { renderError, renderResponseError } from './render-error.ts';

function render(
  code: ErrorCode,
  options: GatewayErrorOptions = {},
): { headers: object; error: JsonObject; status: number } {
  const wire = renderError(new GatewayError(code, 'something', options), 'r1');
  const body = JSON.parse(wire.body) as { error: JsonObject };
  return { headers: wire.headers, error: body.error, status: wire.status };
}

describe('renderError', () => {
  it('gives every code of the catalogue a message, a type and a code', () => {
    for (const code of Object.keys(errorCatalog) as ErrorCode[]) {
      const { error, status } = render(code);
      expect(Object.keys(error)).toEqual(['message', 'type', 'param', 'code']);
      expect(typeof error['code']).toBe('string');
      expect(status).toBe(errorCatalog[code].status);
    }
  });

  const cases: readonly (readonly [ErrorCode, GatewayErrorOptions, JsonObject, object])[] = [
    [
      'rate_limited',
      { retryAfterMs: 1500, limit: 'input tokens per minute' },
      { type: 'tokens', code: 'rate_limit_exceeded' },
      { 'retry-after': '2', 'retry-after-ms': '1500' },
    ],
    ['rate_limited', { retryAfterMs: 3_600_000 }, { type: 'requests' }, { 'x-should-retry': 'false' }],
    ['quota_exhausted', {}, { type: 'insufficient_quota' }, { 'x-should-retry': 'false' }],
    [
      'invalid_request',
      { param: 'input[0]' },
      { code: 'invalid_value', param: 'input[0]' },
      { 'x-request-id': 'r1' },
    ],
    ['authentication_failed', {}, { code: 'invalid_api_key' }, {}],
    ['context_length_exceeded', { tokens: { used: 9, allowed: 5 } }, { code: 'context_length_exceeded' }, {}],
  ];
  for (const [code, options, error, headers] of cases) {
    it(`renders ${code} with ${JSON.stringify(options)}`, () => {
      const rendered = render(code, options);
      expect(rendered.error).toMatchObject(error);
      expect(rendered.headers).toMatchObject(headers);
    });
  }

  it('tells an overflow in the words that agents look for', () => {
    const { error } = render('context_length_exceeded', { tokens: { used: 9, allowed: 5 } });
    expect(error['message']).toContain('exceeds the context window of this model');
  });
});

describe('renderResponseError', () => {
  const cases: readonly (readonly [ErrorCode, string])[] = [
    ['rate_limited', 'rate_limit_exceeded'],
    ['quota_exhausted', 'rate_limit_exceeded'],
    ['pool_empty', 'server_error'],
    ['incomplete_answer', 'server_error'],
    ['invalid_request', 'invalid_prompt'],
  ];
  for (const [code, wire] of cases) {
    it(`says ${wire} for ${code}`, () => {
      expect(renderResponseError(new GatewayError(code, 'x'))['code']).toBe(wire);
    });
  }
});

import { describe, expect, it } from 'vitest';
import type { Failure } from '../verdict.ts';
import { drainedProject, judgeCase, returned, same, type Case } from './openai-errors.fixture.ts';
import { judgeOpenai } from './verdicts.ts';

const cases: readonly Case[] = [
  {
    name: 'a wrong key',
    status: 401,
    error: { code: 'invalid_api_key', type: 'invalid_request_error' },
    expected: {
      row: 'key_invalid',
      fault: 'key',
      effect: { kind: 'key_dead', reason: 'invalid' },
      next: 'next_key',
      counts: false,
      code: 'pool_empty',
    },
  },
  {
    name: 'a deactivated account',
    status: 401,
    error: { code: 'account_deactivated' },
    expected: {
      row: 'account_deactivated',
      fault: 'project',
      effect: { kind: 'project_dead', reason: 'deactivated' },
      next: 'next_key',
    },
  },
  {
    name: 'a 401 that does not say why',
    status: 401,
    body: 'Unauthorized',
    expected: {
      row: 'key_unauthenticated',
      effect: { kind: 'key_quarantine', reason: 'unauthenticated', forMs: 600_000, maxProbes: 3 },
      message: 'HTTP 401 without an error message',
    },
  },
  {
    name: 'a country that is not served',
    status: 403,
    error: { code: 'unsupported_country_region_territory', type: 'request_forbidden' },
    expected: {
      row: 'region',
      fault: 'egress',
      effect: { kind: 'egress_failure', reason: 'location' },
      next: 'next_route',
      code: 'provider_refused',
    },
  },
  {
    name: 'a key without the permission',
    status: 403,
    error: { code: 'insufficient_permissions' },
    expected: {
      row: 'forbidden',
      effect: { kind: 'key_quarantine', reason: 'forbidden', forMs: 300_000 },
      next: 'next_key',
    },
  },
  {
    name: 'a model that this project does not have',
    status: 404,
    error: { code: 'model_not_found', type: 'invalid_request_error' },
    expected: {
      row: 'model_unknown',
      fault: 'bucket',
      effect: { kind: 'bucket_unavailable', reason: 'model_unknown', forMs: 43_200_000 },
      next: 'next_key',
      code: 'model_not_found',
    },
  },
  {
    name: 'the same with the status of Responses',
    status: 400,
    error: { code: 'model_not_found', param: 'model' },
    expected: { row: 'model_unknown', code: 'model_not_found' },
  },
  {
    name: 'a resource that does not exist',
    status: 404,
    error: { type: 'invalid_request_error' },
    expected: { row: 'resource_not_found', ...returned },
  },
  {
    name: 'a context overflow with both figures',
    status: 400,
    error: {
      code: 'context_length_exceeded',
      message:
        "This model's maximum context length is 128000 tokens. However, your messages resulted in 130001 tokens. Please reduce the length.",
    },
    expected: {
      row: 'context_overflow',
      ...returned,
      code: 'context_length_exceeded',
      tokens: { used: 130_001, allowed: 128_000 },
    },
  },
  {
    name: 'a context overflow of a service without the code',
    status: 400,
    error: {
      code: null,
      message: "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens",
    },
    expected: { row: 'context_overflow', tokens: { used: 5000, allowed: 4096 } },
  },
  {
    name: 'a context overflow without figures',
    status: 400,
    error: {
      code: 'context_length_exceeded',
      message: 'Your input exceeds the context window of this model.',
    },
    expected: { row: 'context_overflow', tokens: undefined },
  },
  {
    name: 'a wrong parameter',
    status: 400,
    error: { code: 'unsupported_parameter', param: 'max_tokens' },
    expected: { row: 'bad_request', ...returned, code: 'invalid_request' },
  },
  {
    name: "a caller's text that looks like an error code",
    status: 400,
    error: { message: "Invalid value: 'insufficient_quota invalid_api_key'.", code: 'invalid_value' },
    expected: { row: 'bad_request', ...returned },
  },
  { name: 'a 422', status: 422, error: {}, expected: { row: 'bad_request', ...returned } },
  {
    name: 'a body too large',
    status: 413,
    error: {},
    expected: { row: 'body_too_large', ...returned, code: 'body_too_large' },
  },
  {
    name: 'a prompt that the policy rejects',
    status: 400,
    error: { code: 'content_policy_violation', type: 'image_generation_user_error' },
    expected: { row: 'content_policy', ...returned, code: 'invalid_request' },
  },
  {
    name: "a prompt that Azure's filter rejects",
    status: 400,
    error: { code: 'content_filter', param: 'prompt' },
    expected: { row: 'content_policy', ...returned },
  },
  ...(
    [
      'insufficient_quota',
      'credit_balance_exhausted',
      'project_spend_limit_exceeded',
      'billing_hard_limit_reached',
    ] as const
  ).map((code) => ({
    name: `money that is out (${code})`,
    status: 429,
    error: { code, type: 'insufficient_quota' },
    headers: { 'retry-after': '1' },
    expected: drainedProject,
  })),
  { name: 'a payment that is required', status: 402, error: {}, expected: drainedProject },
  ...([500, 502, 520] as const).map((status) => ({
    name: `a failure of the server (${status})`,
    status,
    error: { type: 'server_error' },
    expected: {
      row: 'internal',
      fault: 'model' as const,
      effect: { kind: 'model_failure' as const, reason: 'internal' as const },
      next: 'retry_once' as const,
      counts: true,
    },
  })),
  {
    name: 'an overload',
    status: 503,
    error: { code: 'slow_down', type: 'service_unavailable' },
    expected: {
      row: 'overloaded',
      effect: { kind: 'model_failure', reason: 'overloaded' },
      next: 'retry_once',
      code: 'overloaded',
    },
  },
  {
    name: 'a gateway that waited in vain',
    status: 504,
    body: '<html>504</html>',
    expected: {
      row: 'gateway_timeout',
      effect: { kind: 'model_failure', reason: 'timeout' },
      next: 'next_route',
    },
  },
];

describe('a failed answer of OpenAI', () => {
  it.each(cases)('is understood: $name', (one) => {
    expect(judgeCase(one)).toMatchObject(one.expected);
  });

  it.each<readonly [string, string, string]>([
    ['an overload', '{"error":{"type":"server_error","code":"slow_down","message":"x"}}', 'overloaded'],
    ['a rate limit', '{"error":{"type":"tokens","code":"rate_limit_exceeded","message":"x"}}', 'exhausted'],
    ['a bad gateway as a number', '{"error":{"code":502,"message":"Provider returned error"}}', 'internal'],
    ['a number as text', '{"error":{"code":"429","message":"x"}}', 'exhausted'],
    ['an array around it', '[{"error":{"code":503,"message":"x"}}]', 'overloaded'],
    ['something of the caller', '{"error":{"type":"invalid_request_error","message":"x"}}', 'bad_request'],
    ['no error at all', '{"detail":1}', 'unexpected_status'],
  ])('is judged by itself where it came in a stream that began well: %s', (_name, body, row) => {
    expect(judgeCase({ name: '', status: 200, body, expected: {} }).row).toBe(row);
  });

  it('gives its sentence with the secrets taken out, and not endlessly', () => {
    const body = JSON.stringify({
      error: { message: `key sk-1 ${'x'.repeat(5000)}`, code: 'invalid_api_key' },
    });
    const verdict = judgeOpenai({ type: 'answer', status: 401, headers: {}, body }, (text) =>
      text.replaceAll('sk-1', '***'),
    );
    expect(verdict.message).toMatch(/^key \*\*\* x+$/u);
    expect(verdict.message).toHaveLength(2000);
  });
});

describe('a failure without an answer', () => {
  it.each<readonly [Failure, string]>([
    [{ type: 'transport', reason: 'connect' }, 'connect_failed'],
    [{ type: 'transport', reason: 'reset' }, 'connection_reset'],
    [{ type: 'transport', reason: 'first_token_timeout' }, 'timed_out'],
    [{ type: 'broken', reason: 'empty' }, 'empty_answer'],
    [{ type: 'broken', reason: 'withheld' }, 'withheld_answer'],
    [{ type: 'broken', reason: 'truncated' }, 'truncated_answer'],
    [{ type: 'broken', reason: 'malformed' }, 'malformed_answer'],
    [{ type: 'broken', reason: 'failed_generation' }, 'failed_generation'],
  ])('falls into the rows that all providers share: %j', (failure, row) => {
    expect(judgeOpenai(failure, same)).toMatchObject({ row, message: expect.stringContaining('provider') });
  });
});

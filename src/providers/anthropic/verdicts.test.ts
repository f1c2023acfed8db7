import { describe, expect, it } from 'vitest';
import type { Failure } from '../verdict.ts';
import { judge, same } from './anthropic-errors.fixture.ts';
import { judgeAnthropic } from './verdicts.ts';

const returned = { fault: 'caller', effect: { kind: 'none' }, next: 'return', counts: false };
const nextKey = { next: 'next_key', counts: false };

type Case = readonly [name: string, status: number, type: string, message: string, expected: object];

const cases: readonly Case[] = [
  [
    'a dead key',
    401,
    'authentication_error',
    'invalid x-api-key',
    {
      row: 'key_invalid',
      fault: 'key',
      effect: { kind: 'key_dead', reason: 'invalid' },
      ...nextKey,
      code: 'pool_empty',
    },
  ],
  [
    'a key that is not accepted',
    401,
    'authentication_error',
    'API key is not active.',
    {
      row: 'key_unauthenticated',
      effect: { kind: 'key_quarantine', reason: 'unauthenticated', forMs: 600_000, maxProbes: 3 },
      ...nextKey,
    },
  ],
  [
    'a bill unpaid',
    402,
    'billing_error',
    'Pay.',
    {
      row: 'credit_exhausted',
      fault: 'project',
      effect: { kind: 'project_quarantine', reason: 'credit_exhausted', forMs: 1_800_000 },
      ...nextKey,
    },
  ],
  [
    'credit used up',
    400,
    'invalid_request_error',
    'Your credit balance is too low to access the Anthropic API.',
    { row: 'credit_exhausted', fault: 'project', ...nextKey },
  ],
  [
    'an organization closed',
    400,
    'invalid_request_error',
    'This organization has been disabled.',
    { row: 'organization_disabled', effect: { kind: 'project_dead', reason: 'disabled' }, ...nextKey },
  ],
  [
    'an organization closed, as 403',
    403,
    'permission_error',
    'This organization has been disabled.',
    { row: 'organization_disabled' },
  ],
  [
    'a place not served',
    403,
    'forbidden',
    'Request not allowed',
    {
      row: 'location',
      fault: 'egress',
      effect: { kind: 'egress_failure', reason: 'location' },
      next: 'next_route',
      code: 'provider_refused',
    },
  ],
  [
    'a key without permission',
    403,
    'permission_error',
    'No.',
    { row: 'forbidden', effect: { kind: 'key_quarantine', reason: 'forbidden', forMs: 300_000 }, ...nextKey },
  ],
  [
    'a model not known',
    404,
    'not_found_error',
    'model: claude-9',
    {
      row: 'model_unknown',
      effect: { kind: 'bucket_unavailable', reason: 'model_unknown', forMs: 43_200_000 },
      next: 'next_key',
      code: 'model_not_found',
    },
  ],
  ['a file not found', 404, 'not_found_error', 'File not found', { row: 'resource_not_found', ...returned }],
  [
    'a prompt too long',
    400,
    'invalid_request_error',
    'prompt is too long: 210000 tokens > 200000 maximum',
    {
      row: 'context_overflow',
      ...returned,
      code: 'context_length_exceeded',
      tokens: { used: 210_000, allowed: 200_000 },
    },
  ],
  [
    'a prompt and a ceiling too long',
    400,
    'invalid_request_error',
    'input length and `max_tokens` exceed context limit: 198000 + 8000 > 200000, decrease',
    { row: 'context_overflow', tokens: { used: 206_000, allowed: 200_000 } },
  ],
  [
    'a prompt too long, without figures',
    400,
    'invalid_request_error',
    'prompt is too long',
    { row: 'context_overflow', tokens: undefined },
  ],
  [
    'a mistake of the caller',
    400,
    'invalid_request_error',
    'max_tokens: Field required',
    { row: 'bad_request', ...returned, code: 'invalid_request' },
  ],
  [
    'a mistake that echoes a verdict',
    400,
    'invalid_request_error',
    'model: prompt is too long',
    { row: 'bad_request', ...returned },
  ],
  ['a conflict', 409, 'conflict_error', 'Conflict', { row: 'bad_request', ...returned }],
  [
    'a body too large',
    413,
    'request_too_large',
    'Request exceeds the maximum size',
    { row: 'body_too_large', ...returned, code: 'body_too_large' },
  ],
  [
    'a spend cap: no time given',
    429,
    'rate_limit_error',
    'You have reached your specified API usage limits.',
    {
      row: 'spend_cap',
      fault: 'project',
      effect: { kind: 'project_quarantine', reason: 'spend_cap', forMs: 1_800_000 },
      ...nextKey,
      code: 'quota_exhausted',
    },
  ],
  [
    'a rate limit told amid a stream, without headers',
    200,
    'rate_limit_error',
    'This request would exceed your rate limit.',
    {
      row: 'rate_limit_in_stream',
      fault: 'bucket',
      effect: { kind: 'bucket_cool', reason: 'unspecified', limits: [] },
      next: 'next_key',
      counts: true,
      code: 'rate_limited',
    },
  ],
  [
    'a failure inside',
    500,
    'api_error',
    'Internal server error',
    {
      row: 'internal',
      fault: 'model',
      effect: { kind: 'model_failure', reason: 'internal' },
      next: 'retry_once',
      counts: true,
    },
  ],
  [
    'a timeout',
    504,
    'timeout_error',
    'Request timed out.',
    { row: 'gateway_timeout', effect: { kind: 'model_failure', reason: 'timeout' }, next: 'next_route' },
  ],
  [
    'an overload',
    529,
    'overloaded_error',
    'Overloaded',
    {
      row: 'overloaded',
      effect: { kind: 'model_failure', reason: 'overloaded' },
      next: 'retry_once',
      code: 'overloaded',
    },
  ],
  ['an overload inside a stream', 200, 'overloaded_error', 'Overloaded', { row: 'overloaded' }],
  ['an overload whose status was lost', 500, 'overloaded_error', 'Overloaded', { row: 'overloaded' }],
  ['an unknown error inside a stream', 200, 'error_of_next_year', '', { row: 'bad_request' }],
];

describe('a failed answer of Anthropic', () => {
  it.each(cases)('%s', (_name, status, type, message, expected) => {
    expect(judge(status, type, message)).toMatchObject(expected);
  });

  it('judges a page that is no JSON by its status', () => {
    const verdict = judgeAnthropic({ type: 'answer', status: 503, headers: {}, body: '<html>' }, same);
    expect(verdict).toMatchObject({ row: 'overloaded', message: 'HTTP 503 without an error message' });
  });

  it('redacts what it says', () => {
    const body = JSON.stringify({
      type: 'error',
      error: { type: 'invalid_request_error', message: 'bad secret' },
    });
    const verdict = judgeAnthropic({ type: 'answer', status: 400, headers: {}, body }, (text) =>
      text.replace('secret', '***'),
    );
    expect(verdict.message).toBe('bad ***');
  });
});

describe('a failure without an answer', () => {
  it.each<[Failure, string]>([
    [{ type: 'transport', reason: 'connect' }, 'connect_failed'],
    [{ type: 'transport', reason: 'reset' }, 'connection_reset'],
    [{ type: 'transport', reason: 'first_token_timeout' }, 'timed_out'],
    [{ type: 'broken', reason: 'empty' }, 'empty_answer'],
    [{ type: 'broken', reason: 'failed_generation' }, 'failed_generation'],
    [{ type: 'broken', reason: 'truncated' }, 'truncated_answer'],
    [{ type: 'broken', reason: 'malformed' }, 'malformed_answer'],
  ])('%o is %s', (failure, row) => {
    expect(judgeAnthropic(failure, same).row).toBe(row);
  });
});

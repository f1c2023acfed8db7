import { describe, expect, it } from 'vitest';
import type { Failure, Verdict } from '../verdict.ts';
import {
  same,
  type ErrorFields,
  body,
  judge,
  info,
  quota,
  retry,
  RPM,
  exhausted,
  type Case,
  returned,
  judgeCase,
} from './google-errors.fixture.ts';
import { judgeGemini } from './verdicts.ts';

const cases: readonly Case[] = [
  {
    name: 'a context overflow with both figures',
    status: 400,
    error: {
      status: 'INVALID_ARGUMENT',
      message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
    },
    expected: {
      row: 'context_overflow',
      ...returned,
      code: 'context_length_exceeded',
      tokens: { used: 1_200_000, allowed: 1_048_576 },
    },
  },
  {
    name: 'a payload too large',
    status: 400,
    error: { status: 'INVALID_ARGUMENT', message: 'Request payload size exceeds the limit: 20971520 bytes.' },
    expected: { row: 'payload_too_large', ...returned, code: 'body_too_large' },
  },
  {
    name: 'a retired model',
    status: 404,
    error: {
      status: 'NOT_FOUND',
      message: 'This model models/gemini-1.0-pro is no longer available to new users.',
    },
    expected: { row: 'model_retired', fault: 'model', effect: { kind: 'model_retired', forMs: 86_400_000 } },
  },
  {
    name: 'a model that this project does not know',
    status: 404,
    error: {
      status: 'NOT_FOUND',
      message:
        'models/gemini-9 is not found for API version v1beta, or is not supported for generateContent.',
    },
    expected: {
      row: 'model_unknown',
      effect: { kind: 'bucket_unavailable', reason: 'model_unknown', forMs: 43_200_000 },
      next: 'next_key',
      code: 'model_not_found',
    },
  },
  {
    name: 'a resource that does not exist',
    status: 404,
    error: { status: 'NOT_FOUND', message: 'Not found: cache content metadata 875.' },
    expected: { row: 'resource_not_found', ...returned },
  },
  {
    name: 'an overload',
    status: 503,
    error: { status: 'UNAVAILABLE' },
    expected: {
      row: 'overloaded',
      fault: 'model',
      effect: { kind: 'model_failure', reason: 'overloaded' },
      next: 'retry_once',
      counts: true,
    },
  },
  {
    name: 'an internal failure',
    status: 500,
    error: { status: 'INTERNAL' },
    expected: { row: 'internal', effect: { kind: 'model_failure', reason: 'internal' }, next: 'retry_once' },
  },
  {
    name: 'a deadline of the provider',
    status: 504,
    error: { status: 'DEADLINE_EXCEEDED' },
    expected: {
      row: 'gateway_timeout',
      effect: { kind: 'model_failure', reason: 'timeout' },
      next: 'next_route',
    },
  },
  {
    name: 'a cancelled operation',
    status: 499,
    error: { status: 'CANCELLED' },
    expected: { row: 'cancelled', effect: { kind: 'none' } },
  },
  { name: 'a body too large', status: 413, error: {}, expected: { row: 'body_too_large', ...returned } },
  { name: 'a range', status: 416, error: {}, expected: { row: 'bad_request', ...returned } },
  { name: 'a conflict', status: 409, error: {}, expected: { row: 'bad_request', ...returned } },
  {
    name: 'something not implemented',
    status: 501,
    error: {},
    expected: { row: 'not_implemented', ...returned },
  },
  {
    name: 'any other 400',
    status: 400,
    error: { status: 'INVALID_ARGUMENT' },
    expected: { row: 'bad_request', ...returned, code: 'invalid_request' },
  },
];

describe('mistakes of callers and failures of models', () => {
  for (const one of cases) {
    it(`knows ${one.name}`, () => {
      const [bare, wrapped] = judgeCase(one);
      expect(bare).toMatchObject(one.expected);
      expect(wrapped, 'in an array').toMatchObject(one.expected);
    });
  }
});

describe('an answer of any form', () => {
  it('goes by the code of an error that comes inside a stream', () => {
    const text = body({ code: 503, status: 'UNAVAILABLE' });
    expect(judge(200, text).row).toBe('overloaded');
    expect(judge(200, body({ code: 'service_unavailable' })).row).toBe('overloaded');
  });

  const pages: readonly (readonly [number, string])[] = [
    [502, 'internal'],
    [503, 'overloaded'],
    [404, 'resource_not_found'],
    [429, 'exhausted'],
    [302, 'unexpected_status'],
  ];
  for (const [status, row] of pages) {
    it(`judges an HTML page of status ${status} by its status and does not quote it`, () => {
      const verdict = judge(status, '<html>limit: 0 API_KEY_INVALID suspended</html>');
      expect(verdict.row).toBe(row);
      expect(verdict.message).not.toContain('html');
    });
  }

  it('takes a Retry-After where Google gives no delay of its own', () => {
    const { effect } = judge(429, '', { 'retry-after': '7' });
    expect(effect).toMatchObject({ kind: 'bucket_cool', retryAfterMs: 7000 });
  });

  it('never reads a delay of zero as "at once"', () => {
    const text = body({ status: exhausted, details: [quota([RPM, '10']), retry('0s')] });
    expect(judge(429, text).effect).toMatchObject({ kind: 'bucket_cool', retryAfterMs: undefined });
  });
});

describe('a caller whose words Google echoes', () => {
  const echoes: readonly ErrorFields[] = [
    {
      status: 'INVALID_ARGUMENT',
      message: 'Invalid JSON payload received. Unknown name "API_KEY_INVALID": Cannot find field.',
    },
    {
      status: 'INVALID_ARGUMENT',
      message: 'Unknown name "API key not valid. Please pass a valid API key."',
      details: [info('FIELD_INVALID')],
    },
    { status: 'INVALID_ARGUMENT', message: 'Unknown name "User location is not supported for the API use."' },
    {
      status: 'INVALID_ARGUMENT',
      message: 'API_KEY_INVALID is not a valid enum value',
      details: [info('API_KEY_INVALID', {}, 'example.com')],
    },
    {
      status: 'INVALID_ARGUMENT',
      message: 'limit: 0',
      details: [{ fieldViolations: [{ field: 'x', description: 'CONSUMER_SUSPENDED' }] }],
    },
    {
      status: 'INVALID_ARGUMENT',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.BadRequest',
          reason: 'API_KEY_INVALID',
          domain: 'googleapis.com',
        },
      ],
    },
  ];
  for (const error of echoes) {
    it(`moves nothing with ${error.message ?? 'a reason in the wrong detail'}`, () => {
      expect(judge(400, body(error))).toMatchObject({ row: 'bad_request', ...returned });
    });
  }
});

describe('gemini verdicts without an answer', () => {
  const failures: readonly (readonly [Failure, Partial<Verdict>])[] = [
    [
      { type: 'transport', reason: 'connect' },
      { row: 'connect_failed', fault: 'network', next: 'retry_once' },
    ],
    [
      { type: 'transport', reason: 'reset' },
      { row: 'connection_reset', next: 'retry_once', counts: true },
    ],
    [
      { type: 'transport', reason: 'headers_timeout' },
      { row: 'timed_out', next: 'next_route' },
    ],
    [
      { type: 'transport', reason: 'first_token_timeout' },
      { row: 'timed_out', next: 'next_route' },
    ],
    [
      { type: 'transport', reason: 'idle_timeout' },
      { row: 'timed_out', code: 'provider_timeout' },
    ],
    [
      { type: 'transport', reason: 'deadline' },
      { row: 'timed_out', next: 'next_route' },
    ],
    [
      { type: 'broken', reason: 'empty' },
      { row: 'empty_answer', effect: { kind: 'none' }, next: 'retry_once' },
    ],
    [
      { type: 'broken', reason: 'failed_generation' },
      { row: 'failed_generation', effect: { kind: 'none' } },
    ],
    [
      { type: 'broken', reason: 'truncated' },
      { row: 'truncated_answer', counts: true },
    ],
    [
      { type: 'broken', reason: 'malformed' },
      { row: 'malformed_answer', counts: true },
    ],
  ];
  for (const [failure, expected] of failures) {
    it(`knows ${failure.type} ${'reason' in failure ? failure.reason : ''}`, () => {
      expect(judgeGemini(failure, same)).toMatchObject(expected);
    });
  }
});

it('redacts what Google says', () => {
  const text = body({ message: "Permission denied: Consumer 'api_key:AIzaSecret' has been suspended." });
  const verdict = judgeGemini({ type: 'answer', status: 403, headers: {}, body: text }, (message) =>
    message.replace('AIzaSecret', 'AIz...'),
  );
  expect(verdict.message).toBe("Permission denied: Consumer 'api_key:AIz...' has been suspended.");
});

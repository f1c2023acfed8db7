import { describe, expect, it } from 'vitest';
import type { Failure, Verdict } from '../verdict.ts';
import { judgeGemini } from './verdicts.ts';

const same = (text: string) => text;

interface ErrorFields {
  readonly message?: string;
  readonly status?: string;
  readonly details?: readonly unknown[];
  readonly code?: number | string;
}

function body({ code = 0, ...rest }: ErrorFields): string {
  return JSON.stringify({ error: { code, message: 'Something.', ...rest } });
}

function judge(status: number, text: string, headers: Record<string, string> = {}): Verdict {
  return judgeGemini({ type: 'answer', status, headers, body: text }, same);
}

function info(reason: string, metadata: Record<string, string> = {}, domain = 'googleapis.com'): object {
  return { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain, metadata };
}

function quota(...violations: readonly (readonly [id: string, value?: string])[]): object {
  return {
    '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
    violations: violations.map(([quotaId, quotaValue]) => ({
      quotaMetric: quotaId.includes('Tokens') ? 'x/input_token_count' : 'x/requests',
      quotaId,
      quotaDimensions: { model: 'gemini-3.8-flash' },
      quotaValue,
    })),
  };
}

function retry(retryDelay: string): object {
  return { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay };
}

const RPM = 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier';
const RPD = 'GenerateRequestsPerDayPerProjectPerModel-FreeTier';
const TPM = 'GenerateContentInputTokensPerModelPerMinute-FreeTier';
const TPD = 'GenerateContentInputTokensPerModelPerDay-FreeTier';
const exhausted = 'RESOURCE_EXHAUSTED';

interface Case {
  readonly name: string;
  readonly status: number;
  readonly error: ErrorFields;
  readonly expected: Partial<Verdict>;
}

const dead = (reason: string) =>
  ({ effect: { kind: 'key_dead', reason }, fault: 'key', next: 'next_key', counts: false }) as const;
const returned = { effect: { kind: 'none' }, fault: 'caller', next: 'return' } as const;

const cases: readonly Case[] = [
  {
    name: 'an invalid key is a 400 with its reason',
    status: 400,
    error: { status: 'INVALID_ARGUMENT', details: [info('API_KEY_INVALID')] },
    expected: { row: 'key_invalid', ...dead('invalid') },
  },
  {
    name: 'an expired key without details is known by its whole sentence',
    status: 400,
    error: { status: 'INVALID_ARGUMENT', message: 'API key expired. Please renew the API key.' },
    expected: { row: 'key_invalid', ...dead('invalid') },
  },
  {
    name: 'a leaked key',
    status: 403,
    error: {
      status: 'PERMISSION_DENIED',
      message: 'Your API key was reported as leaked. Please use another API key.',
    },
    expected: { row: 'key_leaked', ...dead('leaked') },
  },
  {
    name: 'a suspended consumer, by reason',
    status: 403,
    error: {
      status: 'PERMISSION_DENIED',
      details: [info('CONSUMER_SUSPENDED', { consumer: 'projects/42' })],
    },
    expected: { row: 'key_suspended', ...dead('suspended'), project: '42' },
  },
  {
    name: 'a suspended consumer, by sentence',
    status: 403,
    error: {
      status: 'PERMISSION_DENIED',
      message: "Permission denied: Consumer 'api_key:AIzaX' has been suspended.",
    },
    expected: { row: 'key_suspended', ...dead('suspended') },
  },
  {
    name: 'a denied project',
    status: 403,
    error: {
      status: 'PERMISSION_DENIED',
      message: 'Your project has been denied access. Please contact support.',
    },
    expected: {
      row: 'project_denied',
      fault: 'project',
      effect: { kind: 'project_dead', reason: 'denied' },
      next: 'next_key',
    },
  },
  {
    name: 'an API that is not enabled names the project',
    status: 403,
    error: {
      status: 'PERMISSION_DENIED',
      details: [info('SERVICE_DISABLED', { consumer: 'projects/12345678' })],
    },
    expected: {
      row: 'service_disabled',
      project: '12345678',
      effect: { kind: 'project_quarantine', reason: 'service_disabled', forMs: 3_600_000 },
    },
  },
  {
    name: 'a key restricted to other addresses',
    status: 403,
    error: { status: 'PERMISSION_DENIED', details: [info('API_KEY_IP_ADDRESS_BLOCKED')] },
    expected: {
      row: 'key_restricted',
      effect: { kind: 'key_quarantine', reason: 'restricted', forMs: 3_600_000 },
      next: 'next_key',
    },
  },
  {
    name: 'a file of another project is no key error',
    status: 403,
    error: {
      status: 'PERMISSION_DENIED',
      message: 'You do not have permission to access the File abc or it may not exist.',
    },
    expected: { row: 'resource_of_another_project', ...returned, code: 'resource_not_found' },
  },
  {
    name: 'a cached content of another project is no key error',
    status: 403,
    error: { status: 'PERMISSION_DENIED', message: 'CachedContent not found (or permission denied)' },
    expected: { row: 'resource_of_another_project', ...returned },
  },
  {
    name: 'a depleted prepayment as 402',
    status: 402,
    error: { status: exhausted, message: 'Your Prepay credit balance is depleted.' },
    expected: {
      row: 'payment_required',
      effect: { kind: 'project_quarantine', reason: 'prepay_depleted', forMs: 1_800_000 },
      next: 'next_key',
    },
  },
  {
    name: 'a depleted prepayment as 429',
    status: 429,
    error: { status: exhausted, message: 'Your prepayment credits are depleted. Please go to AI Studio.' },
    expected: { row: 'payment_required', fault: 'project' },
  },
  {
    name: 'billing that is missing',
    status: 400,
    error: {
      status: 'FAILED_PRECONDITION',
      message: 'Gemini API free tier is not available in your country. Please enable billing.',
    },
    expected: {
      row: 'billing_required',
      effect: { kind: 'project_quarantine', reason: 'billing_required', forMs: 21_600_000 },
      next: 'next_key',
    },
  },
  {
    name: 'a location is the egress and no key',
    status: 400,
    error: { status: 'FAILED_PRECONDITION', message: 'User location is not supported for the API use.' },
    expected: { row: 'location', fault: 'egress', effect: { kind: 'egress_failure', reason: 'location' } },
  },
  {
    name: 'two credentials are our fault',
    status: 400,
    error: {
      status: 'INVALID_ARGUMENT',
      message: 'Multiple authentication credentials received. Please pass only one.',
    },
    expected: { row: 'two_credentials', fault: 'gateway', effect: { kind: 'none' } },
  },
  {
    name: 'a key not yet known everywhere',
    status: 401,
    error: { status: 'UNAUTHENTICATED', details: [info('ACCESS_TOKEN_TYPE_UNSUPPORTED')] },
    expected: {
      row: 'key_unauthenticated',
      effect: { kind: 'key_quarantine', reason: 'unauthenticated', forMs: 600_000, maxProbes: 3 },
      next: 'next_key',
    },
  },
  {
    name: 'an unknown 403',
    status: 403,
    error: { status: 'PERMISSION_DENIED' },
    expected: {
      row: 'forbidden',
      effect: { kind: 'key_quarantine', reason: 'forbidden', forMs: 300_000 },
      next: 'next_key',
    },
  },
  {
    name: 'quotas left out of several violations are zero',
    status: 429,
    error: { status: exhausted, details: [quota([TPM], [RPM], [RPD]), retry('12s')] },
    expected: {
      row: 'no_quota_for_model',
      fault: 'bucket',
      effect: { kind: 'bucket_unavailable', reason: 'no_quota', forMs: 86_400_000 },
      next: 'next_key',
    },
  },
  {
    name: 'a quota of zero',
    status: 429,
    error: { status: exhausted, details: [quota([RPM, '0'])] },
    expected: { row: 'no_quota_for_model' },
  },
  {
    name: 'one quota left out and the sentence for it',
    status: 429,
    error: {
      status: exhausted,
      message: 'Quota exceeded for metric: x, limit: 0, model: gemini-3.8-pro',
      details: [quota([RPM])],
    },
    expected: { row: 'no_quota_for_model' },
  },
  {
    name: 'the older form of a quota of zero',
    status: 429,
    error: {
      status: exhausted,
      details: [
        info('RATE_LIMIT_EXCEEDED', {
          consumer: 'projects/7',
          quota_limit: 'GenerateContentRequestsPerMinutePerProjectPerRegion',
          quota_limit_value: '0',
        }),
      ],
    },
    expected: { row: 'no_quota_for_model', project: '7' },
  },
  {
    name: 'a day quota, whatever the retry delay says',
    status: 429,
    error: { status: exhausted, details: [retry('0s'), quota([RPD, '250'])] },
    expected: {
      row: 'quota_per_day',
      code: 'quota_exhausted',
      counts: false,
      effect: { kind: 'bucket_day', limits: [{ kind: 'rpd', value: 250 }] },
    },
  },
  {
    name: 'the longest of several quotas',
    status: 429,
    error: { status: exhausted, details: [quota([RPM, '10'], [TPD, '1000000']), retry('37s')] },
    expected: {
      row: 'quota_per_day',
      effect: {
        kind: 'bucket_day',
        limits: [
          { kind: 'rpm', value: 10 },
          { kind: 'tpd', value: 1_000_000 },
        ],
      },
    },
  },
  {
    name: 'a minute quota with its delay',
    status: 429,
    error: { status: exhausted, details: [quota([RPM, '10'], [TPM, '250000']), retry('38.2s')] },
    expected: {
      row: 'quota_per_minute',
      counts: false,
      code: 'rate_limited',
      effect: {
        kind: 'bucket_cool',
        reason: 'per_minute',
        retryAfterMs: 38_200,
        limits: [
          { kind: 'rpm', value: 10 },
          { kind: 'tpm', value: 250_000 },
        ],
      },
    },
  },
  {
    name: 'a minute quota whose words mention no zero',
    status: 429,
    error: { status: exhausted, message: 'limit: 05 or limit: 0.5', details: [quota([RPM])] },
    expected: { row: 'quota_per_minute' },
  },
  {
    name: 'the Interactions form of a minute quota',
    status: 429,
    error: { code: 'rate_limit_exceeded' },
    expected: { row: 'quota_per_minute' },
  },
  {
    name: 'the Interactions form of a day quota',
    status: 429,
    error: { code: 'quota_exceeded' },
    expected: { row: 'quota_per_day' },
  },
  {
    name: 'a spend rate',
    status: 429,
    error: { status: exhausted, message: 'You exceeded your spend-based rate limit. Your spending rate …' },
    expected: {
      row: 'spend_rate',
      effect: { kind: 'bucket_cool', reason: 'spend_rate', retryAfterMs: undefined, limits: [] },
    },
  },
  {
    name: 'a 429 without details counts',
    status: 429,
    error: { status: exhausted, message: 'Resource has been exhausted (e.g. check quota).' },
    expected: {
      row: 'exhausted',
      counts: true,
      effect: { kind: 'bucket_cool', reason: 'unspecified', retryAfterMs: undefined, limits: [] },
    },
  },
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

describe('gemini verdicts', () => {
  for (const { name, status, error, expected } of cases) {
    it(`knows ${name}`, () => {
      const text = body({ code: status, ...error });
      expect(judge(status, text)).toMatchObject(expected);
      expect(judge(status, `[${text}]`), 'in an array').toMatchObject(expected);
    });
  }

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

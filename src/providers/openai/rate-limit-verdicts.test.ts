import { describe, expect, it } from 'vitest';
import { parseDuration } from './duration.ts';
import { judgeCase, type Case } from './openai-errors.fixture.ts';
import { readMinuteLimits } from './rate-limit.ts';

const limited = { code: 'rate_limit_exceeded', type: 'tokens' } as const;
const out = {
  'x-ratelimit-limit-requests': '500',
  'x-ratelimit-remaining-requests': '12',
  'x-ratelimit-reset-requests': '120ms',
  'x-ratelimit-limit-tokens': '30000',
  'x-ratelimit-remaining-tokens': '0',
  'x-ratelimit-reset-tokens': '6m0s',
};

function cool(
  reason: 'per_minute' | 'per_day' | 'unspecified',
  retryAfterMs: number | undefined,
  limits: readonly { kind: 'rpm' | 'tpm' | 'rpd' | 'tpd'; value: number }[],
): Case['expected'] {
  return { fault: 'bucket', effect: { kind: 'bucket_cool', reason, retryAfterMs, limits }, next: 'next_key' };
}

const tpm = { kind: 'tpm', value: 30_000 } as const;
const sentence = (limit: string, wait: string): string =>
  `Rate limit reached for gpt-5 in organization org-x on ${limit}, Used 1, Requested 1. Please try again in ${wait}. Visit`;

const cases: readonly Case[] = [
  {
    name: 'headers that say what ran out, and the wait in milliseconds before that in seconds',
    status: 429,
    error: limited,
    headers: { ...out, 'retry-after': '2', 'retry-after-ms': '1500' },
    expected: { row: 'rate_limited', counts: false, ...cool('per_minute', 1500, [tpm]) },
  },
  {
    name: 'the wait in seconds',
    status: 429,
    error: limited,
    headers: { ...out, 'retry-after': '2' },
    expected: cool('per_minute', 2000, [tpm]),
  },
  {
    name: 'the reset of what ran out where no wait is named',
    status: 429,
    error: limited,
    headers: out,
    expected: cool('per_minute', 360_000, [tpm]),
  },
  {
    name: 'a sentence alone, as the last resort',
    status: 429,
    error: { ...limited, message: sentence('tokens per min (TPM): Limit 30000', '4s') },
    expected: cool('per_minute', 4000, [tpm]),
  },
  {
    name: 'a sentence that contradicts the headers',
    status: 429,
    error: { ...limited, message: sentence('tokens per min (TPM): Limit 30000', '4s') },
    headers: { 'retry-after-ms': '250' },
    expected: cool('per_minute', 250, [tpm]),
  },
  {
    name: 'headers that say how large the limits are, but not which one was hit',
    status: 429,
    error: limited,
    headers: { 'x-ratelimit-limit-requests': '3', 'x-ratelimit-limit-tokens': '30000' },
    expected: {
      row: 'exhausted',
      counts: true,
      ...cool('unspecified', undefined, [{ kind: 'rpm', value: 3 }, tpm]),
    },
  },
  {
    name: 'nothing at all',
    status: 429,
    body: '',
    expected: { row: 'exhausted', counts: true, ...cool('unspecified', undefined, []) },
  },
  {
    name: 'a wait of zero, which never means at once',
    status: 429,
    error: limited,
    headers: { 'retry-after': '0' },
    expected: cool('unspecified', undefined, []),
  },
  {
    name: "a day's limit with the time of its end",
    status: 429,
    error: { ...limited, message: sentence('requests per day (RPD): Limit 200', '7m12s') },
    expected: {
      row: 'quota_per_day',
      counts: false,
      code: 'quota_exhausted',
      ...cool('per_day', 432_000, [{ kind: 'rpd', value: 200 }]),
    },
  },
  {
    name: "a day's limit without",
    status: 429,
    error: { ...limited, message: 'Rate limit reached on tokens per day (TPD): Limit 90000, Used 90000' },
    expected: {
      row: 'quota_per_day',
      effect: { kind: 'bucket_day', limits: [{ kind: 'tpd', value: 90_000 }] },
      next: 'next_key',
      code: 'quota_exhausted',
    },
  },
];

describe('a 429 of OpenAI', () => {
  it.each(cases)('cools the bucket by what it tells: $name', (one) => {
    expect(judgeCase(one)).toMatchObject(one.expected);
  });
});

describe('durations in headers', () => {
  it.each([
    ['6m0s', 360_000],
    ['1s', 1000],
    ['120ms', 120],
    ['1h2m3.5s', 3_723_500],
    ['2m59.56s', 179_560],
    ['1d', 86_400_000],
    ['0.4ms', 1],
    ['7', 7000],
  ])('are read: %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([undefined, '', 'soon', '5 minutes', '1m2', '-3s'])('are refused: %s', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('the headers of a good answer of OpenAI', () => {
  const requests = (limit: number, remaining: number, reset: string) => ({
    'x-ratelimit-limit-requests': String(limit),
    'x-ratelimit-remaining-requests': String(remaining),
    'x-ratelimit-reset-requests': reset,
  });

  it.each([
    ['a limit of the minute', requests(500, 499, '120ms'), [{ kind: 'rpm', value: 500 }]],
    ['one of which much is used', requests(500, 100, '48s'), [{ kind: 'rpm', value: 500 }]],
    ['one of the day, which they do not call so', requests(200, 199, '7m12s'), []],
    ['one without its reset', { 'x-ratelimit-limit-requests': '500' }, []],
    [
      'tokens beside requests',
      {
        ...requests(500, 499, '120ms'),
        'x-ratelimit-limit-tokens': '30000',
        'x-ratelimit-remaining-tokens': '29000',
        'x-ratelimit-reset-tokens': '2s',
      },
      [
        { kind: 'rpm', value: 500 },
        { kind: 'tpm', value: 30_000 },
      ],
    ],
  ])('tell %s', (_what, headers, limits) => {
    expect(readMinuteLimits(headers)).toEqual(limits);
  });
});

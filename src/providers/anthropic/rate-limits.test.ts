import { describe, expect, it } from 'vitest';
import { judge } from './anthropic-errors.fixture.ts';

const DATE = 'Sat, 21 Nov 2026 09:00:00 GMT';

describe('a rate limit', () => {
  it('cools the bucket for the time given and learns the limits', () => {
    const verdict = judge(429, 'rate_limit_error', 'Too many.', {
      date: DATE,
      'retry-after': '17',
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': '2026-11-21T09:00:17Z',
      'anthropic-ratelimit-tokens-limit': '90000',
      'anthropic-ratelimit-input-tokens-limit': '40000',
      'anthropic-ratelimit-output-tokens-limit': '8000',
    });
    expect(verdict).toMatchObject({
      row: 'rate_limit',
      fault: 'bucket',
      effect: {
        kind: 'bucket_cool',
        reason: 'per_minute',
        retryAfterMs: 17_000,
        limits: [
          { kind: 'rpm', value: 50 },
          { kind: 'tpm', value: 40_000 },
        ],
      },
      next: 'next_key',
      counts: false,
      code: 'rate_limited',
    });
  });

  it('goes by the reset of what is used up where no time is given', () => {
    const verdict = judge(429, 'rate_limit_error', 'Too many.', {
      date: DATE,
      'anthropic-ratelimit-requests-remaining': '3',
      'anthropic-ratelimit-requests-reset': '2026-11-21T09:00:59Z',
      'anthropic-ratelimit-input-tokens-remaining': '0',
      'anthropic-ratelimit-input-tokens-reset': '2026-11-21T09:00:30Z',
    });
    expect(verdict).toMatchObject({ row: 'rate_limit', effect: { retryAfterMs: 30_000, limits: [] } });
  });

  it.each([
    ['within the second that dates are cut to', '2026-11-21T09:01:00.999Z', [{ kind: 'rpm', value: 50 }]],
    ['later', '2026-11-21T09:01:01Z', []],
  ])('that is filled again after a minute is one of the minute %s', (_when, reset, limits) => {
    const verdict = judge(429, 'rate_limit_error', 'Too many.', {
      date: DATE,
      'retry-after': '60',
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-reset': reset,
    });
    expect(verdict.effect).toMatchObject({ limits });
  });

  it('learns nothing of a minute from a limit of hours', () => {
    const verdict = judge(429, 'rate_limit_error', 'Too many.', {
      'retry-after': '7200',
      'anthropic-ratelimit-requests-limit': '1000',
    });
    expect(verdict.effect).toEqual({
      kind: 'bucket_cool',
      reason: 'unspecified',
      retryAfterMs: 7_200_000,
      limits: [],
    });
  });
});

import { describe, expect, it } from 'vitest';
import {
  info,
  quota,
  retry,
  RPM,
  RPD,
  TPM,
  TPD,
  exhausted,
  type Case,
  judgeCase,
} from './google-errors.fixture.ts';

const cases: readonly Case[] = [
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
];

describe('refusals for quota and money', () => {
  for (const one of cases) {
    it(`knows ${one.name}`, () => {
      const [bare, wrapped] = judgeCase(one);
      expect(bare).toMatchObject(one.expected);
      expect(wrapped, 'in an array').toMatchObject(one.expected);
    });
  }
});

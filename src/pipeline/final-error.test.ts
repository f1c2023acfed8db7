import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../errors/catalog.ts';
import type { Resting } from '../pool/pool.ts';
import { errorFromResting, type FailedAttempt } from './final-error.ts';

const NOW_MS = Date.UTC(2026, 5, 15);
const LIMIT = 'gemini refuses this location';

describe('a request that finds everything at rest', () => {
  const cases: readonly (readonly [Resting['reason'], ErrorCode, number])[] = [
    ['per_minute', 'rate_limited', 429],
    ['per_day', 'quota_exhausted', 429],
    ['model_overloaded', 'overloaded', 503],
    ['model_unavailable', 'model_not_found', 404],
    ['egress_blocked', 'provider_refused', 502],
    ['unreachable', 'provider_unreachable', 502],
    ['quarantined', 'pool_empty', 503],
  ];
  it.each(cases)('for %s is told %s, and when to come back', (reason, code, status) => {
    const resting: Resting = { type: 'resting', reason, untilMs: NOW_MS + 60_000, limit: LIMIT };
    const error = errorFromResting(resting, undefined, NOW_MS, (text) => text);
    expect(error).toMatchObject({ code, status, retryAfterSeconds: 60 });
    expect(error.message).toContain(LIMIT);
  });

  it.each(['per_minute', 'per_day'] as const)('for %s reads which limit it is, and until when', (reason) => {
    const resting: Resting = { type: 'resting', reason, untilMs: NOW_MS + 59_001, limit: LIMIT };
    const { message } = errorFromResting(resting, undefined, NOW_MS, (text) => text);
    expect(message).toContain(`: ${LIMIT}, until 2026-06-15T00:01:00Z.`);
    const unknown = errorFromResting({ ...resting, untilMs: undefined }, undefined, NOW_MS, (text) => text);
    expect(unknown.message).toContain(`: ${LIMIT}.`);
  });

  it('is told of a key that is back before those that it may use', () => {
    const resting: Resting = {
      type: 'resting',
      reason: 'quarantined',
      untilMs: NOW_MS + 3_600_000,
      backMs: NOW_MS + 1_200_000,
    };
    const error = errorFromResting(resting, undefined, NOW_MS, (text) => text);
    expect(error).toMatchObject({ code: 'pool_empty', retryAfterSeconds: 1200 });
  });

  it.each([
    ['key', 'pool_empty', 'pool_empty'],
    ['project', 'pool_empty', 'pool_empty'],
    ['bucket', 'rate_limited', 'rate_limited'],
  ] as const)(
    'after a %s failed as the last one is told so, and when the first is back',
    (fault, code, told) => {
      const last: FailedAttempt = {
        verdict: {
          row: 'test',
          fault,
          effect: { kind: 'none' },
          next: 'next_key',
          counts: false,
          code,
          message: 'no',
        },
        failure: { type: 'transport', reason: 'reset' },
      };
      const resting: Resting = { type: 'resting', reason: 'excluded', backMs: NOW_MS + 60_000 };
      expect(errorFromResting(resting, last, NOW_MS, (text) => text)).toMatchObject({
        code: told,
        retryAfterSeconds: 60,
      });
      const unknown = errorFromResting({ ...resting, backMs: undefined }, last, NOW_MS, (text) => text);
      expect(unknown.retryAfterSeconds).toBeUndefined();
    },
  );
});

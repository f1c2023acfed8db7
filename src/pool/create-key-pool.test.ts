import { describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../lib/clock.ts';
import { createSeededRandom } from '../lib/random.ts';
import { Secret } from '../lib/secret.ts';
import { createKeyPool, type KeyPoolOptions } from './create-key-pool.ts';
import type { KeyPool, Lease, LeaseRequest } from './pool.ts';
import type { PoolEffect, Verdict } from '../providers/verdict.ts';

/** A Monday noon in California. */
const START_MS = Date.UTC(2026, 5, 15, 19, 0, 0);
const MODEL = 'gemini-3.8-flash';

interface Fixture {
  readonly pool: KeyPool;
  readonly clock: ManualClock;
  take(request?: Partial<LeaseRequest>): Lease;
}

function setUp(keys: number | KeyPoolOptions['keys'], options: Partial<KeyPoolOptions> = {}): Fixture {
  const clock = createManualClock(START_MS);
  const pool = createKeyPool({
    provider: 'gemini',
    keys:
      typeof keys === 'number'
        ? Array.from({ length: keys }, (_, index) => ({
            key: new Secret(`AIzaSyTestKeyNumber${index}-abcdefgh`),
            name: `k${index}`,
          }))
        : keys,
    strategy: 'round_robin',
    clock,
    random: createSeededRandom(1),
    dayZone: 'America/Los_Angeles',
    breaker: { failureThreshold: 5, recoveryTimeoutMs: 60_000, successThreshold: 3 },
    ...options,
  });
  return {
    pool,
    clock,
    take(request) {
      const result = pool.lease({ model: MODEL, estimatedTokens: 10, ...request });
      if (result.type === 'resting') throw new Error(`resting: ${JSON.stringify(result)}`);
      return result.lease;
    },
  };
}

function refuse(effect: PoolEffect, fields: Partial<Verdict> = {}): Verdict {
  return {
    row: 'test',
    fault: 'bucket',
    effect,
    next: 'next_key',
    counts: false,
    code: 'rate_limited',
    message: 'no',
    ...fields,
  };
}

function perMinute(retryAfterMs?: number, rpm?: number): Verdict {
  const limits = rpm === undefined ? [] : ([{ kind: 'rpm', value: rpm }] as const);
  return refuse({ kind: 'bucket_cool', reason: 'per_minute', retryAfterMs, limits });
}

const ok = { firstByteMs: 0 };

describe('key pool', () => {
  it('takes keys in turn', () => {
    const { take } = setUp(3);
    const order = Array.from({ length: 6 }, () => {
      const lease = take();
      lease.succeed(ok);
      return lease.keyId;
    });
    expect(new Set(order.slice(0, 3)).size).toBe(3);
    expect(order.slice(3)).toEqual(order.slice(0, 3));
  });

  it('cools one bucket for the time it was told, and no other model or key', () => {
    const { take, pool, clock } = setUp(1);
    take().fail(perMinute(38_000, 10));
    const resting = pool.lease({ model: MODEL, estimatedTokens: 1 });
    expect(resting).toMatchObject({ type: 'resting', reason: 'per_minute' });
    expect(resting.type === 'resting' && resting.untilMs).toBeGreaterThanOrEqual(START_MS + 38_000);
    expect(resting.type === 'resting' && resting.untilMs).toBeLessThanOrEqual(START_MS + 42_000);
    expect(take({ model: 'other' }).keyId).toBeTruthy();
    clock.advance(42_000);
    take().succeed(ok);
  });
});

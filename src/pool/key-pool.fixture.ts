// A pool with a clock of its own, and verdicts to hand it. For tests only.

import { createManualClock, type ManualClock } from '../lib/clock.ts';
import { createSeededRandom } from '../lib/random.ts';
import { Secret } from '../lib/secret.ts';
import type { PoolEffect, Verdict } from '../providers/verdict.ts';
import { createKeyPool } from './create-key-pool.ts';
import type { KeyPoolOptions } from './create-pool-core.ts';
import type { KeyPool, Lease, LeaseRequest, Resting } from './pool.ts';

/** A Monday noon in California. */
export const START_MS = Date.UTC(2026, 5, 15, 19, 0, 0);
export const MODEL = 'gemini-3.8-flash';

export interface Fixture {
  readonly pool: KeyPool;
  readonly clock: ManualClock;
  /** Leases, or throws. */
  take(request?: Partial<LeaseRequest>): Lease;
  /** The reason why nothing can be leased, or throws. */
  rest(request?: Partial<LeaseRequest>): Resting;
}

export function setUp(
  keys: number | KeyPoolOptions['keys'],
  options: Partial<KeyPoolOptions> = {},
  clock = createManualClock(START_MS),
): Fixture {
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
    rest(request) {
      const result = pool.lease({ model: MODEL, estimatedTokens: 10, ...request });
      if (result.type === 'leased') throw new Error('leased');
      return result;
    },
  };
}

export function refuse(effect: PoolEffect, fields: Partial<Verdict> = {}): Verdict {
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

export function perMinute(retryAfterMs?: number, rpm?: number): Verdict {
  const limits = rpm === undefined ? [] : ([{ kind: 'rpm', value: rpm }] as const);
  return refuse({ kind: 'bucket_cool', reason: 'per_minute', retryAfterMs, limits });
}

export const ok = { firstByteMs: 0 };

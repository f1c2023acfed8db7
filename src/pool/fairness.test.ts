// How evenly a pool's keys are used over thousands of requests that overlap at random, by chi-square: among equals, by
// weight, and among those that were away for a while.

import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../lib/random.ts';
import { Secret } from '../lib/secret.ts';
import type { PoolEffect } from '../providers/verdict.ts';
import { ok, refuse, setUp, type Fixture } from './key-pool.fixture.ts';
import type { Lease } from './pool.ts';
import { strategyNames } from './strategies/create-strategy.ts';

/** The 99.9 % points of chi-square by degrees of freedom. */
const CRITICAL: Readonly<Record<number, number>> = { 4: 18.5, 9: 27.9 };
const MOST_AT_ONCE = 7;
const STEP_MS = 40;
const seeds = [1, 2, 3];

const absences: readonly (readonly [string, PoolEffect])[] = [
  ['cooling', { kind: 'bucket_cool', reason: 'unspecified', retryAfterMs: 60_000, limits: [] }],
  ['in quarantine', { kind: 'key_quarantine', reason: 'test', forMs: 60_000 }],
];

const keysOf = (count: number, weights: readonly number[] = []) =>
  Array.from({ length: count }, (_, index) => ({
    key: new Secret(`AIzaSyFairKeyNumber${index}-abcdefgh`),
    name: `k${index}`,
    weight: weights[index],
  }));

/** Requests that overlap; how often each key was chosen, in the order in which the pool shows them. */
function trade({ pool, clock, take }: Fixture, turns: number, seed: number): readonly number[] {
  const random = createSeededRandom(seed);
  const counts = new Map(pool.status().map(({ keyId }) => [keyId, 0]));
  const open: Lease[] = [];
  const endOne = (): void => open.splice(Math.floor(random() * open.length), 1)[0]?.succeed(ok);
  for (let turn = 0; turn < turns; turn++) {
    const lease = take();
    counts.set(lease.keyId, (counts.get(lease.keyId) ?? 0) + 1);
    open.push(lease);
    while (open.length > random() * MOST_AT_ONCE) endOne();
    clock.advance(STEP_MS);
  }
  while (open.length > 0) endOne();
  return [...counts.values()];
}

function chiSquare(counts: readonly number[], shares: readonly number[] = counts.map(() => 1)): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  return counts.reduce((sum, count, index) => {
    const due = (total * (shares[index] ?? 0)) / whole;
    return sum + (count - due) ** 2 / due;
  }, 0);
}

describe.each(strategyNames)('a pool under %s', (strategy) => {
  it.each(seeds)('uses equal keys equally (seed %i)', (seed) => {
    const fixture = setUp(keysOf(10), { strategy, random: createSeededRandom(seed) });
    const counts = trade(fixture, 5000, seed);
    expect(chiSquare(counts)).toBeLessThan(CRITICAL[9] ?? 0);
  });

  it.each(seeds.flatMap((seed) => absences.map(([why, effect]) => [why, seed, effect] as const)))(
    'uses a key that was %s as the others from its return on (seed %i)',
    (_why, seed, effect) => {
      const fixture = setUp(keysOf(10), { strategy, random: createSeededRandom(seed) });
      trade(fixture, 500, seed);
      const away = fixture.take();
      away.fail(refuse(effect));
      const absent = trade(fixture, 1000, seed + 10);
      expect(absent.filter((count) => count === 0)).toHaveLength(1);
      fixture.clock.advance(2 * 60_000);
      fixture.pool.reportProbe(away.keyId, { ok: true });
      // The live request that finds a cooldown over is the only one of its key for a moment.
      trade(fixture, 50, seed + 20);
      const counts = trade(fixture, 5000, seed + 30);
      expect(chiSquare(counts)).toBeLessThan(CRITICAL[9] ?? 0);
    },
  );
});

it.each(seeds)('weighted: in proportion to the weights (seed %i)', (seed) => {
  const weights = [1, 2, 3, 4, 10];
  const fixture = setUp(keysOf(5, weights), { strategy: 'weighted', random: createSeededRandom(seed) });
  const counts = trade(fixture, 6000, seed);
  expect(chiSquare(counts, weights)).toBeLessThan(CRITICAL[4] ?? 0);
});

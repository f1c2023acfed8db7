import { describe, expect, it } from 'vitest';
import { ok, perMinute, refuse, setUp, START_MS, type Fixture } from './key-pool.fixture.ts';
import type { PoolEvent } from './pool-core.ts';

const bare = refuse({ kind: 'bucket_cool', reason: 'unspecified', limits: [] }, { counts: true });

function setUpLogged(keys: number): Fixture & { readonly slowed: (number | undefined)[] } {
  const slowed: (number | undefined)[] = [];
  const log = ({ event, untilMs }: PoolEvent): void => {
    if (event === 'egress_slowed') slowed.push(untilMs === undefined ? undefined : untilMs - START_MS);
  };
  return { ...setUp(keys, { log }), slowed };
}

/** Leases as fast as it may for a second; how many it were. */
function leasesInASecond({ pool, clock }: Fixture): number {
  let count = 0;
  for (let step = 0; step < 10; step++) {
    for (let turn = 0; turn < 5; turn++) {
      const result = pool.lease({ model: 'other', estimatedTokens: 1 });
      if (result.type === 'resting') continue;
      result.lease.succeed(ok);
      count++;
    }
    clock.advance(100);
  }
  return count;
}

describe('an address that is too fast for the provider', () => {
  it('sends one request a second for half a minute, and says so', () => {
    const fixture = setUpLogged(20);
    for (let turn = 0; turn < 4; turn++) fixture.take().fail(bare);
    expect(fixture.slowed).toEqual([30_000]);
    expect(fixture.rest()).toMatchObject({ reason: 'per_minute', untilMs: START_MS + 1000 });
    fixture.clock.advance(1000);
    for (let second = 1; second < 30; second++) expect(leasesInASecond(fixture)).toBe(1);
    expect(leasesInASecond(fixture)).toBeGreaterThan(20);
  });

  it('slows down for longer, up to two minutes, when that does not help', () => {
    const { take, clock, slowed } = setUpLogged(40);
    for (let turn = 0; turn < 4; turn++) take().fail(bare);
    for (let turn = 0; turn < 12; turn++) {
      clock.advance(1000);
      take().fail(bare);
    }
    expect(slowed).toEqual([30_000, 64_000, 128_000, 132_000]);
  });

  it('gets the turn back of a request that was never sent', () => {
    const { take, clock } = setUpLogged(20);
    for (let turn = 0; turn < 4; turn++) take().fail(bare);
    clock.advance(1000);
    take().abandon(false);
    expect(take().keyId).toBeDefined();
  });

  it.each([
    ['few projects', 3, 0, bare],
    ['no more than half of them', 4, 4, bare],
    ['limits that are named', 8, 0, perMinute(30_000, 5)],
    [
      'projects that are told when to come back',
      8,
      0,
      refuse({ ...bare.effect, retryAfterMs: 500 } as never),
    ],
  ])('is not what shows in the refusals of %s', (_name, refused, served, verdict) => {
    const { take, slowed } = setUpLogged(20);
    const leases = Array.from({ length: refused + served }, () => take());
    leases.splice(0, served).forEach((lease) => lease.succeed(ok));
    for (const lease of leases) lease.fail(verdict);
    expect(slowed).toEqual([]);
    expect(take().keyId).toBeDefined();
  });

  it('is not what shows in refusals that are far apart', () => {
    const { take, clock, slowed } = setUpLogged(20);
    for (let turn = 0; turn < 8; turn++) {
      take().fail(bare);
      clock.advance(10_001);
    }
    expect(slowed).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { Secret } from '../lib/secret.ts';
import { ok, perMinute, refuse, setUp } from './key-pool.fixture.ts';

const deadKey = refuse({ kind: 'key_dead', reason: 'invalid' }, { fault: 'key' });

describe('affinity', () => {
  it('prefers the key that served the conversation last, and yields when it rests', () => {
    const { take, clock } = setUp(4, { strategy: 'least_used' });
    const home = take({ affinity: 'a' });
    home.succeed(ok);
    for (let turn = 0; turn < 5; turn++) {
      const lease = take({ affinity: 'a' });
      expect(lease.keyId).toBe(home.keyId);
      lease.succeed(ok);
    }
    const last = take({ affinity: 'a' });
    last.fail(perMinute(30_000, 10));
    const next = take({ affinity: 'a' });
    expect(next.keyId).not.toBe(home.keyId);
    next.succeed(ok);
    clock.advance(40_000);
    expect(take({ affinity: 'a' }).keyId).toBe(next.keyId);
  });

  it('leaves a key that is far busier than the next one, and stays where it went', () => {
    const { take } = setUp(4, { strategy: 'least_in_flight' });
    const home = take({ affinity: 'a' });
    const busy = [home, ...Array.from({ length: 3 }, () => take({ affinity: 'a' }))];
    expect(new Set(busy.map(({ keyId }) => keyId))).toEqual(new Set([home.keyId]));
    const away = take({ affinity: 'a' });
    expect(away.keyId).not.toBe(home.keyId);
    expect(away.affine).toBe(false);
    for (const lease of [...busy, away]) lease.succeed(ok);
    const back = take({ affinity: 'a' });
    expect([back.keyId, back.affine]).toEqual([away.keyId, true]);
  });

  it('leaves a key that is near its limit while another one is not', () => {
    const key = (name: string) => ({ key: new Secret(`${name}-0123456789abcdefghi`), limits: { rpm: 20 } });
    const { take } = setUp([key('one'), key('two')], { strategy: 'least_used' });
    const homes = Array.from({ length: 20 }, () => {
      const lease = take({ affinity: 'a' });
      lease.succeed(ok);
      return lease.keyId;
    });
    const [home] = homes;
    expect(homes.slice(0, 18).every((id) => id === home)).toBe(true);
    expect(homes.at(-1)).not.toBe(home);
  });

  it('goes to another key of its project, which shares the cache, when its own is dead', () => {
    const key = (name: string, project: string) => ({
      key: new Secret(`${name}-0123456789abcdefghi`),
      project,
    });
    const { take } = setUp([key('a1', 'p1'), key('b1', 'p2'), key('a2', 'p1'), key('b2', 'p2')]);
    const home = take({ affinity: 'a' });
    home.fail(deadKey);
    const next = take({ affinity: 'a' });
    expect([next.projectId, next.affine]).toEqual([home.projectId, true]);
    expect(next.keyId).not.toBe(home.keyId);
  });

  it('gives way to a key that is asked for, and to exclusion', () => {
    const { take } = setUp(3);
    const [first, second] = [take({ affinity: 'a' }), take()];
    expect(take({ affinity: 'a', preferKey: second.keyId }).keyId).toBe(second.keyId);
    expect(
      take({ affinity: 'b', preferKey: first.keyId, excludeProjects: new Set([first.projectId]) }).keyId,
    ).not.toBe(first.keyId);
  });
});

describe('a lease', () => {
  it('ends once', () => {
    const { take, pool } = setUp(1);
    const lease = take();
    lease.succeed(ok);
    lease.fail(deadKey);
    lease.abandon(true);
    expect(pool.status()[0]).toMatchObject({ state: 'active', inFlight: 0, buckets: [{ usedToday: 1 }] });
  });
});

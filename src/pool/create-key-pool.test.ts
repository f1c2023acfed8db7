import { describe, expect, it } from 'vitest';
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

import { describe, expect, it } from 'vitest';
import { createManualClock } from '../lib/clock.ts';
import { openDatabase } from '../store/open-database.ts';
import { createPoolStore } from '../store/pool-store.ts';
import { MODEL, ok, perMinute, refuse, setUp, START_MS, type Fixture } from './key-pool.fixture.ts';

const HOUR_MS = 3_600_000;

/** Runs `before` on a pool, then gives the same keys a new pool `downMs` later, through a database. */
function restart(
  keys: number,
  downMs: number,
  before: (fixture: Fixture) => void,
): Fixture & { readonly raw: string } {
  const database = openDatabase(':memory:');
  const storeClock = createManualClock(START_MS);
  const store = createPoolStore(database, { clock: storeClock });
  const first = setUp(keys, { onChange: (change) => store.save('gemini', change) });
  before(first);
  first.pool.close();
  store.close();
  const clock = createManualClock(first.clock.now() + downMs);
  const raw = JSON.stringify(database.prepare('SELECT * FROM pool_state').all());
  return { ...setUp(keys, { clock, saved: store.load('gemini') }, clock), raw };
}

describe('a pool that was restarted', () => {
  it('remembers cooldowns by their absolute end', () => {
    const { rest, clock, take } = restart(1, 5000, ({ take }) => take().fail(perMinute()));
    expect(rest()).toMatchObject({ reason: 'per_minute', untilMs: START_MS + 20_000 });
    clock.advance(15_000);
    take().succeed(ok);
  });

  it('knows its models still, and does not give them up for names that callers make up', () => {
    const { rest, take } = restart(2, 1000, ({ take }) => {
      for (let turn = 0; turn < 2; turn++) take().succeed(ok);
      for (let turn = 0; turn < 2; turn++) take().fail(perMinute(3_600_000));
    });
    for (let index = 0; index < 600; index++) take({ model: `made-up-${index}` }).abandon(true);
    expect(rest().reason).toBe('per_minute');
  });

  it('lets one request try whether a cooldown that has ended meanwhile is over', () => {
    const { pool, take, rest } = restart(1, 60_000, ({ take }) => take().fail(perMinute()));
    expect(pool.status()[0]?.buckets[0]).toMatchObject({ state: 'half_open' });
    const probe = take();
    expect(probe.probe).toBe(true);
    expect(rest().reason).toBe('per_minute');
    probe.fail(perMinute());
    expect(rest().untilMs).toBe(START_MS + 60_000 + 40_000);
  });

  it('knows nothing of a cooldown that had been found to be over', () => {
    const { take } = restart(1, 60_000, ({ take, clock }) => {
      take().fail(perMinute());
      clock.advance(20_000);
      take().succeed(ok);
    });
    expect([take(), take()].map(({ probe }) => probe)).toEqual([false, false]);
  });

  it('remembers dead keys by a fingerprint, never by the key', () => {
    const { pool, take, raw } = restart(2, 1000, ({ take }) =>
      take().fail(refuse({ kind: 'key_dead', reason: 'leaked' })),
    );
    expect(pool.status().map(({ state, reason }) => [state, reason])).toEqual([
      ['dead', 'leaked'],
      ['active', undefined],
    ]);
    const secret = take().secret.reveal();
    expect(raw).toContain('leaked');
    expect(raw).not.toContain(secret.slice(0, 12));
  });

  it('remembers quarantines and when their probe is due', () => {
    const { pool, clock } = restart(1, 1000, ({ take }) =>
      take().fail(refuse({ kind: 'key_quarantine', reason: 'forbidden', forMs: 300_000 })),
    );
    expect(pool.status()[0]).toMatchObject({ state: 'quarantined', untilMs: START_MS + 300_000 });
    clock.advance(300_000);
    expect(pool.dueProbes()).toHaveLength(1);
  });

  it('remembers learned limits', () => {
    const { take, rest } = restart(1, 120_000, ({ take }) => take().fail(perMinute(1000, 2)));
    take().succeed(ok);
    take().succeed(ok);
    expect(rest().limit).toContain('requests per minute (2)');
  });

  it('forgets learned limits after a week', () => {
    const { pool, take } = restart(1, 8 * 24 * HOUR_MS, ({ take }) => take().fail(perMinute(1000, 2)));
    take().succeed(ok);
    expect(pool.status()[0]?.buckets[0]?.limits.rpm).toBeUndefined();
  });

  it('remembers what was used of the day, and forgets it when the day is over', () => {
    const use = ({ take }: Fixture): void => {
      for (let turn = 0; turn < 3; turn++) take().succeed(ok);
    };
    const same = restart(1, HOUR_MS, use);
    same.take().succeed(ok);
    expect(same.pool.status()[0]?.buckets[0]?.usedToday).toBe(4);
    const next = restart(1, 13 * HOUR_MS, use);
    next.take().succeed(ok);
    expect(next.pool.status()[0]?.buckets[0]?.usedToday).toBe(1);
  });

  it('remembers which keys belong to one project', () => {
    const { pool } = restart(2, 1000, ({ take }) => {
      take().fail({ ...perMinute(1000, 10), project: '42' });
      take().fail({ ...perMinute(1000, 10), project: '42' });
    });
    expect(pool.status().map(({ project }) => project)).toEqual(['42', '42']);
  });

  it('remembers projects in quarantine and models that are gone', () => {
    const { rest } = restart(1, 1000, ({ take }) => {
      take({ model: 'old' }).fail(refuse({ kind: 'model_retired', forMs: 24 * HOUR_MS }));
      take().fail(refuse({ kind: 'project_quarantine', reason: 'prepay_depleted', forMs: HOUR_MS }));
    });
    expect(rest({ model: MODEL })).toMatchObject({ reason: 'quarantined', untilMs: START_MS + HOUR_MS });
    expect(rest({ model: 'old' }).reason).toBe('model_unavailable');
  });
});

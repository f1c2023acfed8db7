import { describe, expect, it } from 'vitest';
import { Secret } from '../lib/secret.ts';
import { MODEL, ok, perMinute, refuse, setUp, START_MS } from './key-pool.fixture.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Midnight in California after the fixture's noon. */
const MIDNIGHT_MS = START_MS + 12 * HOUR_MS;

const unavailable = (reason: string) => refuse({ kind: 'bucket_unavailable', reason, forMs: 12 * HOUR_MS });
const dayGone = refuse({ kind: 'bucket_day', limits: [{ kind: 'rpd', value: 250 }] });
const deadKey = refuse({ kind: 'key_dead', reason: 'invalid' }, { fault: 'key' });

describe('cooldowns', () => {
  it('cool one bucket for the time it was told, and no other model or key', () => {
    const { take, rest, clock } = setUp(2);
    const first = take();
    first.fail(perMinute(38_000, 10));
    expect(take().keyId).not.toBe(first.keyId);
    expect(rest({ excludeProjects: new Set([take().projectId]) }).reason).toBe('per_minute');
    expect(take({ model: 'other' }).keyId).toBe(first.keyId);
    clock.advance(42_000);
    expect(take().keyId).toBe(first.keyId);
  });

  it('last the given time and up to a tenth more', () => {
    const { take, rest } = setUp(1);
    take().fail(perMinute(38_000, 10));
    const { untilMs = 0, reason, limit } = rest();
    expect(untilMs - START_MS).toBeGreaterThanOrEqual(38_000);
    expect(untilMs - START_MS).toBeLessThanOrEqual(41_800);
    expect(reason).toBe('per_minute');
    expect(limit).toContain(`requests per minute (10) of ${MODEL}`);
  });

  const ladders: readonly (readonly ['per_minute' | 'unspecified' | 'spend_rate', readonly number[]])[] = [
    ['per_minute', [20, 40, 80, 120, 120]],
    ['unspecified', [10, 20, 40, 80, 120, 120]],
    ['spend_rate', [60, 120, 240, 480, 600, 600]],
  ];
  for (const [reason, seconds] of ladders) {
    it(`without a hint grow with each failed probe (${reason})`, () => {
      const { take, rest, clock } = setUp(1);
      const seen: number[] = [];
      for (const _ of seconds) {
        take().fail(refuse({ kind: 'bucket_cool', reason, limits: [] }));
        const waitMs = (rest().untilMs ?? 0) - clock.now();
        seen.push(Math.round(waitMs / 1000));
        clock.advance(waitMs);
      }
      expect(seen).toEqual(seconds);
    });
  }

  it('are never shortened by a later, shorter hint', () => {
    const { take, rest } = setUp(1);
    const [long, short] = [take(), take()];
    long.fail(perMinute(50_000, 10));
    const before = rest().untilMs;
    short.fail(perMinute(2000, 10));
    expect(rest().untilMs).toBe(before);
  });

  it('are not shortened from a day to a minute either', () => {
    const { take, rest } = setUp(1);
    const [day, minute] = [take(), take()];
    day.fail(dayGone);
    minute.fail(perMinute(2000, 10));
    expect(rest()).toMatchObject({ reason: 'per_day' });
    expect(rest().untilMs).toBeGreaterThanOrEqual(MIDNIGHT_MS);
  });

  it("of a day last until midnight in the provider's zone and a little longer", () => {
    const { take, rest } = setUp(1);
    take().fail(dayGone);
    const afterMidnightMs = (rest().untilMs ?? 0) - MIDNIGHT_MS;
    expect(afterMidnightMs).toBeGreaterThanOrEqual(30_000);
    expect(afterMidnightMs).toBeLessThanOrEqual(90_000);
    expect(rest().limit).toContain('requests per day (250)');
  });

  it('end with one live request; its success opens the bucket and resets the ladder', () => {
    const { take, rest, clock } = setUp(1);
    take().fail(perMinute());
    clock.advance(20_000);
    const probe = take();
    expect(rest().reason).toBe('per_minute');
    probe.succeed(ok);
    take().succeed(ok);
    clock.advance(HOUR_MS);
    take().fail(perMinute());
    expect(rest().untilMs).toBe(clock.now() + 20_000);
  });

  it("are tried again when the probe was given up or was the caller's mistake", () => {
    const { take, clock } = setUp(1);
    take().fail(perMinute());
    clock.advance(20_000);
    take().abandon(false);
    take().fail(refuse({ kind: 'none' }, { fault: 'caller' }));
    take().succeed(ok);
  });

  it('escalate once for a burst of refusals leased before they began', () => {
    const { take, rest, clock } = setUp(1);
    const burst = [take(), take(), take(), take()];
    for (const lease of burst) lease.fail(perMinute());
    expect(rest().untilMs).toBe(START_MS + 20_000);
    clock.advance(20_000);
    take().fail(perMinute());
    expect(rest().untilMs).toBe(clock.now() + 40_000);
  });

  it('rest the whole key for a set time when so configured', () => {
    const { take, rest, pool } = setUp(1, { cooldownMinutes: 1440 });
    take().fail(perMinute(1000, 10));
    expect(rest({ model: 'other' })).toMatchObject({
      reason: 'quarantined',
      untilMs: START_MS + 24 * HOUR_MS,
    });
    expect(pool.status()[0]).toMatchObject({ state: 'quarantined', untilMs: START_MS + 24 * HOUR_MS });
  });
});

describe('keys and projects', () => {
  it('that are equal count once', () => {
    const key = () => ({ key: new Secret('the-same-key-twice-over') });
    expect(setUp([key(), key()]).pool.status()).toHaveLength(1);
  });

  it('of one project share their buckets', () => {
    const keys = [1, 2].map((index) => ({
      key: new Secret(`key-of-a-shared-project-${index}`),
      project: 'p-17',
    }));
    const { take, rest } = setUp(keys);
    const order = [take(), take()];
    expect(new Set(order.map(({ keyId }) => keyId)).size).toBe(2);
    order[0]?.fail(perMinute(30_000, 10));
    expect(rest().reason).toBe('per_minute');
    expect(rest({ excludeProjects: new Set(['p-17']) }).reason).toBe('excluded');
  });

  it('join when an answer names their project', () => {
    const { take, rest, pool } = setUp(2);
    const named = (project: string) => ({ ...perMinute(30_000, 10), project });
    take().fail(named('42'));
    take().fail(named('42'));
    expect(pool.status().map(({ project }) => project)).toEqual(['42', '42']);
    expect(rest({ excludeProjects: new Set(['42']) }).reason).toBe('excluded');
  });

  it('die one by one, and an empty pool says so', () => {
    const { take, rest, pool } = setUp(2);
    take().fail(deadKey);
    take().fail(deadKey);
    expect(rest()).toEqual({ type: 'resting', reason: 'empty' });
    expect(pool.liveKeys()).toEqual([]);
    expect(pool.status()[0]).toMatchObject({ state: 'dead', reason: 'invalid', lastError: { row: 'test' } });
  });

  it('serve only the models they are meant for', () => {
    const { take, rest } = setUp([{ key: new Secret('only-for-gemini-three-keys'), models: ['gemini-3*'] }]);
    take().succeed(ok);
    expect(rest({ model: 'gemini-2.5-pro' }).reason).toBe('empty');
  });

  it('in quarantine wait for a probe and return with a good one', () => {
    const { take, rest, pool, clock } = setUp(1);
    const verdict = refuse(
      { kind: 'key_quarantine', reason: 'forbidden', forMs: 5 * MINUTE_MS },
      { fault: 'key' },
    );
    const lease = take();
    lease.fail(verdict);
    expect(rest()).toMatchObject({ reason: 'quarantined', untilMs: START_MS + 5 * MINUTE_MS });
    expect(pool.dueProbes()).toEqual([]);
    clock.advance(5 * MINUTE_MS);
    expect(rest().reason).toBe('quarantined');
    expect(pool.dueProbes()).toMatchObject([{ keyId: lease.keyId }]);
    pool.reportProbe(lease.keyId, { ok: false, verdict });
    expect(pool.dueProbes()).toEqual([]);
    expect(rest().untilMs).toBe(clock.now() + 10 * MINUTE_MS);
    pool.reportProbe(lease.keyId, { ok: true });
    take().succeed(ok);
  });

  it('in quarantine die after their last probe', () => {
    const { take, pool, clock } = setUp(1);
    const verdict = refuse({
      kind: 'key_quarantine',
      reason: 'unauthenticated',
      forMs: MINUTE_MS,
      maxProbes: 3,
    });
    const lease = take();
    lease.fail(verdict);
    for (const _ of [1, 2, 3]) {
      clock.advance(HOUR_MS);
      pool.reportProbe(lease.keyId, { ok: false, verdict });
    }
    expect(pool.status()[0]).toMatchObject({ state: 'dead', reason: 'unauthenticated' });
  });

  it('rest together while their project is in quarantine', () => {
    const { take, rest, clock } = setUp(1);
    take().fail(refuse({ kind: 'project_quarantine', reason: 'prepay_depleted', forMs: 30 * MINUTE_MS }));
    expect(rest({ model: 'other' })).toMatchObject({
      reason: 'quarantined',
      untilMs: START_MS + 30 * MINUTE_MS,
    });
    clock.advance(30 * MINUTE_MS);
    take().succeed(ok);
  });

  it('die with their project', () => {
    const { take, rest } = setUp(1);
    take().fail(refuse({ kind: 'project_dead', reason: 'denied' }));
    expect(rest().reason).toBe('empty');
  });

  it('lose health with failures and regain it with time alone', () => {
    const { take, pool, clock } = setUp(1);
    take().fail(refuse({ kind: 'model_failure', reason: 'internal' }));
    const [after] = pool.status();
    expect(after?.health).toBeCloseTo(0.8);
    clock.advance(HOUR_MS);
    expect(pool.status()[0]?.health).toBeGreaterThan(0.99);
  });

  it('are blocked after failures in a row only while others succeed', () => {
    const { take, pool } = setUp(2, { maxFailuresThreshold: 2, temporaryBlockMinutes: 5 });
    const failing = take();
    failing.fail(refuse({ kind: 'model_failure', reason: 'internal' }));
    take().succeed(ok);
    take({ preferKey: failing.keyId }).fail(refuse({ kind: 'model_failure', reason: 'internal' }));
    const states = pool.status().map(({ state, untilMs }) => [state, untilMs]);
    expect(states).toEqual([
      ['quarantined', START_MS + 5 * MINUTE_MS],
      ['active', undefined],
    ]);
  });
});

describe('models', () => {
  it('that keep failing are left alone, then tried, then trusted; no key pays for it', () => {
    const { take, rest, clock, pool } = setUp(2);
    for (let turn = 0; turn < 5; turn++) take().fail(refuse({ kind: 'model_failure', reason: 'overloaded' }));
    expect(rest()).toMatchObject({ reason: 'model_overloaded', untilMs: START_MS + MINUTE_MS });
    expect(pool.status().every(({ state }) => state === 'active')).toBe(true);
    take({ model: 'other' }).succeed(ok);
    clock.advance(MINUTE_MS);
    const trials = [take(), take(), take()];
    expect(rest().reason).toBe('model_overloaded');
    for (const trial of trials) trial.succeed(ok);
    take().succeed(ok);
  });

  it('are not judged by 429s', () => {
    const { take, rest } = setUp(20);
    for (let turn = 0; turn < 20; turn++) take().fail(perMinute(30_000, 10));
    expect(rest().reason).toBe('per_minute');
  });

  it('that are retired are refused without asking anybody', () => {
    const { take, rest, clock } = setUp(3);
    take().fail(refuse({ kind: 'model_retired', forMs: 24 * HOUR_MS }));
    expect(rest()).toMatchObject({ reason: 'model_unavailable', untilMs: START_MS + 24 * HOUR_MS });
    take({ model: 'other' }).succeed(ok);
    clock.advance(24 * HOUR_MS);
    take().succeed(ok);
  });

  it('that two projects do not know, and none ever served, are not asked for again', () => {
    const { take, rest } = setUp(5);
    take().fail(unavailable('model_unknown'));
    take().fail(unavailable('model_unknown'));
    expect(rest().reason).toBe('model_unavailable');
  });

  it('without quota in one project are served by another', () => {
    const { take, rest } = setUp(2);
    const first = take();
    first.fail(unavailable('no_quota'));
    const second = take();
    expect(second.projectId).not.toBe(first.projectId);
    second.fail(unavailable('no_quota'));
    expect(rest()).toMatchObject({ reason: 'model_unavailable', untilMs: START_MS + 12 * HOUR_MS });
  });

  it('named by callers do not grow without bound', () => {
    const { pool, take } = setUp(1);
    for (let index = 0; index < 1500; index++) take({ model: `made-up-${index}` }).succeed(ok);
    expect(pool.status()[0]?.buckets.length).toBeLessThanOrEqual(500);
  });
});

describe('the way out', () => {
  it('that the provider refuses stops all keys for a minute and costs none of them anything', () => {
    const { take, rest, clock, pool } = setUp(3);
    take().fail(refuse({ kind: 'egress_failure', reason: 'location' }, { fault: 'egress' }));
    expect(rest()).toMatchObject({ untilMs: START_MS + MINUTE_MS });
    expect(pool.status().every(({ state }) => state === 'active')).toBe(true);
    clock.advance(MINUTE_MS);
    take().succeed(ok);
  });
});

describe('limits', () => {
  const configured = (limits: { rpm?: number; tpm?: number; rpd?: number }) => [
    { key: new Secret('a-key-with-limits-of-its-own'), limits },
  ];

  it('per minute are kept before the provider has to say so', () => {
    const { take, rest, clock } = setUp(configured({ rpm: 3 }));
    for (let turn = 0; turn < 3; turn++) take().succeed(ok);
    const resting = rest();
    expect(resting).toMatchObject({
      reason: 'per_minute',
      limit: expect.stringContaining('requests per minute (3)'),
    });
    expect((resting.untilMs ?? 0) - START_MS).toBeGreaterThanOrEqual(MINUTE_MS);
    expect((resting.untilMs ?? 0) - START_MS).toBeLessThanOrEqual(MINUTE_MS + 1000);
    clock.advance((resting.untilMs ?? 0) - START_MS);
    take().succeed(ok);
  });

  it('per day are kept until midnight', () => {
    const { take, rest, clock } = setUp(configured({ rpd: 2 }));
    take().succeed(ok);
    take().succeed(ok);
    expect(rest()).toMatchObject({ reason: 'per_day', untilMs: MIDNIGHT_MS });
    clock.advance(12 * HOUR_MS);
    take().succeed(ok);
  });

  it('of tokens count the estimate, then what was really used', () => {
    const { take, rest } = setUp(configured({ tpm: 1000 }));
    const lease = take({ estimatedTokens: 900 });
    expect(rest({ estimatedTokens: 200 })).toMatchObject({ reason: 'per_minute' });
    lease.succeed({ firstByteMs: 0, tokens: 100 });
    take({ estimatedTokens: 200 }).succeed(ok);
  });

  it('of tokens let one request that is larger than the whole through when nothing else was used', () => {
    const { take, rest } = setUp(configured({ tpm: 1000 }));
    take({ estimatedTokens: 5000 }).succeed({ firstByteMs: 0 });
    expect(rest().reason).toBe('per_minute');
  });

  it('give back what was never sent', () => {
    const { take, rest } = setUp(configured({ rpm: 1, rpd: 1 }));
    take().abandon(false);
    take().abandon(true);
    expect(rest().reason).toBe('per_day');
  });

  it('are learned from refusals and paced by from then on', () => {
    const { take, rest, clock } = setUp(1);
    take().fail(perMinute(1000, 2));
    clock.advance(2000);
    take().succeed(ok);
    take().succeed(ok);
    expect(rest().limit).toContain('requests per minute (2)');
  });

  it('that are not named are taken to be what had been granted', () => {
    const { take, rest, clock } = setUp(1);
    for (let turn = 0; turn < 3; turn++) take().succeed(ok);
    take().fail(perMinute(1000));
    clock.advance(62_000);
    for (let turn = 0; turn < 3; turn++) take().succeed(ok);
    expect(rest().limit).toContain('requests per minute (3)');
  });

  it('while unknown are felt out a few requests at a time', () => {
    const { take, rest, clock } = setUp(1);
    const sent = [take(), take(), take(), take()];
    expect(rest().untilMs).toBe(START_MS + 400);
    sent[0]?.succeed(ok);
    take();
    clock.advance(1000);
    take();
  });
});

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

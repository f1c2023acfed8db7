import { describe, expect, it } from 'vitest';
import { MODEL, ok, perMinute, refuse, setUp, START_MS } from './key-pool.fixture.ts';

const HOUR_MS = 3_600_000;
/** Midnight in California after the fixture's noon. */
const MIDNIGHT_MS = START_MS + 12 * HOUR_MS;
const dayGone = refuse({ kind: 'bucket_day', limits: [{ kind: 'rpd', value: 250 }] });

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

  it('with a hint grow, too, with each failed probe, whatever the hint', () => {
    const { take, rest, clock } = setUp(1, { random: () => 0 });
    const beyond: number[] = [];
    for (const hintMs of [5000, 5000, 38_000, 1000, 5000]) {
      take().fail(perMinute(hintMs));
      const waitMs = (rest().untilMs ?? 0) - clock.now();
      beyond.push(waitMs - hintMs);
      clock.advance(waitMs);
    }
    expect(beyond).toEqual([0, 1000, 2000, 4000, 8000]);
    take().succeed(ok);
    take().fail(perMinute(5000));
    expect(rest().untilMs).toBe(clock.now() + 5000);
  });

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
    const probe = take();
    expect(probe.secret).toBeDefined();
    probe.succeed(ok);
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

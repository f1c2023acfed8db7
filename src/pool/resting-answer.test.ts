import { describe, expect, it } from 'vitest';
import { ok, perMinute, refuse, setUp, START_MS } from './key-pool.fixture.ts';

const MINUTE_MS = 60_000;
const broken = (minutes: number, project?: string) => ({
  ...refuse({ kind: 'project_quarantine', reason: 'service_disabled', forMs: minutes * MINUTE_MS }),
  project,
});
const quarantined = (minutes: number) =>
  refuse({ kind: 'key_quarantine', reason: 'unauthenticated', forMs: minutes * MINUTE_MS });

/** Fails one key after the other as a request does; what the pool says to it in the end. */
function exhaust(verdicts: readonly ReturnType<typeof refuse>[], keys = verdicts.length) {
  const { take, rest } = setUp(keys);
  const excludeProjects = new Set<string>();
  for (const verdict of verdicts) {
    const lease = take({ excludeProjects });
    lease.fail(verdict);
    excludeProjects.add(lease.projectId);
  }
  return rest({ excludeProjects });
}

describe('a request that has tried all keys', () => {
  const leaked = refuse({ kind: 'key_dead', reason: 'leaked' });
  const cases: readonly (readonly [string, Parameters<typeof exhaust>[0], number | undefined])[] = [
    ['the first of several projects', [leaked, broken(60, '7'), broken(20), broken(360, '9')], 20],
    ['a key in quarantine', [leaked, broken(60), quarantined(20)], 20],
    ['a bucket that rests', [perMinute(90_000, 5), broken(60)], 2],
    ['nothing, when all are dead', [leaked, leaked], undefined],
    ['nothing, when one is ready again', [refuse({ kind: 'none' }), broken(60)], undefined],
  ];
  it.each(cases)('is told of %s', (_name, verdicts, minutes) => {
    const resting = exhaust(verdicts);
    expect(resting).toMatchObject({ type: 'resting', reason: 'excluded' });
    expect(resting.untilMs).toBeUndefined();
    const { backMs } = resting;
    expect(backMs === undefined ? undefined : Math.ceil((backMs - START_MS) / MINUTE_MS)).toBe(minutes);
  });
});

describe('a request whose untried keys rest for longer than the tried ones', () => {
  it('waits for its own, and is told of the others', () => {
    const { take, rest } = setUp(2);
    const [first, second] = [take(), take()];
    first.fail(broken(60));
    second.fail(broken(20));
    const excludeProjects = new Set([second.projectId]);
    expect(rest({ excludeProjects })).toMatchObject({
      untilMs: START_MS + 60 * MINUTE_MS,
      backMs: START_MS + 20 * MINUTE_MS,
    });
    expect(rest().untilMs).toBe(START_MS + 20 * MINUTE_MS);
  });

  it('is told to come back at once when a tried one is ready', () => {
    const { take, rest } = setUp(2);
    const [first, second] = [take(), take()];
    first.fail(broken(60));
    second.succeed(ok);
    expect(rest({ excludeProjects: new Set([second.projectId]) }).backMs).toBe(START_MS + 1000);
  });

  it('is told of a key whose quarantine may end before the limits of the others', () => {
    const { take, rest } = setUp(2);
    take().fail(quarantined(10));
    take().fail(refuse({ kind: 'bucket_day', limits: [] }));
    expect(rest()).toMatchObject({ reason: 'per_day', backMs: START_MS + 10 * MINUTE_MS });
  });

  it('is not told of a key that is dead', () => {
    const { pool, take, rest } = setUp(2);
    const [first, second] = [take(), take()];
    first.fail(quarantined(10));
    second.fail(broken(60));
    pool.reportProbe(first.keyId, { ok: true });
    take({ preferKey: first.keyId }).fail(refuse({ kind: 'key_dead', reason: 'leaked' }));
    expect(rest().backMs).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { Secret } from '../lib/secret.ts';
import { MODEL, ok, perMinute, refuse, setUp, START_MS } from './key-pool.fixture.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const unavailable = (reason: string) => refuse({ kind: 'bucket_unavailable', reason, forMs: 12 * HOUR_MS });

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

  it('that two projects do not know, and none ever served, are not asked for at a third', () => {
    const { take, rest, pool } = setUp(8);
    for (let turn = 0; turn < 2; turn++) take().fail(unavailable('model_unknown'));
    expect(rest()).toMatchObject({
      reason: 'model_unavailable',
      limit: `${MODEL} is not known to gemini`,
    });
    expect(pool.status().filter(({ buckets }) => buckets.length > 0)).toHaveLength(2);
    take({ model: 'other' }).succeed(ok);
  });

  it('that only the last of many projects knows are found in the end, and served from then on', () => {
    const { take, clock, pool } = setUp(8);
    const last = pool.status().at(-1)?.keyId;
    let asked = 0;
    for (let minute = 0; minute < 60; minute++) {
      clock.advance(MINUTE_MS);
      for (let turn = 0; turn < 5; turn++) {
        const result = pool.lease({ model: MODEL, estimatedTokens: 10 });
        if (result.type === 'resting') continue;
        asked++;
        if (result.lease.keyId === last) result.lease.succeed(ok);
        else result.lease.fail(unavailable('model_unknown'));
      }
    }
    expect(take().keyId).toBe(last);
    expect(asked).toBeGreaterThan(100);
  });

  it.each([
    ['a quota of the minute', perMinute(1000, 10)],
    ['a quota of the day', refuse({ kind: 'bucket_day', limits: [] })],
    ['no quota at all', unavailable('no_quota')],
  ])('that have %s somewhere are known, whatever other projects say', (_name, verdict) => {
    const { take } = setUp(4);
    take().fail(verdict);
    for (let turn = 0; turn < 2; turn++) take().fail(unavailable('model_unknown'));
    expect(take().projectId).toBeDefined();
  });

  it('that some project serves are asked for there, however many others do not know them', () => {
    const { take } = setUp(8);
    const lease = take();
    lease.succeed(ok);
    for (let turn = 0; turn < 7; turn++) take().fail(unavailable('model_unknown'));
    expect(take().keyId).toBe(lease.keyId);
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

  it('by the hundred thousand cost neither memory nor the rest of a model that is real', () => {
    const remembered = new Set<string>();
    const { pool, take, rest } = setUp(4, {
      onChange: (change) => {
        if (change.kind === 'bucket') remembered.add(change.bucket.model);
        if (change.kind === 'model') remembered.add(change.model.model);
      },
    });
    take().succeed(ok);
    for (let turn = 0; turn < 4; turn++) take().fail(perMinute(3_600_000, 10));
    for (let index = 0; index < 100_000; index++) {
      for (let turn = 0; turn < 2; turn++)
        take({ model: `made-up-${index}` }).fail(unavailable('model_unknown'));
    }
    expect(pool.status()[0]?.buckets.length).toBeLessThanOrEqual(500);
    expect(rest().reason).toBe('per_minute');
    expect([...remembered]).toEqual([MODEL]);
  });

  it('that were all in use at once leave no more room behind than others', () => {
    const { pool, take } = setUp(1);
    const leases = Array.from({ length: 2000 }, (_, index) => take({ model: `made-up-${index}` }));
    for (const lease of leases) lease.succeed(ok);
    take({ model: 'one-more' }).succeed(ok);
    expect(pool.status()[0]?.buckets.length).toBeLessThanOrEqual(500);
  });
});

describe('token counts', () => {
  const keys = [{ key: new Secret('a-key-with-three-a-day'), limits: { rpm: 2, rpd: 3 } }];

  it('take nothing of what answers may use', () => {
    const { take, pool } = setUp(keys);
    for (let turn = 0; turn < 10; turn++) take({ purpose: 'count' }).succeed(ok);
    expect(pool.status()[0]?.buckets).toEqual([]);
    take().succeed(ok);
    expect(pool.status()[0]?.buckets).toMatchObject([{ model: MODEL, usedToday: 1 }]);
  });

  it('rest for themselves, and so do answers', () => {
    for (const cooldownMinutes of [undefined, 10]) {
      const { take, rest } = setUp(keys, { cooldownMinutes });
      take({ purpose: 'count' }).fail(perMinute());
      expect(rest({ purpose: 'count' })).toMatchObject({ reason: 'per_minute', untilMs: START_MS + 20_000 });
      take().succeed(ok);
    }
    const { take, rest } = setUp(keys);
    take().fail(perMinute());
    expect(rest().reason).toBe('per_minute');
    take({ purpose: 'count' }).succeed(ok);
  });

  it('cannot be meant by any name of a model', () => {
    const { take, rest } = setUp(1);
    take({ purpose: 'count' }).fail(perMinute());
    expect(rest({ purpose: 'count' }).reason).toBe('per_minute');
    for (const model of [`${MODEL}#count`, `count:${MODEL}`]) take({ model }).succeed(ok);
  });

  it('go by the keys that may serve the model', () => {
    const { rest } = setUp([{ key: new Secret('a-key-for-other-models'), models: ['other*'] }]);
    expect(rest({ purpose: 'count' }).reason).toBe('empty');
  });
});

describe('the way out', () => {
  it('that the provider refuses stops all keys for a minute and costs none of them anything', () => {
    const { take, rest, clock, pool } = setUp(3);
    take().fail(refuse({ kind: 'egress_failure', reason: 'location' }, { fault: 'egress' }));
    expect(rest()).toMatchObject({ reason: 'egress_blocked', untilMs: START_MS + MINUTE_MS });
    expect(pool.status().every(({ state }) => state === 'active')).toBe(true);
    clock.advance(MINUTE_MS);
    take().succeed(ok);
  });
});

describe('a network that is cut', () => {
  it('is left alone for seconds after failures in a row, and open again with the first successes', () => {
    const { take, rest, clock } = setUp(2);
    for (let turn = 0; turn < 5; turn++)
      take().fail(refuse({ kind: 'egress_failure', reason: 'connect' }, { fault: 'network' }));
    expect(rest()).toMatchObject({ reason: 'unreachable', untilMs: START_MS + 5000 });
    clock.advance(5000);
    for (let turn = 0; turn < 3; turn++) take().succeed(ok);
    expect([take(), take(), take(), take()]).toHaveLength(4);
  });
});

describe('connections that are reset', () => {
  const reset = refuse({ kind: 'egress_failure', reason: 'reset' }, { fault: 'network' });

  it('for one model alone leave the others open, and that model closed', () => {
    const { take, rest } = setUp(2);
    for (let turn = 0; turn < 5; turn++) {
      take().fail(reset);
      take({ model: 'other' }).succeed(ok);
    }
    expect(rest()).toMatchObject({ reason: 'model_overloaded', untilMs: START_MS + MINUTE_MS });
    take({ model: 'other' }).succeed(ok);
  });

  it('for everything are the way out, which is tried again within seconds, and not the models', () => {
    const { take, rest, clock } = setUp(2);
    for (let turn = 0; turn < 5; turn++) take().fail(reset);
    expect(rest()).toMatchObject({ reason: 'unreachable', untilMs: START_MS + 5000 });
    clock.advance(5000);
    take().fail(reset);
    clock.advance(10_000);
    for (let turn = 0; turn < 4; turn++) take().succeed(ok);
  });
});

import { describe, expect, it } from 'vitest';
import { Secret } from '../lib/secret.ts';
import { ok, perMinute, refuse, setUp, START_MS } from './key-pool.fixture.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const deadKey = refuse({ kind: 'key_dead', reason: 'invalid' }, { fault: 'key' });

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

  it('that have failed a request stay out of it when their project gets another name', () => {
    const { take, rest, pool } = setUp(2);
    const [first, second] = [take(), take()];
    const excludeProjects = new Set([first.projectId]);
    const before = first.projectId;
    first.fail({
      ...refuse({ kind: 'project_quarantine', reason: 'service_disabled', forMs: HOUR_MS }),
      project: '42',
    });
    expect(first.projectId).toBe('42');
    expect(pool.status().map(({ project }) => project)).toContain('42');
    second.fail(refuse({ kind: 'project_quarantine', reason: 'prepay_depleted', forMs: 2 * HOUR_MS }));
    expect(rest({ excludeProjects }).untilMs).toBe(START_MS + 2 * HOUR_MS);
    expect(rest({ excludeProjects: new Set([before, second.projectId]) }).reason).toBe('excluded');
  });

  it('that have failed a request stay out of it when their project turns out to be that of others', () => {
    const { take, rest } = setUp(2);
    const [first, second] = [take(), take()];
    const excludeProjects = new Set([first.projectId]);
    second.fail({ ...perMinute(1000, 10), project: '42' });
    first.fail({ ...refuse({ kind: 'none' }), project: '42' });
    expect(first.projectId).toBe('42');
    expect(rest({ excludeProjects }).reason).toBe('excluded');
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

  it('in quarantine are not judged by checks that come before their probe is due', () => {
    const { take, pool, clock } = setUp(1);
    const verdict = refuse({
      kind: 'key_quarantine',
      reason: 'unauthenticated',
      forMs: 10 * MINUTE_MS,
      maxProbes: 3,
    });
    const lease = take();
    lease.fail(verdict);
    for (const _ of [1, 2, 3, 4]) {
      clock.advance(61_000);
      pool.reportProbe(lease.keyId, { ok: false, verdict });
    }
    expect(pool.status()[0]).toMatchObject({ state: 'quarantined', untilMs: START_MS + 10 * MINUTE_MS });
    clock.advance(6 * MINUTE_MS);
    // Two checks of one due probe are one.
    for (const _ of [1, 2]) pool.reportProbe(lease.keyId, { ok: false, verdict });
    expect(pool.status()[0]).toMatchObject({ state: 'quarantined', untilMs: clock.now() + 20 * MINUTE_MS });
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

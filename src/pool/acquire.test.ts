import { describe, expect, it } from 'vitest';
import { MODEL, ok, perMinute, refuse, setUp, START_MS, type Fixture } from './key-pool.fixture.ts';
import type { LeaseRequest, LeaseResult } from './pool.ts';

const LONG_MS = START_MS + 3_600_000;
const request: LeaseRequest = { model: MODEL, estimatedTokens: 10 };

/** Lets promises settle. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

/** A pool of one key that has just been sent to rest for twenty seconds. */
function resting(): Fixture {
  const fixture = setUp(1);
  fixture.take().fail(perMinute());
  return fixture;
}

/** Waits and notes the result. */
function wait(
  { pool }: Fixture,
  deadlineMs = LONG_MS,
  signal?: AbortSignal,
  fields: Partial<LeaseRequest> = {},
) {
  const outcome: { result: LeaseResult | undefined } = { result: undefined };
  const done = pool
    .acquire({ ...request, ...fields }, deadlineMs, signal)
    .then((result) => (outcome.result = result));
  return { outcome, done };
}

describe('acquire', () => {
  it('leases at once when it can', async () => {
    const { pool, clock } = setUp(1);
    expect((await pool.acquire(request, LONG_MS)).type).toBe('leased');
    expect(clock.pending()).toBe(0);
  });

  it('leases when a cooldown ends, first come first served, and leaves no timer behind', async () => {
    const fixture = resting();
    const [first, second] = [wait(fixture), wait(fixture)];
    await settle();
    expect(fixture.clock.pending()).toBe(1);
    fixture.clock.advance(20_000);
    await settle();
    expect(first.outcome.result?.type).toBe('leased');
    expect(second.outcome.result).toBeUndefined();
    if (first.outcome.result?.type === 'leased') first.outcome.result.lease.succeed(ok);
    await settle();
    expect(second.outcome.result?.type).toBe('leased');
    expect(fixture.clock.pending()).toBe(0);
  });

  it('does not let a newcomer overtake', async () => {
    const fixture = resting();
    const waiting = wait(fixture);
    fixture.clock.advance(19_999);
    const busy = fixture.pool.lease(request);
    expect(busy.type).toBe('resting');
    fixture.clock.advance(1);
    expect(fixture.pool.lease(request).type).toBe('resting');
    await settle();
    expect(waiting.outcome.result?.type).toBe('leased');
  });

  it('gives up at once when the earliest return is too late', async () => {
    const fixture = resting();
    const result = await fixture.pool.acquire(request, START_MS + 19_000);
    expect(result).toMatchObject({ type: 'resting', reason: 'per_minute', untilMs: START_MS + 20_000 });
    expect(fixture.clock.pending()).toBe(0);
  });

  it('gives up at once when waiting cannot help', async () => {
    const fixture = setUp(1);
    fixture.take().fail(refuse({ kind: 'key_dead', reason: 'invalid' }));
    expect(await fixture.pool.acquire(request, LONG_MS)).toEqual({ type: 'resting', reason: 'empty' });
  });

  it('gives up when a longer rest begins while it waits', async () => {
    const fixture = resting();
    const waiting = wait(fixture, START_MS + 30_000);
    fixture.clock.advance(20_000);
    await settle();
    expect(waiting.outcome.result?.type).toBe('leased');
    const second = wait(fixture, START_MS + 40_000);
    await settle();
    if (waiting.outcome.result?.type === 'leased') waiting.outcome.result.lease.fail(perMinute(60_000, 1));
    await settle();
    expect(second.outcome.result).toMatchObject({ type: 'resting', reason: 'per_minute' });
    expect(fixture.clock.pending()).toBe(0);
  });

  it('gives up at its deadline', async () => {
    const fixture = setUp(1);
    const sent = [fixture.take(), fixture.take(), fixture.take(), fixture.take()];
    const waiting = wait(fixture, START_MS + 1000);
    sent[0]?.fail(perMinute(500, 100));
    fixture.clock.advance(1000);
    await settle();
    const result = waiting.outcome.result;
    expect(result).toBeDefined();
    expect(fixture.clock.pending()).toBe(0);
  });

  it('is told when the last key dies', async () => {
    const fixture = setUp(1);
    const sent = [fixture.take(), fixture.take(), fixture.take(), fixture.take()];
    const waiting = wait(fixture);
    sent[0]?.fail(refuse({ kind: 'key_dead', reason: 'invalid' }));
    await settle();
    expect(waiting.outcome.result).toEqual({ type: 'resting', reason: 'empty' });
    expect(fixture.clock.pending()).toBe(0);
  });

  it('is served by a key that comes back from quarantine', async () => {
    const fixture = setUp(1);
    const lease = fixture.take();
    lease.fail(refuse({ kind: 'key_quarantine', reason: 'forbidden', forMs: 60_000 }));
    const waiting = wait(fixture);
    fixture.pool.reportProbe(lease.keyId, { ok: true });
    await settle();
    expect(waiting.outcome.result?.type).toBe('leased');
    expect(fixture.clock.pending()).toBe(0);
  });

  it('leaves the queue when its caller does', async () => {
    const fixture = resting();
    const abort = new AbortController();
    const [leaving, staying] = [wait(fixture, LONG_MS, abort.signal), wait(fixture)];
    abort.abort();
    await settle();
    expect(leaving.outcome.result).toMatchObject({ type: 'resting', reason: 'per_minute' });
    fixture.clock.advance(20_000);
    await settle();
    expect(staying.outcome.result?.type).toBe('leased');
    expect(fixture.clock.pending()).toBe(0);
  });

  it('takes no key for a caller who has already left', async () => {
    const fixture = setUp(1);
    const result = await fixture.pool.acquire(request, LONG_MS, AbortSignal.abort());
    expect(result.type).toBe('resting');
    expect(fixture.pool.status()[0]?.inFlight).toBe(0);
  });

  it('lets those behind pass one whose own exclusions keep it waiting', async () => {
    const fixture = setUp(2);
    const [first, second] = [fixture.take(), fixture.take()];
    first.fail(perMinute());
    second.fail(perMinute(60_000, 10));
    const picky = wait(fixture, LONG_MS, undefined, { excludeProjects: new Set([first.projectId]) });
    const easy = wait(fixture);
    fixture.clock.advance(20_000);
    await settle();
    expect(picky.outcome.result).toBeUndefined();
    expect(easy.outcome.result?.type).toBe('leased');
    fixture.clock.advance(60_000);
    await settle();
    expect(picky.outcome.result?.type).toBe('leased');
    expect(fixture.clock.pending()).toBe(0);
  });

  it('serves a crowd in order as keys are given back', async () => {
    const fixture = setUp(2, { strategy: 'least_in_flight' });
    const order: number[] = [];
    const crowd = Array.from({ length: 200 }, async (_, index) => {
      const result = await fixture.pool.acquire(request, LONG_MS);
      if (result.type === 'resting') return;
      order.push(index);
      await settle();
      result.lease.succeed(ok);
    });
    for (let turn = 0; turn < 50 && order.length < 200; turn++) {
      await settle();
      fixture.clock.advance(100);
    }
    await Promise.all(crowd);
    expect(order).toEqual(Array.from({ length: 200 }, (_, index) => index));
    expect(fixture.clock.pending()).toBe(0);
  });

  it('ends for everybody when the pool closes', async () => {
    const fixture = resting();
    const waiting = wait(fixture);
    fixture.pool.close();
    await settle();
    expect(waiting.outcome.result).toEqual({ type: 'resting', reason: 'empty' });
    expect(fixture.clock.pending()).toBe(0);
    expect(fixture.pool.lease(request)).toEqual({ type: 'resting', reason: 'empty' });
  });
});

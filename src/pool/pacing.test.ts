import { describe, expect, it } from 'vitest';
import { Secret } from '../lib/secret.ts';
import { ok, perMinute, refuse, setUp, START_MS } from './key-pool.fixture.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Midnight in California after the fixture's noon. */
const MIDNIGHT_MS = START_MS + 12 * HOUR_MS;

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
    expect(rest({ estimatedTokens: 200 })).toMatchObject({
      reason: 'per_minute',
      limit: expect.stringContaining('tokens per minute (1000)'),
    });
    lease.succeed({ firstByteMs: 0, tokens: 100 });
    take({ estimatedTokens: 200 }).succeed(ok);
  });

  it('of tokens let one request that is larger than the whole through when nothing else was used', () => {
    const { take, rest } = setUp(configured({ tpm: 1000 }));
    take({ estimatedTokens: 5000 }).succeed({ firstByteMs: 0 });
    expect(rest().reason).toBe('per_minute');
  });

  it('of tokens, exceeded by one huge request alone, do not send the bucket to rest', () => {
    const { take } = setUp(1);
    const limits = [{ kind: 'tpm', value: 1000 }] as const;
    take({ estimatedTokens: 9000 }).fail(refuse({ kind: 'bucket_cool', reason: 'per_minute', limits }));
    const next = take();
    expect(next.keyId).toBeDefined();
    next.fail(refuse({ kind: 'bucket_cool', reason: 'per_minute', limits }));
    expect(() => take()).toThrow('per_minute');
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

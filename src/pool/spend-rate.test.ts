import { describe, expect, it } from 'vitest';
import { Secret } from '../lib/secret.ts';
import { MODEL, ok, refuse, setUp, START_MS, type Fixture } from './key-pool.fixture.ts';

const MINUTE_MS = 60_000;
const tooFast = refuse({ kind: 'bucket_cool', reason: 'spend_rate', limits: [] });
const oneProject = [0, 1].map((index) => ({
  key: new Secret(`key-of-a-paid-project-${index}`),
  project: 'p',
}));

/** Is refused again and again, each time as soon as the rest is over; how long the rests were. */
function restMinutes({ take, rest, clock }: Fixture, times: number): number[] {
  return Array.from({ length: times }, () => {
    take().fail(tooFast);
    const restMs = (rest().untilMs ?? Infinity) - clock.now();
    clock.advance(restMs);
    return restMs / MINUTE_MS;
  });
}

describe('a project that spends too fast', () => {
  it.each([
    ['as the provider says', {}],
    ['where refused keys rest as a whole', { cooldownMinutes: 5 }],
  ])('rests with all its keys and models: %s', (_name, options) => {
    const { take, rest, pool } = setUp(oneProject, options);
    take().fail(tooFast);
    for (const model of [MODEL, 'other'])
      expect(rest({ model })).toMatchObject({ reason: 'per_minute', untilMs: START_MS + MINUTE_MS });
    expect(pool.status().map(({ reason, untilMs }) => [reason, untilMs])).toEqual([
      ['spend_rate', START_MS + MINUTE_MS],
      ['spend_rate', START_MS + MINUTE_MS],
    ]);
  });

  it('rests twice as long each time, up to ten minutes, and starts anew after a success', () => {
    const fixture = setUp(oneProject);
    expect(restMinutes(fixture, 6)).toEqual([1, 2, 4, 8, 10, 10]);
    fixture.take().succeed(ok);
    expect(restMinutes(fixture, 1)).toEqual([1]);
  });

  it('escalates once for a burst', () => {
    const { take, rest } = setUp(oneProject);
    const burst = [take(), take(), take({ model: 'other' })];
    for (const lease of burst) lease.fail(tooFast);
    expect(rest().untilMs).toBe(START_MS + MINUTE_MS);
  });

  it('is not back for what was leased before it rested', () => {
    const fixture = setUp(oneProject);
    const slow = fixture.take({ model: 'other' });
    restMinutes(fixture, 2);
    slow.succeed(ok);
    expect(restMinutes(fixture, 1)).toEqual([4]);
  });
});

// A stream that breaks after content has reached the client, where another key goes on with it: its vendor's own SDK puts
// together one whole answer.

import { describe, expect, it } from 'vitest';
import { streamAskers } from './askers.ts';
import { expectNothingLeft, useWorld } from './sdk-world.ts';

const QUESTION = 'a question that is long enough for several chunks';
const KEYS = [1, 2, 3].map((n) => `AIzaSyTestKey-000000000000000000000000${n}`);
const world = useWorld({
  keys: KEYS,
  simulator: { tokenDelayMs: 5 },
  files: {
    'pollux.yaml':
      'stream_failover: resume\ntimeouts: { idle: 300ms }\nretry: { same_key_retries: 0 }\n' +
      'circuit_breaker: { failure_threshold: 1000 }\n',
  },
});

const faults = ['cut-2', 'error-event-2', 'error-raw-2', 'eof-2', 'malformed-2', 'stall-2'] as const;
const cases = faults.flatMap((fault) => streamAskers.map((asker) => [fault, asker.name, asker] as const));

describe('a stream', () => {
  it.each(cases)('broken by %s is whole for %s', async (fault, _name, { ask }) => {
    world.test.simulator.addFault({ fault, times: 1 });
    expect(await ask(world, QUESTION)).toBe(`You said: ${QUESTION}`);
    expect(world.statuses).toEqual([200, 200]);
    expect(new Set(world.calls.map(({ key }) => key)).size).toBe(2);
    // What stalls, or goes on behind its broken event, is left by us; and nothing else is.
    const { simulator } = world.test;
    await expectNothingLeft(world.test, simulator.abortedCalls());
    expect(simulator.abortedCalls()).toBeLessThanOrEqual(
      fault === 'stall-2' || fault === 'malformed-2' ? 1 : 0,
    );
    simulator.reset();
  });
});

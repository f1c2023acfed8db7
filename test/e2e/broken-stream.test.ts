// A stream that breaks after content has reached the client: its SDK must report an error, never a finished answer.

import { describe, expect, it } from 'vitest';
import { streamAskers } from './askers.ts';
import { expectNothingLeft, useWorld } from './sdk-world.ts';

const QUESTION = 'a question that is long enough for several chunks';
const world = useWorld({
  // Events come one by one, so that some have reached the client when the stream breaks.
  simulator: { tokenDelayMs: 10 },
  // One gateway for all: what breaks on purpose should not count against the next scenario.
  files: { 'pollux.yaml': 'timeouts: { idle: 300ms }\ncircuit_breaker: { failure_threshold: 1000 }\n' },
});

const faults = ['cut-2', 'error-event-2', 'error-raw-2', 'eof-2', 'stall-2', 'malformed-2'] as const;
const cases = faults.flatMap((fault) => streamAskers.map((asker) => [fault, asker.name, asker] as const));

describe('a stream', () => {
  it.each(cases)('broken by %s is an error for %s', async (fault, _name, { ask }) => {
    world.test.simulator.addFault({ fault });
    const outcome = await ask(world, QUESTION).then(
      (text) => ({ text }),
      (error: unknown) => error,
    );
    expect(outcome).toBeInstanceOf(Error);
    expect(outcome).toHaveProperty('message', expect.stringMatching(/\S{3}/u));
    expect(world.statuses).toEqual([200]);
    // A provider that stalls, or goes on with what is no answer any more, is left by us; no other.
    await expectNothingLeft(world.test, fault === 'stall-2' || fault === 'malformed-2' ? 1 : 0);
    world.test.simulator.reset();
  });
});

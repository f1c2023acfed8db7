// What goes wrong once, at every door on every provider: the caller's mistakes, keys that must rest, streams that break.
// A broken stream must end in the door's own error, and never as if it were well.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMatrixWorld, type MatrixWorld } from './matrix-world.ts';
import { doors, providers } from './providers.ts';
import { ask, patient, saying, textOf, wholeText } from './long-story.ts';
import { readFrames } from './wire.ts';

const manners = [
  ['whole', false],
  ['streamed', true],
] as const;

/** Each breaks an answer that the client has begun to read. */
const breaks = ['error-event-8', 'error-raw-8', 'cut-8', 'eof', 'eof-8', 'malformed-8'] as const;

describe.each(doors)('at the door of $name', (door) => {
  describe.each(providers)('on $name', (provider) => {
    let world: MatrixWorld;
    beforeAll(async () => {
      world = await startMatrixWorld({ keyCount: 4, paceMs: 1, config: patient + provider.config });
    });
    afterAll(() => world.close());

    it.each(manners)("tells the caller's mistake as such, and nobody else's: %s", async (_manner, stream) => {
      const { status, text, calls } = await ask(world, door, provider.model, { turns: [] }, stream);
      expect([status, calls.length]).toEqual([400, expect.toBeOneOf([0, 1])]);
      expect(door.isError(JSON.parse(text), 400)).toBe(true);
    });

    it.each(manners)('tells what the provider finds wrong, once: %s', async (_manner, stream) => {
      world.simulator.addFault({ fault: 'status-400', times: 1 });
      const { status, text, calls } = await ask(world, door, provider.model, saying, stream);
      expect([status, calls.map((call) => call.status)]).toEqual([400, [400]]);
      expect(door.isError(JSON.parse(text), 400)).toBe(true);
    });

    it.each(manners)('goes to another key when one is limited: %s', async (_manner, stream) => {
      world.simulator.addFault({ fault: '429-minute', times: 1 });
      const { status, text, calls } = await ask(world, door, provider.model, saying, stream);
      expect([status, calls.map((call) => call.status)]).toEqual([200, [429, 200]]);
      expect(new Set(calls.map(({ key }) => key)).size).toBe(2);
      expect(textOf(door, text, stream)).toBe(wholeText);
    });

    it.each(breaks)('ends a stream in an error: %s', async (fault) => {
      world.simulator.addFault({ fault, times: 1 });
      const { status, text, calls } = await ask(world, door, provider.model, saying, true);
      expect([status, calls.length]).toEqual([200, 1]);
      const frames = readFrames(text);
      expect([door.endOf(frames), text]).toEqual(['error', expect.any(String)]);
    });
  });
});

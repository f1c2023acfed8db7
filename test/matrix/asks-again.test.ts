// An answer that is spoilt before anything of it has reached the client is asked for again, at every door on every
// provider; and where nothing helps, the door says so in its own words.

import { describe, expect, it } from 'vitest';
import type { Door } from './door.ts';
import { ask, patient, saying, textOf, wholeText } from './long-story.ts';
import { startMatrixWorld } from './matrix-world.ts';
import { doors, providers, type MatrixProvider } from './providers.ts';

interface Told {
  readonly fault: string;
  readonly status: number;
  readonly calls: number;
  readonly text: string;
}

const spoils = ['cut', 'eof', 'truncated-json', 'status-500', 'html-502', 'reset'];
const streamSpoils = ['error-event-0', 'cut-0', 'eof-0', 'error-sse-body', 'html-502'];
const pairs = doors.flatMap((door) => providers.map((provider) => ({ door, provider })));
const good = (fault: string): Told => ({ fault, status: 200, calls: 2, text: wholeText });

describe('an answer that never began', () => {
  it.concurrent.each(pairs)(
    'is asked for again: $door.name on $provider.name',
    async ({ door, provider }) => {
      expect(await askThrough(door, provider, spoils, false)).toEqual(spoils.map(good));
    },
  );

  it.concurrent.each(pairs)(
    'is asked for again, streamed: $door.name on $provider.name',
    async ({ door, provider }) => {
      expect(await askThrough(door, provider, streamSpoils, true)).toEqual(streamSpoils.map(good));
    },
  );

  it.concurrent.each(pairs)(
    'is told of in the end: $door.name on $provider.name',
    async ({ door, provider }) => {
      const world = await startMatrixWorld({ keyCount: 2, config: patient + provider.config });
      world.simulator.addFault({ fault: 'status-503' });
      for (const stream of [false, true]) {
        const { status, text } = await ask(world, door, provider.model, saying, stream);
        expect(status).toBeGreaterThanOrEqual(500);
        expect(door.isError(JSON.parse(text), status)).toBe(true);
      }
      await world.close();
    },
  );
});

/** Asks once for each fault, in a world of its own: waits before another try then pass side by side. */
async function askThrough(
  door: Door,
  provider: MatrixProvider,
  faults: readonly string[],
  stream: boolean,
): Promise<readonly Told[]> {
  const world = await startMatrixWorld({ keyCount: 4, config: patient + provider.config });
  const told: Told[] = [];
  for (const fault of faults) {
    world.simulator.addFault({ fault, times: 1 });
    const { status, text, calls } = await ask(world, door, provider.model, saying, stream);
    told.push({ fault, status, calls: calls.length, text: textOf(door, text, stream) });
  }
  await world.close();
  return told;
}

// What commits an answer to its route: the first text, thought or call; and who never leaves a route at all.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, patient, saying, textOf, wholeText } from './long-story.ts';
import { startMatrixWorld, type MatrixWorld } from './matrix-world.ts';
import { doors, providers } from './providers.ts';
import { readFrames } from './wire.ts';

/** Events that a provider's stream begins with before it says anything, as the operation is called there. */
const LIFECYCLE: Readonly<Record<string, number>> = {
  'chat.completions': 1,
  responses: 4,
  messages: 2,
  streamGenerateContent: 0,
};

describe.each(doors)('at the door of $name', (door) => {
  describe.each(providers)('on $name', (provider) => {
    describe('by default', () => {
      let world: MatrixWorld;
      beforeAll(async () => {
        world = await startMatrixWorld({ keyCount: 3, paceMs: 1, config: patient + provider.config });
      });
      afterAll(() => world.close());

      it('frames without content are held back: a stream that breaks behind them goes to another key', async () => {
        const { calls: whole } = await ask(world, door, provider.model, saying, true);
        const silent = LIFECYCLE[whole[0]?.operation ?? ''];
        expect(silent).toBeDefined();
        world.simulator.addFault({ fault: 'cut', afterEvents: silent, times: 1 });
        const { text, calls } = await ask(world, door, provider.model, saying, true);
        expect([calls.length, textOf(door, text, true)]).toEqual([2, wholeText]);
      });

      it('the first content is not: a stream that breaks behind it ends in an error', async () => {
        world.simulator.addFault({ fault: 'cut', afterEvents: 6, times: 1 });
        const { text, calls } = await ask(world, door, provider.model, saying, true);
        expect([calls.length, door.endOf(readFrames(text))]).toEqual([1, 'error']);
      });
    });

    describe('under fail_fast', () => {
      let world: MatrixWorld;
      beforeAll(async () => {
        world = await startMatrixWorld({
          keyCount: 3,
          config: `${patient}${provider.config}stream_failover: fail_fast\n`,
        });
      });
      afterAll(() => world.close());

      it.each(['status-503', '429-minute', 'cut-0', 'reset'])('no key is switched: %s', async (fault) => {
        world.simulator.addFault({ fault, times: 1 });
        const { status, calls } = await ask(world, door, provider.model, saying, true);
        expect([status >= 400, calls.length]).toEqual([true, 1]);
      });
    });
  });
});

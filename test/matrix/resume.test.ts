// Streams that break after the client has begun to read, where `stream_failover: resume` is set: at every door, on every
// provider, wherever they break, the client gets the answer that it would have got, once.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, startMatrixWorld, type MatrixWorld } from './matrix-world.ts';
import { doors, providers } from './providers.ts';
import { readFrames } from './wire.ts';
import type { OfferedTool, Saying } from './scenario.ts';

const tool: OfferedTool = {
  name: 'get_weather',
  description: 'tells the weather',
  schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const story = 'Tell me of Castor and of Pollux, the twins — 卵 🐎 — and of how they shared their days.';

const sayings: readonly (readonly [string, Saying])[] = [
  ['text', { turns: [{ user: [story] }] }],
  ['thoughts and text', { turns: [{ user: [story] }], thinks: true }],
  ['a call', { turns: [{ user: ['Use get_weather now'] }], tools: [tool] }],
];

/** Another key at once: a pause before the same one is asked again would only take time. */
const config = `stream_failover: resume
circuit_breaker: { failure_threshold: 100000 }
max_failures_threshold: 100000
retry: { same_key_retries: 0 }
`;

const manners = ['cut', 'error-event', 'eof'] as const;
/** More events than a short answer has: a fault behind the end breaks nothing. */
const MOST_EVENTS = 12;

describe.each(doors)('at the door of $name', (door) => {
  const foreign = providers.filter(({ dialects }) => !dialects.includes(door.dialect));
  describe.each(foreign)('on $name', (provider) => {
    let world: MatrixWorld;
    beforeAll(async () => {
      world = await startMatrixWorld({ keyCount: 3, paceMs: 0, config });
    });
    afterAll(() => world.close());

    it.each(sayings)('goes on with %s wherever it breaks', async (_what, saying) => {
      const model = saying.thinks === true ? provider.thinker : provider.model;
      const { path, body } = door.say(saying, model, true);
      const sent = JSON.stringify(body);
      const read = (text: string): object => {
        const frames = readFrames(text);
        return { end: door.endOf(frames), heard: door.hear(door.fold(frames)) };
      };
      const whole = read((await exchange(world, path, sent)).text);
      const found: unknown[] = [];
      for (const manner of manners) {
        for (let at = 1; at <= MOST_EVENTS; at++) {
          world.simulator.addFault({ fault: manner, afterEvents: at, times: 1 });
          const { text } = await exchange(world, path, sent);
          world.simulator.clearFaults();
          found.push({ manner, at, ...read(text) });
        }
      }
      expect(found).toEqual(
        manners.flatMap((manner) =>
          Array.from({ length: MOST_EVENTS }, (_, index) => ({ manner, at: index + 1, ...whole })),
        ),
      );
    });
  });
});

// Streams that break after the client has begun to read, where `stream_failover: resume` is set: at every door, on every
// provider, wherever they break, the client gets the answer that it would have got, once.

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCuttingProxy, type CuttingProxy } from '../support/cutting-proxy.ts';
import type { Door } from './door.ts';
import { exchange, startMatrixWorld, type MatrixWorld } from './matrix-world.ts';
import { expectOneStream } from './one-stream.ts';
import { doors, providers } from './providers.ts';
import type { Heard, OfferedTool, Saying } from './scenario.ts';
import { readFrames } from './wire.ts';

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
const RUNS = 12;

interface Read {
  readonly end: string;
  readonly heard?: Heard;
}

/** What is cut off behind the finish is the usage. */
function withoutUsage({ end, heard }: Read): object {
  return { end, heard: { ...heard, usage: undefined } };
}

function read(door: Door, text: string): Read {
  const frames = readFrames(text);
  const end = door.endOf(frames);
  if (end !== 'well') return { end };
  expectOneStream(door, frames);
  return { end, heard: door.hear(door.fold(frames)) };
}

describe.each(doors)('at the door of $name', (door) => {
  describe.each(providers)('on $name', (provider) => {
    const cells = sayings.map(([what, saying]) => {
      const { path, body } = door.say(
        saying,
        saying.thinks === true ? provider.thinker : provider.model,
        true,
      );
      return [what, path, JSON.stringify(body)] as const;
    });
    let world: MatrixWorld;
    let proxy: CuttingProxy;
    beforeAll(async () => {
      proxy = await startCuttingProxy();
      const before = (url: string): string => {
        proxy.target = url;
        return proxy.url;
      };
      world = await startMatrixWorld({ keyCount: 3, paceMs: 0, config: config + provider.config, before });
    });
    afterAll(async () => {
      await world.close();
      await proxy.close();
    });

    /**
     * A relayed answer is not gone on with where its client has of a call only the name, of a message only its beginning, of
     * thoughts the signature without their end, or the stop reason without the end. A lost `[DONE]` behind the finish is nobody's loss.
     */
    const mayEnd = (what: string, share: number): readonly string[] => {
      if (!provider.dialects.includes(door.dialect)) return ['well'];
      if (door.dialect === 'openai-chat' && share > 0.75) return ['well', 'broken', 'error'];
      const items = door.dialect === 'openai-responses' || door.dialect === 'anthropic-messages';
      const open = what === 'a call' || (items && what !== 'text');
      const tail = door.dialect === 'anthropic-messages' && share > 0.9;
      return open || tail ? ['well', 'error'] : ['well'];
    };

    it.each(cells)('goes on with %s after every event', async (what, path, sent) => {
      const whole = read(door, (await exchange(world, path, sent)).text);
      expect(whole).toHaveProperty('end', 'well');
      for (const manner of manners) {
        for (let afterEvents = 1; afterEvents <= MOST_EVENTS; afterEvents++) {
          world.simulator.addFault({ fault: manner, afterEvents, times: 1 });
          const { text } = await exchange(world, path, sent);
          world.simulator.clearFaults();
          const got = read(door, text);
          const honest = got.end === 'error' && mayEnd(what, 0).includes('error');
          expect({ manner, afterEvents, got: honest ? whole : got }).toEqual({
            manner,
            afterEvents,
            got: whole,
          });
        }
      }
    });

    it.each(cells)('goes on with %s after any byte, in pieces of any size', async (what, path, sent) => {
      const whole = read(door, (await exchange(world, path, sent)).text);
      const bytes = proxy.lastBytes;
      let attempts = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: bytes - 1 }),
          fc.integer({ min: 1, max: 40 }),
          async (at, size) => {
            proxy.cut = { afterBytes: at, pieceBytes: size };
            const { text, calls } = await exchange(world, path, sent);
            attempts = Math.max(attempts, calls.length);
            const got = read(door, text);
            expect(mayEnd(what, at / bytes)).toContain(got.end);
            const wanted = got.end === 'well' ? withoutUsage(whole) : withoutUsage(got);
            expect(withoutUsage(got)).toEqual(wanted);
          },
        ),
        { numRuns: RUNS, seed: 7 },
      );
      expect(attempts).toBe(2);
    });
  });
});

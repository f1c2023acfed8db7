// A client that aborts by its SDK's own means: the provider's answer is left at once, and nothing stays behind.

import { describe, expect, it } from 'vitest';
import { expectNothingLeft, MODEL, useWorld } from './sdk-world.ts';

const world = useWorld({ simulator: { tokenDelayMs: 20 } });
const content = 'a question that is long enough for a good many chunks of the answer, one after another';
const messages = [{ role: 'user' as const, content }];

/** Begins a stream, takes its first piece and leaves. */
const leavers: readonly [string, () => Promise<void>][] = [
  [
    'openai',
    async () => {
      const stream = await world.openai.chat.completions.create({ model: MODEL, messages, stream: true });
      await stream[Symbol.asyncIterator]().next();
      stream.controller.abort();
    },
  ],
  [
    'anthropic',
    async () => {
      const stream = await world.anthropic.messages.create({
        model: MODEL,
        max_tokens: 1000,
        messages,
        stream: true,
      });
      await stream[Symbol.asyncIterator]().next();
      stream.controller.abort();
    },
  ],
  [
    'genai',
    async () => {
      const abort = new AbortController();
      const stream = await world.genai.models.generateContentStream({
        model: MODEL,
        contents: content,
        config: { abortSignal: abort.signal },
      });
      await stream.next();
      abort.abort();
    },
  ],
];

describe('a client that leaves amid a stream', () => {
  it.each(leavers)('costs no further attempt and leaves no call open: %s', async (_name, leave) => {
    await leave();
    await expect.poll(() => world.test.simulator.abortedCalls(), { timeout: 2000 }).toBe(1);
    await expectNothingLeft(world.test, 1);
    expect(world.statuses).toEqual([200]);
    world.test.simulator.reset();
  });
});

// Kept answers through the OpenAI SDK: asked for again by their ids, whole.

import { describe, expect, it } from 'vitest';
import { errorOf } from './openai-world.ts';
import { MODEL, useWorld } from './sdk-world.ts';

const its = useWorld();

describe('a kept response', () => {
  it.each([{}, { stream: false }] as const)('is given again as it was, asked with %j', async (how) => {
    const made = await its.openai.responses.create({ model: MODEL, input: 'hello' });
    expect(await its.openai.responses.retrieve(made.id, how)).toEqual(made);
  });

  it.each([false, true])(
    'is not streamed again, in the words of OpenAI for what was not made in the background; streamed before: %s',
    async (stream) => {
      const id = stream
        ? await streamed()
        : (await its.openai.responses.create({ model: MODEL, input: 'hello' })).id;
      for (const place of [{}, { starting_after: 3 }]) {
        const error = await errorOf(its.openai.responses.retrieve(id, { stream: true, ...place }));
        expect([error.status, error.type, error.param]).toEqual([400, 'invalid_request_error', 'stream']);
        expect(error.message).toContain(
          'This response cannot be streamed because it was not created with background=true.',
        );
      }
    },
  );

  it('is missed under an id that nobody has, streamed or not', async () => {
    for (const stream of [false, true] as const) {
      const error = await errorOf(its.openai.responses.retrieve('resp_none', { stream }));
      expect([error.status, error.message]).toEqual([404, expect.stringContaining("'resp_none' not found")]);
    }
  });
});

async function streamed(): Promise<string> {
  let id = '';
  const stream = await its.openai.responses.create({ model: MODEL, input: 'hello', stream: true });
  for await (const event of stream) if (event.type === 'response.completed') ({ id } = event.response);
  return id;
}

// Anthropic's own loop around tools, which would have the server keep the conversation: no turn of it may get lost.

import Anthropic from '@anthropic-ai/sdk';
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMatrixWorld, type MatrixWorld } from '../matrix/matrix-world.ts';

let world: MatrixWorld;
beforeAll(async () => {
  world = await startMatrixWorld();
});
afterAll(() => world.close());

const getWeather = betaTool({
  name: 'get_weather',
  description: 'The weather of a city',
  inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  run: () => 'sunny',
});

describe('the tool runner of the Anthropic SDK', () => {
  const models = ['gemini-3.8-flash', 'gpt-5-mini', 'claude-sonnet-4-6'];
  it.each(models.flatMap((model) => [false, true].map((stream) => ({ model, stream }))))(
    'works on $model (stream: $stream), the model seeing its own call when it gets the result',
    async ({ model, stream }) => {
      const anthropic = new Anthropic({ apiKey: 'any', baseURL: world.url, maxRetries: 0 });
      const runner = anthropic.beta.messages.toolRunner({
        model,
        max_tokens: 2000,
        stream,
        tools: [getWeather],
        messages: [{ role: 'user', content: 'please call get_weather' }],
      });
      const { content, stop_reason } = await runner.runUntilDone();
      expect(stop_reason).toBe('end_turn');
      expect(JSON.stringify(content)).toMatch(/The tools answered: get_weather = .*sunny/u);
    },
  );
});

describe('a message thread of the Anthropic SDK', () => {
  it('is refused by its own error where another vendor serves the model, before anything is sent', async () => {
    const before = world.simulator.callCount();
    const anthropic = new Anthropic({ apiKey: 'any', baseURL: world.url, maxRetries: 0 });
    const thread = anthropic.beta.messages.thread({ model: 'gemini-3.8-flash', max_tokens: 50 });
    await expect(thread.send({ role: 'user', content: 'hello' })).rejects.toThrow(
      expect.objectContaining({
        status: 400,
        name: 'ThreadUnsupportedRequestError',
      }) as Error,
    );
    expect(world.simulator.callCount()).toBe(before);
  });
});

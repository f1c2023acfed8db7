// Messages as Anthropic's own SDK asks for them.

import { describe, expect, it } from 'vitest';
import { MODEL, useWorld } from './sdk-world.ts';

const world = useWorld();
const text = 'hello there, this is a longer text to stream';
const said = `You said: ${text}`;
const request = { model: MODEL, max_tokens: 2000, messages: [{ role: 'user' as const, content: text }] };

describe('the Anthropic SDK', () => {
  it('gets a whole message with usage', async () => {
    const message = await world.anthropic.messages.create(request);
    expect(message).toMatchObject({
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: said }],
      stop_reason: 'end_turn',
    });
    expect(message.usage.input_tokens).toBeGreaterThan(0);
    expect(message.usage.output_tokens).toBeGreaterThan(0);
    expect(world.statuses).toEqual([200]);
  });

  it('finds the id of its request where it looks for it', async () => {
    const whole = await world.anthropic.messages.create(request).withResponse();
    expect(whole.request_id).toMatch(/^req-/u);
    expect(whole.request_id).toBe(whole.response.headers.get('x-request-id'));
    const streamed = world.anthropic.messages.stream(request);
    await streamed.done();
    expect(streamed.request_id).toMatch(/^req-/u);
  });

  it('is served under a Claude name by what the pool has, and is told by what', async () => {
    const { data, response } = await world.anthropic.messages
      .create({ ...request, model: 'claude-sonnet-5' })
      .withResponse();
    expect(data.content).toMatchObject([{ type: 'text', text: said }]);
    expect(response.headers.get('x-pollux-model')).toMatch(/^gemini-/u);
    expect(world.statuses).toEqual([200]);
  });

  it('carries on a conversation under a system prompt of blocks', async () => {
    const message = await world.anthropic.messages.create({
      ...request,
      system: [{ type: 'text', text: 'Be terse.', cache_control: { type: 'ephemeral' } }],
      messages: [
        { role: 'user', content: 'first' },
        { role: 'assistant', content: [{ type: 'text', text: 'one' }] },
        { role: 'user', content: 'second' },
      ],
    });
    expect(message.content).toMatchObject([{ text: 'You said: second' }]);
    expect(world.calls[0]?.body).toMatchObject({
      systemInstruction: { parts: [{ text: 'Be terse.' }] },
      contents: [{ role: 'user' }, { role: 'model', parts: [{ text: 'one' }] }, { role: 'user' }],
    });
    expect(world.statuses).toEqual([200]);
  });

  it('streams through its own accumulator, usage included', async () => {
    const stream = world.anthropic.messages.stream(request);
    let deltas = 0;
    stream.on('text', () => (deltas += 1));
    const message = await stream.finalMessage();
    expect(deltas).toBeGreaterThan(1);
    expect(message).toMatchObject({ content: [{ type: 'text', text: said }], stop_reason: 'end_turn' });
    expect(message.usage.input_tokens).toBeGreaterThan(0);
    expect(message.usage.output_tokens).toBeGreaterThan(0);
    expect(world.statuses).toEqual([200]);
  });

  it.each([
    ['a budget', { type: 'enabled', budget_tokens: 1024 }, false],
    ['a budget', { type: 'enabled', budget_tokens: 1024 }, true],
    ['adaptive', { type: 'adaptive' }, false],
    ['adaptive', { type: 'adaptive' }, true],
  ] as const)(
    'sees thinking and may send it back: %s (%j, stream: %s)',
    async (_name, thinking, streamed) => {
      const wanted = { ...request, thinking };
      const message = streamed
        ? await world.anthropic.messages.stream(wanted).finalMessage()
        : await world.anthropic.messages.create(wanted);
      expect(message.content).toMatchObject([
        {
          type: 'thinking',
          thinking: expect.stringContaining('Considering') as string,
          signature: expect.any(String) as string,
        },
        { type: 'text', text: said },
      ]);
      const next = await world.anthropic.messages.create({
        ...wanted,
        messages: [
          ...request.messages,
          { role: 'assistant', content: message.content },
          { role: 'user', content: 'and then' },
        ],
      });
      expect(next.content.at(-1)).toMatchObject({ text: 'You said: and then' });
      expect(world.statuses).toEqual([200, 200]);
    },
  );

  it.each([false, true])('is cut by max_tokens (stream: %s)', async (streamed) => {
    const wanted = { ...request, max_tokens: 3 };
    const message = streamed
      ? await world.anthropic.messages.stream(wanted).finalMessage()
      : await world.anthropic.messages.create(wanted);
    expect(message).toMatchObject({ content: [{ text: 'You said: he' }], stop_reason: 'max_tokens' });
    expect(world.statuses).toEqual([200]);
  });

  it('is cut by a stop sequence', async () => {
    const message = await world.anthropic.messages.create({ ...request, stop_sequences: [' this'] });
    expect(message.content).toMatchObject([{ text: 'You said: hello there,' }]);
    expect(['end_turn', 'stop_sequence']).toContain(message.stop_reason);
    expect(world.statuses).toEqual([200]);
  });

  it('gets JSON of its schema', async () => {
    const schema = {
      type: 'object',
      properties: { city: { type: 'string' }, size: { type: 'integer' } },
      required: ['city', 'size'],
      additionalProperties: false,
    };
    const message = await world.anthropic.messages.create({
      ...request,
      output_config: { format: { type: 'json_schema', schema } },
    });
    const [block] = message.content;
    expect(JSON.parse(block?.type === 'text' ? block.text : '')).toEqual({
      city: expect.any(String) as string,
      size: expect.any(Number) as number,
    });
    expect(world.statuses).toEqual([200]);
  });

  it.each([false, true])('is told of a blocked prompt by refusal (stream: %s)', async (streamed) => {
    world.test.simulator.addFault({ fault: 'blocked-prompt' });
    const message = streamed
      ? await world.anthropic.messages.stream(request).finalMessage()
      : await world.anthropic.messages.create(request);
    expect(message.stop_reason).toBe('refusal');
    expect(world.statuses).toEqual([200]);
  });

  it('counts tokens', async () => {
    const { max_tokens: _unused, ...prompt } = request;
    const count = await world.anthropic.messages.countTokens(prompt);
    expect(count.input_tokens).toBeGreaterThan(0);
    expect(world.calls.map(({ operation, status }) => [operation, status])).toEqual([['countTokens', 200]]);
  });
});

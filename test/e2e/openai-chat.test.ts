// Chat Completions as OpenAI's own SDK asks for them.

import { describe, expect, it } from 'vitest';
import { MODEL, useWorld } from './sdk-world.ts';

const world = useWorld();
const messages = [{ role: 'user' as const, content: 'hello there, this is a longer text to stream' }];
const said = 'You said: hello there, this is a longer text to stream';

describe('the OpenAI SDK', () => {
  it('gets a whole answer with usage that adds up', async () => {
    const answer = await world.openai.chat.completions.create({ model: MODEL, messages });
    expect(answer.choices[0]).toMatchObject({ message: { content: said }, finish_reason: 'stop' });
    const {
      prompt_tokens: input = 0,
      completion_tokens: output = 0,
      total_tokens: total,
    } = answer.usage ?? {};
    expect([input > 0, output > 0, total]).toEqual([true, true, input + output]);
    expect(world.statuses).toEqual([200]);
  });

  it('carries on a conversation under a system prompt', async () => {
    const answer = await world.openai.chat.completions.create({
      model: MODEL,
      messages: [
        { role: 'system', content: 'Be terse.' },
        { role: 'user', content: 'first' },
        { role: 'assistant', content: 'one' },
        { role: 'user', content: 'second' },
      ],
    });
    expect(answer.choices[0]?.message.content).toBe('You said: second');
    expect(world.calls[0]?.body).toMatchObject({
      systemInstruction: { parts: [{ text: 'Be terse.' }] },
      contents: [{ role: 'user' }, { role: 'model', parts: [{ text: 'one' }] }, { role: 'user' }],
    });
    expect(world.statuses).toEqual([200]);
  });

  it('streams through its own accumulator, usage included', async () => {
    const stream = world.openai.chat.completions.stream({
      model: MODEL,
      messages,
      stream_options: { include_usage: true },
    });
    let deltas = 0;
    stream.on('content', () => (deltas += 1));
    const answer = await stream.finalChatCompletion();
    expect(deltas).toBeGreaterThan(1);
    expect(answer.choices[0]).toMatchObject({ message: { content: said }, finish_reason: 'stop' });
    expect(answer.usage?.total_tokens).toBeGreaterThan(0);
    expect(world.statuses).toEqual([200]);
  });

  it('gets no usage chunk that it did not ask for', async () => {
    const stream = await world.openai.chat.completions.create({ model: MODEL, messages, stream: true });
    let text = '';
    for await (const chunk of stream) {
      expect(chunk.usage ?? null).toBeNull();
      expect(chunk.choices).toHaveLength(1);
      text += chunk.choices[0]?.delta.content ?? '';
    }
    expect(text).toBe(said);
    expect(world.statuses).toEqual([200]);
  });

  it('makes the model think, and sees the thoughts unless it asks not to', async () => {
    // Not in OpenAI's reference, so not in the SDK's types: what compatible services understand.
    const reasoning = { reasoning: { effort: 'high', exclude: true } };
    const silent = await world.openai.chat.completions.create({ model: MODEL, messages, ...reasoning });
    expect(silent.usage?.completion_tokens_details?.reasoning_tokens).toBeGreaterThan(0);
    expect(silent.choices[0]?.message).not.toHaveProperty('reasoning_content');
    const request = { model: MODEL, messages, reasoning_effort: 'high' as const };
    const telling = await world.openai.chat.completions.create(request);
    expect(telling.choices[0]?.message).toMatchObject({
      content: said,
      reasoning_content: expect.stringContaining('Considering the request') as string,
    });
    expect(world.statuses).toEqual([200, 200]);
  });

  it.each([
    ['max_completion_tokens', { max_completion_tokens: 3 }, 'length', 'You said: he'],
    ['max_tokens', { max_tokens: 3 }, 'length', 'You said: he'],
    ['a stop sequence', { stop: [' this'] }, 'stop', 'You said: hello there,'],
  ])('is cut by %s', async (_name, limit, finish, text) => {
    const answer = await world.openai.chat.completions.create({ model: MODEL, messages, ...limit });
    expect(answer.choices[0]).toMatchObject({ message: { content: text }, finish_reason: finish });
    expect(world.statuses).toEqual([200]);
  });

  it('gets JSON of its schema', async () => {
    const schema = {
      type: 'object',
      properties: { city: { type: 'string' }, size: { type: 'integer' } },
      required: ['city', 'size'],
      additionalProperties: false,
    };
    const answer = await world.openai.chat.completions.create({
      model: MODEL,
      messages,
      response_format: { type: 'json_schema', json_schema: { name: 'place', schema, strict: true } },
    });
    expect(JSON.parse(answer.choices[0]?.message.content ?? '')).toEqual({
      city: expect.any(String) as string,
      size: expect.any(Number) as number,
    });
    expect(world.statuses).toEqual([200]);
  });

  it.each([false, true])('is told of a blocked prompt by content_filter (stream: %s)', async (stream) => {
    world.test.simulator.addFault({ fault: 'blocked-prompt' });
    const request = { model: MODEL, messages };
    const answer = stream
      ? await world.openai.chat.completions.stream(request).finalChatCompletion()
      : await world.openai.chat.completions.create(request);
    expect(answer.choices[0]?.finish_reason).toBe('content_filter');
    expect(world.statuses).toEqual([200]);
  });
});

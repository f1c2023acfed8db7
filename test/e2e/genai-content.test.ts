// generateContent as Google's own SDK asks for it.

import { ThinkingLevel } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { MODEL, useWorld } from './sdk-world.ts';

const world = useWorld();
const contents = 'hello there, this is a longer text to stream';
const said = `You said: ${contents}`;

describe('the genai SDK', () => {
  it('gets a whole answer with usage', async () => {
    const answer = await world.genai.models.generateContent({ model: MODEL, contents });
    expect(answer.text).toBe(said);
    expect(answer.candidates?.[0]?.finishReason).toBe('STOP');
    const { promptTokenCount = 0, candidatesTokenCount = 0, totalTokenCount } = answer.usageMetadata ?? {};
    expect([promptTokenCount > 0, candidatesTokenCount > 0]).toEqual([true, true]);
    expect(totalTokenCount).toBe(promptTokenCount + candidatesTokenCount);
    expect(world.statuses).toEqual([200]);
  });

  it('streams, usage included', async () => {
    let text = '';
    let chunks = 0;
    let total: number | undefined;
    for await (const chunk of await world.genai.models.generateContentStream({ model: MODEL, contents })) {
      chunks += 1;
      text += chunk.text ?? '';
      total = chunk.usageMetadata?.totalTokenCount ?? total;
    }
    expect([chunks > 1, text, (total ?? 0) > 0]).toEqual([true, said, true]);
    expect(world.statuses).toEqual([200]);
  });

  it('carries on a chat under a system instruction, whole and streamed', async () => {
    const chat = world.genai.chats.create({ model: MODEL, config: { systemInstruction: 'Be terse.' } });
    expect((await chat.sendMessage({ message: 'first' })).text).toBe('You said: first');
    let text = '';
    for await (const chunk of await chat.sendMessageStream({ message: 'second' })) text += chunk.text ?? '';
    expect(text).toBe('You said: second');
    expect((await chat.sendMessage({ message: 'third' })).text).toBe('You said: third');
    expect(world.calls.at(-1)?.body).toMatchObject({ systemInstruction: { parts: [{ text: 'Be terse.' }] } });
    expect(world.statuses).toEqual([200, 200, 200]);
  });

  it('sees the thoughts it asks for', async () => {
    const thinkingConfig = { includeThoughts: true, thinkingLevel: ThinkingLevel.HIGH };
    const answer = await world.genai.models.generateContent({
      model: MODEL,
      contents,
      config: { thinkingConfig },
    });
    const [thought, text] = answer.candidates?.[0]?.content?.parts ?? [];
    expect(thought).toMatchObject({ thought: true, text: expect.stringContaining('Considering') as string });
    expect(text).toMatchObject({ text: said });
    expect(answer.usageMetadata?.thoughtsTokenCount).toBeGreaterThan(0);
    expect(world.statuses).toEqual([200]);
  });

  it.each([
    ['maxOutputTokens', { maxOutputTokens: 3 }, 'MAX_TOKENS', 'You said: he'],
    ['a stop sequence', { stopSequences: [' this'] }, 'STOP', 'You said: hello there,'],
  ])('is cut by %s', async (_name, config, finish, text) => {
    const answer = await world.genai.models.generateContent({ model: MODEL, contents, config });
    expect([answer.text, answer.candidates?.[0]?.finishReason]).toEqual([text, finish]);
    expect(world.statuses).toEqual([200]);
  });

  it.each([
    ['responseSchema', { type: 'OBJECT', properties: { size: { type: 'INTEGER' } }, required: ['size'] }],
    ['responseJsonSchema', { type: 'object', properties: { size: { type: 'integer' } }, required: ['size'] }],
  ])('gets JSON of its %s', async (name, schema) => {
    const config = { responseMimeType: 'application/json', [name]: schema };
    const answer = await world.genai.models.generateContent({ model: MODEL, contents, config });
    expect(JSON.parse(answer.text ?? '')).toEqual({ size: expect.any(Number) as number });
    expect(world.statuses).toEqual([200]);
  });

  it.each([false, true])('is told of a blocked prompt (stream: %s)', async (stream) => {
    world.test.simulator.addFault({ fault: 'blocked-prompt' });
    const reasons: unknown[] = [];
    if (stream) {
      const chunks = await world.genai.models.generateContentStream({ model: MODEL, contents });
      for await (const chunk of chunks) reasons.push(chunk.promptFeedback?.blockReason);
    } else {
      const answer = await world.genai.models.generateContent({ model: MODEL, contents });
      reasons.push(answer.promptFeedback?.blockReason);
    }
    expect(reasons).toEqual(['SAFETY']);
    expect(world.statuses).toEqual([200]);
  });

  it('counts tokens', async () => {
    const count = await world.genai.models.countTokens({ model: MODEL, contents });
    expect(count.totalTokens).toBeGreaterThan(0);
    expect(world.calls.map(({ operation, status }) => [operation, status])).toEqual([['countTokens', 200]]);
  });
});

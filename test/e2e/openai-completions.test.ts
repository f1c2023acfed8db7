// The older Completions through the OpenAI SDK: relayed to who has them, conversations to everybody else.

import { APIError } from 'openai';
import { describe, expect, it } from 'vitest';
import { errorOf, useOpenaiWorld } from './openai-world.ts';

const its = useOpenaiWorld();
const INSTRUCT = 'gpt-3.5-turbo-instruct';
const talkers = [
  ['OpenAI', 'gpt-4.1', 'openai chat.completions 200'],
  ['Anthropic', 'claude-sonnet-4-6', 'anthropic messages 200'],
  ['Gemini', 'gemini-3.8-flash', /^gemini (?:streamGenerateContent|generateContent) 200$/u],
] as const;

describe('completions by a model that has them', () => {
  it('pass as they are, tokens and all', async () => {
    const answer = await its.openai.completions.create({
      model: INSTRUCT,
      prompt: ['one', 'two'],
      n: 2,
      best_of: 3,
      max_tokens: 20,
    });
    expect(answer.choices.map(({ index, text }) => [index, text])).toEqual([
      [0, 'You said: one'],
      [1, 'You said: one'],
      [2, 'You said: two'],
      [3, 'You said: two'],
    ]);
    await its.openai.completions.create({ model: INSTRUCT, prompt: [1, 2, 3] });
    expect(its.reached).toEqual(['openai completions 200', 'openai completions 200']);
    expect(its.calls[1]?.body).toEqual({ model: INSTRUCT, prompt: [1, 2, 3] });
  });

  it('stream every choice to its end', async () => {
    const stream = await its.openai.completions.create({
      model: INSTRUCT,
      prompt: ['one', 'two'],
      stream: true,
      stream_options: { include_usage: true },
    });
    const texts: string[] = [];
    let tokens = 0;
    for await (const chunk of stream) {
      for (const { index, text } of chunk.choices) texts[index] = (texts[index] ?? '') + text;
      tokens = chunk.usage?.total_tokens ?? tokens;
    }
    expect(texts).toEqual(['You said: one', 'You said: two']);
    expect(tokens).toBeGreaterThan(0);
  });

  it.each(['cut', 'eof', 'error-event'])('whose stream breaks (%s) end in an error', async (fault) => {
    const read = async (): Promise<void> => {
      const stream = await its.openai.completions.create({
        model: `${INSTRUCT}-sim-${fault}`,
        prompt: 'one two three four five six seven eight nine ten',
        max_tokens: 50,
        stream: true,
      });
      for await (const _chunk of stream);
    };
    await expect(read()).rejects.toBeInstanceOf(APIError);
  });
});

describe.each(talkers)('completions by %s, which converses', (_vendor, model, reached) => {
  it('are the answer to the prompt', async () => {
    const answer = await its.openai.completions.create({ model, prompt: 'one', max_tokens: 50 });
    expect(answer).toMatchObject({
      id: expect.stringMatching(/^cmpl-/u) as string,
      object: 'text_completion',
      choices: [{ index: 0, text: 'You said: one', finish_reason: 'stop', logprobs: null }],
    });
    expect(answer.usage?.total_tokens).toBeGreaterThan(0);
    expect(its.reached).toEqual([expect.stringMatching(reached) as string]);
  });

  it('of several prompts stand in their order', async () => {
    const prompt = ['one', 'two', 'three', 'four', 'five', 'six'];
    const answer = await its.openai.completions.create({ model, prompt, max_tokens: 50 });
    expect(answer.choices.map(({ index, text }) => [index, text])).toEqual(
      prompt.map((text, index) => [index, `You said: ${text}`]),
    );
    expect(its.reached).toHaveLength(6);
  });

  it('stream, one prompt or several', async () => {
    for (const prompt of ['one', ['one', 'two']]) {
      const stream = await its.openai.completions.create({
        model,
        prompt,
        max_tokens: 50,
        echo: true,
        stream: true,
        stream_options: { include_usage: true },
      });
      const texts: string[] = [];
      const reasons: unknown[] = [];
      let tokens = 0;
      for await (const chunk of stream) {
        for (const { index, text, finish_reason: reason } of chunk.choices) {
          texts[index] = (texts[index] ?? '') + text;
          if (reason !== null) reasons[index] = reason;
        }
        tokens = chunk.usage?.total_tokens ?? tokens;
      }
      const prompts = Array.isArray(prompt) ? prompt : [prompt];
      expect(texts).toEqual(prompts.map((text) => `${text}You said: ${text}`));
      expect(reasons).toEqual(prompts.map(() => 'stop'));
      expect(tokens).toBeGreaterThan(0);
    }
  });

  it('tell what a conversation has no place for', async () => {
    const { response } = await its.openai.completions
      .create({ model, prompt: 'one', suffix: 'end', best_of: 3, max_tokens: 50, logit_bias: { 5: 1 } })
      .withResponse();
    expect(response.headers.get('x-pollux-loss')?.split(', ').toSorted()).toEqual([
      'best_of',
      'logit_bias',
      'suffix',
    ]);
  });

  it('refuse tokens, which only their own model could read', async () => {
    const error = await errorOf(its.openai.completions.create({ model, prompt: [1, 2] }));
    expect([error.status, error.param]).toEqual([400, 'prompt']);
    expect(its.reached).toEqual([]);
  });
});

describe('completions of which one fails', () => {
  it('fail as a whole, and no further prompt is asked', async () => {
    its.world.simulator.addFault({ fault: 'status-400', persona: 'gemini' });
    const error = await errorOf(
      its.openai.completions.create({ model: 'gemini-3.8-flash', prompt: ['one', 'two', 'three'] }),
    );
    expect(error.status).toBe(400);
    expect(its.reached).toHaveLength(1);
  });
});

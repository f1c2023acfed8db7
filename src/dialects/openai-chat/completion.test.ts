// The older Completions: what its answers are made of, and when a relayed one is whole.

import { describe, expect, it } from 'vitest';
import type { CanonAnswer } from '../../canon/answer.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { renderCompletionLogprobs } from './completion-logprobs.ts';
import { createCompletionRenderer } from './completion-stream.ts';
import { createCompletionInspector } from './inspect-completion.ts';
import { countChoices } from './parse-completion.ts';
import { renderCompletion, renderCompletionEvents } from './render-completion.ts';

const token = { token: 'hi', logprob: -0.5, bytes: [104, 105], top_logprobs: [{ token: 'ho', logprob: -1 }] };
const form = { choices: 2, echoed: [], includeUsage: true };
const context = { form, nowMs: 5000, id: 'x' };
const answer = (...texts: readonly string[]): CanonAnswer => ({
  model: 'm',
  candidates: texts.map((text, index) => ({
    index,
    parts: [
      { type: 'reasoning', text: 'hm' },
      { type: 'text', text },
    ],
    finish: { kind: 'stop' },
    logprobs: [token],
  })),
  usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
});

describe('token figures', () => {
  it('stand side by side, from where the text begins', () => {
    expect(renderCompletionLogprobs([token, token], 4)).toEqual({
      tokens: ['hi', 'hi'],
      token_logprobs: [-0.5, -0.5],
      top_logprobs: [{ ho: -1 }, { ho: -1 }],
      text_offset: [4, 6],
    });
    expect(renderCompletionLogprobs(undefined, 0)).toBeNull();
  });
});

describe('several answers', () => {
  it('are one, choices of one prompt together and usage summed', () => {
    const rendered = renderCompletion([answer('a', 'b'), answer('c', 'd')], context);
    expect(rendered).toMatchObject({
      id: 'cmpl-x',
      object: 'text_completion',
      created: 5,
      model: 'm',
      choices: ['a', 'b', 'c', 'd'].map((text, index) => ({ text, index, finish_reason: 'stop' })),
      usage: { prompt_tokens: 2, completion_tokens: 4, total_tokens: 6 },
    });
  });

  it('in events are each choice, the usage, and the end', () => {
    const lines = renderCompletionEvents([answer('a', 'b'), answer('c')], context)
      .trim()
      .split('\n\n');
    expect(lines.at(-1)).toBe('data: [DONE]');
    const chunks = lines.slice(0, -1).map((line) => JSON.parse(line.slice(6)) as { usage: unknown });
    expect(chunks.map(({ usage }) => usage !== null)).toEqual([false, false, false, true]);
  });
});

describe('a streamed answer', () => {
  it('ends in an error where it broke, without [DONE]', () => {
    const renderer = createCompletionRenderer(context);
    renderer.render({ type: 'answer-start', model: 'm' });
    const said = renderer.render({ type: 'text-delta', candidate: 0, text: 'a', logprobs: [token] });
    const broken = renderer.render({ type: 'error', error: new GatewayError('incomplete_answer', 'cut') });
    expect(said).toContain('"text_offset":[0]');
    expect(broken).toMatch(/^data: \{"error":\{"message":"cut/u);
    expect(renderer.render({ type: 'answer-end' })).toBe('');
  });

  it('gives the prompt back once for each choice', () => {
    const renderer = createCompletionRenderer({ ...context, form: { ...form, echoed: ['p:'] } });
    const texts = [0, 1, 0].map((candidate) => {
      const wire = renderer.render({ type: 'text-delta', candidate, text: 'a' });
      return (JSON.parse(wire.slice(6)) as { choices: [{ text: string }] }).choices[0].text;
    });
    expect(texts).toEqual(['p:a', 'p:a', 'a']);
  });
});

describe('a relayed answer', () => {
  it.each([
    [{ prompt: 'a' }, 1],
    [{ prompt: ['a', 'b'], n: 3 }, 6],
    [{ prompt: [1, 2, 3] }, 1],
    [{ prompt: [[1], [2]] }, 2],
    [{ prompt: [], n: -1 }, 1],
    [{}, 1],
  ])('to %j has %i choices', (body, count) => {
    expect(countChoices(body)).toBe(count);
  });

  it('is finished with the last of its choices, whatever their order', () => {
    const inspect = createCompletionInspector(2);
    const chunk = (index: number, text: string, reason: string | null) =>
      inspect({ choices: [{ index, text, finish_reason: reason }] });
    expect(chunk(1, 'a', null)).toMatchObject({ hasContent: true, finished: false, ended: 0 });
    expect(chunk(1, '', 'stop')).toMatchObject({ hasContent: false, finished: false, ended: 0 });
    expect(chunk(1, '', 'stop')).toMatchObject({ finished: false });
    expect(chunk(0, '', 'length')).toMatchObject({ finished: true, answersWithoutContent: true });
  });
});

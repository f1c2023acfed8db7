import { describe, expect, it } from 'vitest';
import type { CanonRequest, Reasoning } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { render } from './provider-request.fixture.ts';

const budget = (tokens: number): JsonObject => ({ type: 'enabled', budget_tokens: tokens });

describe('thinking', () => {
  it.each<[string, string, Reasoning, JsonObject | undefined, JsonObject | undefined, string[]]>([
    ['a budget', 'claude-sonnet-4-5', { budgetTokens: 5000 }, budget(5000), undefined, []],
    ['a budget below the least', 'claude-sonnet-4-5', { budgetTokens: 10 }, budget(1024), undefined, []],
    [
      'a budget above the ceiling',
      'claude-sonnet-4-5',
      { budgetTokens: 99_000 },
      budget(9999),
      undefined,
      [],
    ],
    ['an effort as a budget', 'claude-sonnet-4-5', { effort: 'high' }, budget(7500), undefined, []],
    ['as much as the model likes', 'claude-sonnet-4-5', { budgetTokens: -1 }, budget(7500), undefined, []],
    ['an effort beside a budget', 'claude-opus-4-5', { effort: 'max' }, budget(7500), { effort: 'high' }, []],
    ['none', 'claude-sonnet-4-5', { effort: 'none' }, { type: 'disabled' }, undefined, []],
    ['none by budget', 'claude-opus-4-8', { budgetTokens: 0 }, { type: 'disabled' }, undefined, []],
    [
      'none where it cannot be off',
      'claude-fable-5',
      { effort: 'none' },
      undefined,
      undefined,
      ['reasoning.none'],
    ],
    [
      'a model that does not think',
      'claude-3-5-haiku',
      { effort: 'low' },
      undefined,
      undefined,
      ['reasoning'],
    ],
    ['none there', 'claude-3-5-haiku', { effort: 'none' }, undefined, undefined, []],
    ['a budget where both go', 'claude-opus-4-6', { budgetTokens: 2000 }, budget(2000), undefined, []],
    [
      'an effort where both go',
      'claude-opus-4-6',
      { effort: 'minimal' },
      { type: 'adaptive' },
      { effort: 'low' },
      [],
    ],
    [
      'a word the model lacks',
      'claude-opus-4-6',
      { effort: 'xhigh' },
      { type: 'adaptive' },
      { effort: 'max' },
      [],
    ],
    [
      'a budget where none goes',
      'claude-opus-4-7',
      { budgetTokens: 5000 },
      { type: 'adaptive' },
      { effort: 'medium' },
      [],
    ],
    [
      'summaries where they are hidden',
      'claude-opus-4-7',
      { effort: 'xhigh', includeSummary: true },
      { type: 'adaptive', display: 'summarized' },
      { effort: 'xhigh' },
      [],
    ],
    [
      'no summaries where they are shown',
      'claude-sonnet-4-6',
      { effort: 'low', includeSummary: false },
      { type: 'adaptive', display: 'omitted' },
      { effort: 'low' },
      [],
    ],
  ])('%s', (_name, model, reasoning, thinking, outputConfig, lost) => {
    const { body, loss } = render({ reasoning, maxOutputTokens: 10_000 }, model);
    expect(body['thinking']).toEqual(thinking);
    expect(body['output_config']).toEqual(outputConfig);
    expect(loss).toEqual(lost);
  });

  it('is left out when the ceiling has no room for it', () => {
    const { body, loss } = render({ reasoning: { effort: 'high' }, maxOutputTokens: 1000 });
    expect(body).not.toHaveProperty('thinking');
    expect(loss).toEqual(['reasoning']);
  });

  it('is left out when a tool is forced: both together are refused', () => {
    const fields: Partial<CanonRequest> = {
      reasoning: { effort: 'low' },
      tools: [{ type: 'function', name: 'a' }],
      toolChoice: { type: 'required' },
    };
    const { body, loss } = render(fields);
    expect(body).not.toHaveProperty('thinking');
    expect(body['tool_choice']).toEqual({ type: 'any' });
    expect(loss).toEqual(['reasoning']);
    const always = render(fields, 'claude-fable-5');
    expect(always.body).toMatchObject({ thinking: { type: 'adaptive' }, tool_choice: { type: 'auto' } });
    expect(always.loss).toEqual(['tool_choice']);
  });

  it('drops the sampling that it does not go with', () => {
    const sampling = { temperature: 0.3, topP: 0.5, topK: 2 };
    const { body, loss } = render({ reasoning: { budgetTokens: 2000 }, sampling });
    expect(body).not.toHaveProperty('temperature');
    expect(body).not.toHaveProperty('top_p');
    expect(body).not.toHaveProperty('top_k');
    expect(loss).toEqual(['temperature', 'top_p', 'top_k']);
  });

  it('is not begun in the middle of a step that another model began without it', () => {
    const messages: CanonRequest['messages'] = [
      { role: 'user', parts: [{ type: 'text', text: 'q' }] },
      {
        role: 'assistant',
        parts: [{ type: 'tool-call', id: 'c', idFromModel: true, name: 'a', argumentsJson: '{}' }],
      },
      { role: 'user', parts: [{ type: 'tool-result', callId: 'c', parts: [], isError: false }] },
    ];
    const { body, loss } = render({ reasoning: { effort: 'low' }, messages });
    expect(body).not.toHaveProperty('thinking');
    expect(loss).toEqual(['reasoning']);
    expect(render({ reasoning: { effort: 'low' }, messages }, 'claude-opus-4-7').loss).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { parseAnthropicCountTokens, renderAnthropicCountTokens } from './provider-count-tokens.ts';
import { createLoss } from '../../canon/loss.ts';
import { parseAnthropicModels } from './parse-models.ts';
import { makeRequest } from './provider-request.fixture.ts';

describe('a page of the model list', () => {
  it('gives entries, and where the next page begins', () => {
    const raw = {
      type: 'model',
      id: 'claude-opus-4-6',
      display_name: 'Claude Opus 4.6',
      max_input_tokens: 200_000,
      max_tokens: 128_000,
    };
    const page = parseAnthropicModels({
      data: [raw, { type: 'model' }, null],
      has_more: true,
      last_id: 'claude-opus-4-6',
    });
    expect(page).toEqual({
      models: [
        {
          entry: {
            id: 'claude-opus-4-6',
            provider: 'anthropic',
            displayName: 'Claude Opus 4.6',
            inputTokenLimit: 200_000,
            outputTokenLimit: 128_000,
          },
          raw,
        },
      ],
      afterId: 'claude-opus-4-6',
    });
  });

  it('fills in a known ceiling where the list has none', () => {
    const { models, afterId } = parseAnthropicModels({
      data: [{ id: 'claude-3-5-haiku-20241022' }],
      has_more: false,
    });
    expect(models[0]?.entry.outputTokenLimit).toBe(8192);
    expect(afterId).toBeUndefined();
  });

  it('is empty for what is no list', () => {
    expect(parseAnthropicModels(null)).toEqual({ models: [] });
  });
});

describe('a token count', () => {
  it('sends only the fields that a count takes', () => {
    const request = makeRequest({
      stream: true,
      sampling: { temperature: 1 },
      system: [{ type: 'text', text: 'S' }],
      tools: [{ type: 'function', name: 'a' }],
    });
    const context = { loss: createLoss(), model: 'claude-sonnet-4-5', recallSignature: () => undefined };
    expect(Object.keys(renderAnthropicCountTokens(request, context))).toEqual([
      'model',
      'system',
      'tools',
      'messages',
    ]);
  });

  it('reads the number, and throws where there is none', () => {
    expect(parseAnthropicCountTokens({ input_tokens: 42 })).toBe(42);
    expect(() => parseAnthropicCountTokens({})).toThrow('did not count');
  });
});

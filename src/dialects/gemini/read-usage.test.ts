import { describe, expect, it } from 'vitest';
import { readGeminiUsage } from './read-usage.ts';

describe('usage', () => {
  it('counts the prompt with its cached tokens and those of tools once, and the answer with its thoughts', () => {
    const raw = {
      promptTokenCount: 100,
      cachedContentTokenCount: 80,
      toolUsePromptTokenCount: 5,
      candidatesTokenCount: 10,
      thoughtsTokenCount: 7,
      totalTokenCount: 122,
    };
    expect(readGeminiUsage(raw)).toEqual({
      inputTokens: 105,
      cachedInputTokens: 80,
      outputTokens: 17,
      reasoningTokens: 7,
      totalTokens: 122,
      raw,
    });
  });

  it('takes an absent answer count for zero, and leaves what else is absent unknown', () => {
    expect(readGeminiUsage({ promptTokenCount: 4 })).toEqual({
      inputTokens: 4,
      outputTokens: 0,
      raw: { promptTokenCount: 4 },
    });
    expect(readGeminiUsage({ trafficType: 'X' })?.inputTokens).toBeUndefined();
  });

  it('is unknown without the object', () => {
    for (const value of [undefined, null, 3, []]) expect(readGeminiUsage(value)).toBeUndefined();
  });
});

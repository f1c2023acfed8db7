import { describe, expect, it } from 'vitest';
import { Secret } from '../../lib/secret.ts';
import { openaiProvider } from './openai.ts';
import { openaiQuirks } from './openai-quirks.ts';

describe('the OpenAI provider', () => {
  it('shows its key as a bearer token and nowhere else', () => {
    expect(openaiProvider.authHeaders(new Secret('sk-1'))).toEqual({ authorization: 'Bearer sk-1' });
  });

  it('has one path for all models, below the base URL', () => {
    expect(openaiProvider.chatPath('gpt-5', true)).toBe('/chat/completions');
    expect(new URL(openaiProvider.defaultBaseUrl + openaiProvider.probePath).href).toBe(
      'https://api.openai.com/v1/models',
    );
  });

  it.each([
    ['gpt-4o', false],
    ['gpt-4.1-mini', false],
    ['ft:gpt-4o:org::id', false],
    ['gpt-3.5-turbo', false],
    ['chatgpt-4o-latest', false],
    ['gpt-5-chat-latest', false],
    ['gpt-5-search-api', false],
    ['gpt-5', true],
    ['gpt-5.2-codex', true],
    ['o3-mini', true],
    ['gpt-7-turbo', true],
  ])('knows whether %s reasons: %s', (model, reasons) => {
    expect(openaiQuirks.effortModels?.test(model)).toBe(reasons);
    expect(openaiQuirks.fixedSamplingModels?.test(model)).toBe(reasons);
  });
});

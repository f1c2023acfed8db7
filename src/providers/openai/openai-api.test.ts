import { describe, expect, it } from 'vitest';
import type { DialectName } from '../../canon/dialect-name.ts';
import { openaiApiFor } from './openai-api.ts';

const doors: readonly (DialectName | 'plain')[] = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini',
  'plain',
];

function apis(model: string): readonly string[] {
  return doors.map((door) => openaiApiFor(model, door).replace('openai-', ''));
}

describe('the API of an OpenAI model', () => {
  it.each([
    'gpt-5-codex',
    'gpt-5.1-codex-max',
    'gpt-5.3-codex-spark',
    'codex-mini-latest',
    'o1-pro',
    'o1-pro-2025-03-19',
    'o3-pro',
    'gpt-5-pro',
    'gpt-5-pro-2025-10-06',
    'gpt-5.5-pro',
    'o3-deep-research',
    'o4-mini-deep-research-2025-06-26',
    'computer-use-preview',
    'gpt-5.6-cyber',
    'gpt-daybreak-blue-latest',
  ])('is Responses from every door: %s', (model) => {
    expect(new Set(apis(model))).toEqual(new Set(['responses']));
  });

  it.each([
    'gpt-4o-search-preview',
    'gpt-4o-mini-search-preview-2025-03-11',
    'gpt-5-search-api',
    'gpt-audio',
    'gpt-audio-mini',
    'gpt-4o-audio-preview',
    'gpt-4o-mini-audio-preview',
    'o1-mini',
  ])('is Chat Completions from every door: %s', (model) => {
    expect(new Set(apis(model))).toEqual(new Set(['chat']));
  });

  it.each([
    'gpt-4.1',
    'gpt-4o',
    'gpt-5',
    'gpt-5.2',
    'o3',
    'o3-mini',
    'gpt-5.4-chat-latest',
    'gpt-4-projector',
  ])("is the door's own, and else Chat Completions: %s", (model) => {
    expect(apis(model)).toEqual(['chat', 'responses', 'chat', 'chat', 'chat']);
  });

  it.each(['gpt-5.4', 'gpt-5.4-mini', 'gpt-5.6-terra', 'gpt-5.10', 'gpt-6', 'gpt-10-mini'])(
    "is the door's own, and else the one in which it thinks and calls tools: %s",
    (model) => {
      expect(apis(model)).toEqual(['chat', 'responses', 'responses', 'responses', 'responses']);
    },
  );
});

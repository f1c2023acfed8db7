import { describe, expect, it } from 'vitest';
import { parseGeminiModels } from './models.ts';

describe('model list', () => {
  it('gives bare names, limits and methods, Google’s own object beside them, and the next page', () => {
    const raw = {
      name: 'models/gemini-3.8-flash',
      displayName: 'Gemini 3.8 Flash',
      inputTokenLimit: 1_048_576,
      outputTokenLimit: 65_536,
      supportedGenerationMethods: ['generateContent', 'countTokens'],
    };
    expect(
      parseGeminiModels({ models: [raw, { displayName: 'nameless' }, null], nextPageToken: 'p2' }),
    ).toEqual({
      models: [
        {
          raw,
          entry: {
            id: 'gemini-3.8-flash',
            provider: 'gemini',
            displayName: 'Gemini 3.8 Flash',
            inputTokenLimit: 1_048_576,
            outputTokenLimit: 65_536,
            methods: ['generateContent', 'countTokens'],
          },
        },
      ],
      nextPageToken: 'p2',
    });
  });

  it('ends where no further page is named', () => {
    expect(parseGeminiModels({ models: [{ name: 'models/a' }], nextPageToken: '' })).not.toHaveProperty(
      'nextPageToken',
    );
    expect(parseGeminiModels({}).models).toEqual([]);
    expect(parseGeminiModels({ models: [{ name: 'models/a' }] }).models[0]?.entry.methods).toBeUndefined();
  });
});

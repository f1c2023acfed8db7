import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../lib/json.ts';
import { inspectChatChunk } from './inspect-chunk.ts';
import { parseOpenaiModels } from './parse-models.ts';
import { parseOpenaiEmbeddings, renderOpenaiEmbeddings } from './provider-embeddings.ts';
import { chunk } from './provider-request.fixture.ts';

describe('a list of models', () => {
  it('is read with what services add to it', () => {
    const body = {
      object: 'list',
      data: [
        { id: 'gpt-5', object: 'model', owned_by: 'openai' },
        { id: 'llama', context_window: 131_072, max_completion_tokens: 32_768 },
        {
          id: 'a/b',
          name: 'A: B',
          description: 'd',
          context_length: 9,
          top_provider: { max_completion_tokens: 4 },
        },
        { id: 'models/gemini-3.8-flash' },
        { object: 'model' },
      ],
    };
    expect(
      parseOpenaiModels(body, 'p').models.map(({ entry }) => JSON.parse(JSON.stringify(entry)) as unknown),
    ).toEqual([
      { id: 'gpt-5', provider: 'p' },
      { id: 'llama', provider: 'p', inputTokenLimit: 131_072, outputTokenLimit: 32_768 },
      {
        id: 'a/b',
        provider: 'p',
        displayName: 'A: B',
        description: 'd',
        inputTokenLimit: 9,
        outputTokenLimit: 4,
      },
      { id: 'gemini-3.8-flash', provider: 'p' },
    ]);
  });

  it('may come bare, or be none', () => {
    expect(parseOpenaiModels([{ id: 'x' }], 'p').models).toHaveLength(1);
    expect(parseOpenaiModels('no', 'p').models).toEqual([]);
  });
});

describe('embeddings of a provider', () => {
  const request = { model: 'm', inputs: ['a', 'b'], dimensions: 2 };

  it('are asked for as numbers', () => {
    expect(renderOpenaiEmbeddings(request)).toEqual({
      model: 'm',
      input: ['a', 'b'],
      encoding_format: 'float',
      dimensions: 2,
    });
    expect(renderOpenaiEmbeddings({ model: 'm', inputs: [] })).not.toHaveProperty('dimensions');
  });

  it('are read in the order of their inputs, as numbers or as base64', () => {
    const floats = Buffer.alloc(8);
    floats.writeFloatLE(0.5, 0);
    floats.writeFloatLE(-2, 4);
    const body = {
      model: 'm-1',
      data: [
        { index: 1, embedding: floats.toString('base64') },
        { index: 0, embedding: [1, 0] },
      ],
      usage: { prompt_tokens: 2, total_tokens: 2 },
    };
    expect(parseOpenaiEmbeddings(body, request)).toMatchObject({
      model: 'm-1',
      vectors: [
        [1, 0],
        [0.5, -2],
      ],
      usage: { inputTokens: 2, totalTokens: 2 },
    });
  });

  it.each<readonly [string, JsonValue]>([
    ['one is missing', { data: [{ index: 0, embedding: [1] }] }],
    ['one is empty', { data: [{ embedding: [1] }, { embedding: [] }] }],
    ['one is no vector', { data: [{ embedding: [1] }, { embedding: ['x'] }] }],
    ['one is too many', { data: [{ embedding: [1] }, { embedding: [1] }, { embedding: [1] }] }],
    ['there are none', { error: 'x' }],
  ])('are refused when %s', (_name, body) => {
    expect(() => parseOpenaiEmbeddings(body, request)).toThrow(
      expect.objectContaining({ code: 'incomplete_answer' }) as Error,
    );
  });
});

describe('a look at a chunk', () => {
  it.each<readonly [string, JsonValue, object]>([
    ['text', chunk({ content: 'a' }), { hasContent: true, finished: false, model: 'm-1' }],
    [
      'a role alone',
      chunk({ role: 'assistant', content: '', refusal: null }),
      { hasContent: false, finished: false },
    ],
    ['a thought', chunk({ reasoning: 'h' }), { hasContent: true }],
    ['a call', chunk({ tool_calls: [{ index: 0 }] }), { hasContent: true }],
    ['an old call', chunk({ function_call: { name: 'f' } }), { hasContent: true }],
    ['a finish', chunk({}, 'stop'), { finished: true, answersWithoutContent: false, failed: false }],
    ['a filter', chunk({}, 'content_filter'), { finished: true, answersWithoutContent: true }],
    ['a ceiling', chunk({}, 'length'), { finished: true, answersWithoutContent: true }],
    ['a failure', chunk({}, 'error'), { finished: true, failed: true }],
    [
      'usage',
      { ...chunk({}), choices: [], usage: { prompt_tokens: 1 } },
      { finished: false, usage: { inputTokens: 1 } },
    ],
    ['an error', [{ error: { code: 1 } }], { error: { code: 1 }, finished: false, model: undefined }],
    [
      'a whole answer',
      { model: 'm', choices: [{ message: { content: 'a' }, finish_reason: 'stop' }] },
      { hasContent: true, finished: true },
    ],
    [
      'a choice that is done beside one that is not',
      { choices: [{ finish_reason: 'stop' }, { delta: { content: 'a' } }] },
      { hasContent: true, finished: false },
    ],
    ['something else', 'x', { hasContent: false, finished: false, error: undefined }],
  ])('sees %s', (_name, value, expected) => {
    expect(inspectChatChunk(value)).toMatchObject(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { parseGeminiEmbeddings, renderGeminiEmbeddings, splitEmbeddingRequest } from './embeddings.ts';

const request = { model: 'gemini-embedding-001', inputs: ['a', 'b'] };
const body = { embeddings: [{ values: [3, 4] }, { values: [0, 0] }] };

describe('embeddings', () => {
  it('are asked for in one batch, the model named in each', () => {
    expect(renderGeminiEmbeddings({ ...request, dimensions: 256 })).toEqual({
      requests: ['a', 'b'].map((text) => ({
        model: 'models/gemini-embedding-001',
        content: { parts: [{ text }] },
        outputDimensionality: 256,
      })),
    });
    expect(JSON.stringify(renderGeminiEmbeddings(request))).not.toContain('outputDimensionality');
  });

  it('of many inputs are asked for a hundred at a time, in order', () => {
    const inputs = Array.from({ length: 250 }, (_, at) => String(at));
    const pieces = splitEmbeddingRequest({ ...request, inputs });
    expect(pieces.map((piece) => piece.inputs.length)).toEqual([100, 100, 50]);
    expect(pieces.flatMap((piece) => piece.inputs)).toEqual(inputs);
  });

  it('that were shortened are brought to length 1 where the model does not do it', () => {
    expect(parseGeminiEmbeddings(body, { ...request, dimensions: 2 }).vectors).toEqual([
      [0.6, 0.8],
      [0, 0],
    ]);
    expect(parseGeminiEmbeddings(body, request).vectors).toEqual([
      [3, 4],
      [0, 0],
    ]);
    expect(parseGeminiEmbeddings(body, { ...request, dimensions: 3072 }).vectors[0]).toEqual([3, 4]);
    expect(
      parseGeminiEmbeddings(body, { ...request, model: 'gemini-embedding-2', dimensions: 2 }).vectors[0],
    ).toEqual([3, 4]);
  });

  it('carry usage only where the provider told it', () => {
    expect(parseGeminiEmbeddings(body, request).usage).toBeUndefined();
    const usageMetadata = { promptTokenCount: 5 };
    expect(parseGeminiEmbeddings({ ...body, usageMetadata }, request).usage).toMatchObject({
      inputTokens: 5,
      outputTokens: undefined,
    });
  });

  it.each([
    {},
    { embeddings: [{ values: [1] }] },
    { embeddings: [{ values: [1] }, { values: [] }] },
    { embeddings: [{ values: ['x'] }, {}] },
  ])('are refused when a vector is missing: %j', (broken) => {
    expect(() => parseGeminiEmbeddings(broken, request)).toThrow(
      expect.objectContaining({ code: 'incomplete_answer' }),
    );
  });
});

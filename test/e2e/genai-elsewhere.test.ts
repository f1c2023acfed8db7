// Google's smaller methods through its own SDK, for models of other vendors.

import { GoogleGenAI } from '@google/genai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMatrixWorld, type MatrixWorld } from '../matrix/matrix-world.ts';

let world: MatrixWorld;
let genai: GoogleGenAI;
beforeAll(async () => {
  world = await startMatrixWorld();
  genai = new GoogleGenAI({
    apiKey: 'any',
    httpOptions: { baseUrl: world.url, retryOptions: { attempts: 1 } },
  });
});
afterAll(() => world.close());

describe('the genai SDK', () => {
  it.each(['gpt-5-mini', 'claude-sonnet-4-6'])('counts tokens of %s', async (model) => {
    const [short, long] = await Promise.all(
      ['word', 'word '.repeat(1000)].map((contents) => genai.models.countTokens({ model, contents })),
    );
    expect(short?.totalTokens).toBeGreaterThan(0);
    expect(long?.totalTokens).toBeGreaterThan(500);
  });

  it('embeds texts with a model of OpenAI, one and several', async () => {
    const model = 'text-embedding-3-small';
    const one = await genai.models.embedContent({ model, contents: 'Castor' });
    const two = await genai.models.embedContent({ model, contents: ['Castor', 'Pollux'] });
    expect(one.embeddings?.map(({ values }) => values?.length)).toEqual([1536]);
    expect(two.embeddings?.[0]?.values).toEqual(one.embeddings?.[0]?.values);
    expect(two.embeddings).toHaveLength(2);
  });
});

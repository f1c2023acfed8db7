// Embeddings of OpenAI's own models: the same bytes both ways, so that nothing that only OpenAI knows gets lost.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchange, startMatrixWorld, type MatrixWorld } from '../matrix/matrix-world.ts';

let world: MatrixWorld;
beforeAll(async () => {
  const config = 'models: { vectors: text-embedding-3-small }';
  world = await startMatrixWorld({ config });
});
afterAll(() => world.close());

const path = '/v1/embeddings';

describe('embeddings of OpenAI', () => {
  it.each([
    ['a text', '"Castor"'],
    ['texts', '["Castor", "Pollux"]'],
    ['a list of tokens', '[9906, 1917]'],
    ['lists of tokens', '[[9906, 1917], [1, 2, 3]]'],
  ])('of %s reach it as they were sent, and come back as they came', async (_what, input) => {
    const sent = `{"model":"text-embedding-3-small",  "input": ${input}, "encoding_format":"base64", "later": {"x": 1}}`;
    const { status, text, calls, headers } = await exchange(world, path, sent);
    expect(status).toBe(200);
    expect(calls.map(({ rawBody }) => rawBody?.toString())).toEqual([sent]);
    const { data, usage } = JSON.parse(text) as { data: { embedding: unknown }[]; usage: object };
    expect(data.map(({ embedding }) => typeof embedding)).toEqual(data.map(() => 'string'));
    expect(usage).toMatchObject({ prompt_tokens: expect.any(Number) as number });
    expect(headers.get('x-pollux-model')).toBe('text-embedding-3-small');
  });

  it('by an alias name the model of the provider, and change nothing else', async () => {
    const { status, calls } = await exchange(world, path, '{"input": "x", "model": "vectors"}');
    expect(status).toBe(200);
    expect(calls[0]?.rawBody?.toString()).toBe('{"input": "x", "model": "text-embedding-3-small"}');
  });

  it('are refused in its own words', async () => {
    const sent = '{"model": "text-embedding-3-small", "input": "x", "dimensions": 99999}';
    const { status, text } = await exchange(world, path, sent);
    expect(status).toBe(400);
    expect(text).toContain('Must be less than or equal to 1536.');
  });
});

describe('lists of tokens', () => {
  it('are refused with the reason where no other provider can read them', async () => {
    const sent = '{"model": "gemini-embedding-001", "input": [[9906, 1917]]}';
    const { status, text, calls } = await exchange(world, path, sent);
    expect([status, calls.length]).toEqual([400, 0]);
    expect(text).toContain('send the text itself');
  });
});

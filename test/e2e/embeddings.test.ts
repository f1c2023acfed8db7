// Embeddings through both SDKs that have them.

import { describe, expect, it } from 'vitest';
import { useWorld } from './sdk-world.ts';

const world = useWorld();
const model = 'gemini-embedding-001';

describe('embeddings', () => {
  it("are the same in the OpenAI SDK's base64 default and as plain numbers", async () => {
    const input = 'a sentence';
    const packed = await world.openai.embeddings.create({ model, input });
    const plain = await world.openai.embeddings.create({ model, input, encoding_format: 'float' });
    const [one, other] = [packed.data[0]?.embedding ?? [], plain.data[0]?.embedding ?? []];
    expect([one.length, other.length]).toEqual([3072, 3072]);
    for (const [at, value] of other.entries()) expect(one[at]).toBeCloseTo(value, 5);
    expect(world.statuses).toEqual([200, 200]);
  });

  it('have the dimensions asked for', async () => {
    const answer = await world.openai.embeddings.create({ model, input: ['a', 'b'], dimensions: 256 });
    expect(answer.data.map(({ index, embedding }) => [index, embedding.length])).toEqual([
      [0, 256],
      [1, 256],
    ]);
    expect(answer.usage.total_tokens).toBeGreaterThan(0);
    expect(world.statuses).toEqual([200]);
  });

  it('of 250 texts come in order from three calls', async () => {
    const input = Array.from({ length: 250 }, (_unused, index) => `text number ${index}`);
    const answer = await world.openai.embeddings.create({ model, input, dimensions: 16 });
    expect(answer.data.map(({ index }) => index)).toEqual(input.map((_text, index) => index));
    const alone = await world.openai.embeddings.create({ model, input: 'text number 249', dimensions: 16 });
    expect(answer.data[249]?.embedding).toEqual(alone.data[0]?.embedding);
    expect(world.statuses).toEqual([200, 200, 200, 200]);
  });

  it('reach the genai SDK, one and several', async () => {
    const config = { outputDimensionality: 64 };
    const answer = await world.genai.models.embedContent({ model, contents: ['a', 'b'], config });
    expect(answer.embeddings?.map(({ values }) => values?.length)).toEqual([64, 64]);
    const one = await world.genai.models.embedContent({ model, contents: 'a', config });
    expect(one.embeddings?.[0]?.values).toEqual(answer.embeddings?.[0]?.values);
    expect(world.statuses).toEqual([200, 200]);
  });
});

// Model lists and single models, in the form that each SDK reads.

import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';
import { ApiError } from '@google/genai';
import { describe, expect, it } from 'vitest';
import { MODEL, useWorld } from './sdk-world.ts';

const world = useWorld();

async function collect<T>(list: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of list) all.push(item);
  return all;
}

describe('model lists', () => {
  it('reach the OpenAI SDK', async () => {
    const models = await collect(await world.openai.models.list());
    expect(models.map(({ id }) => id)).toContain(MODEL);
    expect(new Set(models.map(({ object }) => object))).toEqual(new Set(['model']));
    expect(await world.openai.models.retrieve(MODEL)).toMatchObject({ id: MODEL, object: 'model' });
  });

  it('reach the Anthropic SDK page by page, each model once', async () => {
    const models = await collect(world.anthropic.models.list({ limit: 7 }));
    const ids = models.map(({ id }) => id);
    expect(ids).toContain(MODEL);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(7);
    expect(await world.anthropic.models.retrieve(MODEL)).toMatchObject({ id: MODEL, type: 'model' });
  });

  it('reach the genai SDK page by page, each model once', async () => {
    const models = await collect(await world.genai.models.list({ config: { pageSize: 7 } }));
    const names = models.map(({ name }) => name);
    expect(names).toContain(`models/${MODEL}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(7);
    const one = await world.genai.models.get({ model: MODEL });
    expect(one.name).toBe(`models/${MODEL}`);
    expect(one.inputTokenLimit).toBeGreaterThan(0);
  });

  it.each([
    ['openai', () => world.openai.models.retrieve('no-such-model'), OpenAI.NotFoundError],
    ['anthropic', () => world.anthropic.models.retrieve('no-such-model'), Anthropic.NotFoundError],
    ['genai', () => world.genai.models.get({ model: 'gemini-no-such-model' }), ApiError],
  ] as const)('say that a model is unknown: %s', async (_name, ask, kind) => {
    const error: unknown = await ask().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ status: 404, message: expect.stringContaining('no-such-model') as string });
  });
});

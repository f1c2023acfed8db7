// OpenAI beside its conversations: which API a model has, embeddings, the list of models.

import { describe, expect, it } from 'vitest';
import { messages, tools, useOpenai } from './use-openai.fixture.ts';

const its = useOpenai();

describe('models that have one API only', () => {
  it.each([
    ['/v1/chat/completions', 'gpt-5.1-codex', { messages: messages('x') }, 404, null],
    ['/v1/chat/completions', 'o3-pro', { messages: messages('x') }, 404, null],
    ['/v1/responses', 'gpt-4o-search-preview', { input: 'x' }, 400, 'model_not_found'],
    ['/v1/chat/completions', 'gpt-5.6-terra', { messages: messages('x'), tools }, 400, null],
  ])('are refused at %s: %s', async (path, model, body, status, code) => {
    expect(await its.post(path, { model, ...body })).toMatchObject({
      status,
      error: { type: 'invalid_request_error', code },
    });
  });

  it('are served by the other', async () => {
    expect(await its.post('/v1/responses', { model: 'o3-pro', input: 'x' })).toMatchObject({
      object: 'response',
    });
    const none = { messages: messages('x'), tools, reasoning_effort: 'none' };
    expect(await its.post('/v1/chat/completions', { model: 'gpt-5.6-terra', ...none })).toMatchObject({
      object: 'chat.completion',
    });
  });
});

describe('the simulated embeddings and models', () => {
  it('embeds the same as floats and as base64, in unit length', async () => {
    const asked = { model: 'text-embedding-3-small', input: ['a', 'b'], dimensions: 16 };
    const floats = await its.client.embeddings.create({ ...asked, encoding_format: 'float' });
    const packed = await its.client.embeddings.create(asked);
    const length = Math.hypot(...(floats.data[0]?.embedding ?? []));
    expect(length).toBeCloseTo(1, 5);
    expect(packed.data.map(({ embedding }) => embedding)).toEqual(
      floats.data.map(({ embedding }) => embedding),
    );
  });

  it('lists models and knows one', async () => {
    const ids: string[] = [];
    for await (const { id } of its.client.models.list()) ids.push(id);
    expect(ids).toContain('gpt-4o');
    expect((await its.client.models.retrieve('gpt-4o')).id).toBe('gpt-4o');
  });
});

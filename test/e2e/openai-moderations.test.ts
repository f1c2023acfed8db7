// Moderations through the OpenAI SDK, and OpenAI's paths that are not served.

import { describe, expect, it } from 'vitest';
import { errorOf, useOpenaiWorld } from './openai-world.ts';

const its = useOpenaiWorld({
  config: 'models: { judge: { targets: [{ provider: gemini, model: gemini-3.8-flash }] } }\n',
});

describe('moderations', () => {
  it('pass as they are, with a model and without', async () => {
    const input = ['I kill time', 'hello'];
    const one = await its.openai.moderations.create({ model: 'omni-moderation-latest', input });
    const other = await its.openai.moderations.create({ input });
    expect(one.results.map(({ flagged }) => flagged)).toEqual([true, false]);
    expect(other.results).toEqual(one.results);
    expect(its.reached).toEqual(['openai moderations 200', 'openai moderations 200']);
    expect(its.calls[1]?.body).toEqual({ input });
  });

  it('by a model that judges nothing are refused, with who could', async () => {
    const error = await errorOf(its.openai.moderations.create({ model: 'judge', input: 'x' }));
    expect([error.status, error.code]).toEqual([400, 'unsupported_value']);
    expect(error.message).toMatch(/gemini-3\.8-flash of gemini cannot moderate\..*endpoint: openai/u);
    expect(its.reached).toEqual([]);
  });
});

describe('paths that are known and not served', () => {
  it.each([
    ['files', () => its.openai.files.list()],
    ['batches', () => its.openai.batches.retrieve('batch_1')],
    ['fine-tuning', () => its.openai.fineTuning.jobs.list()],
    ['vector stores', () => its.openai.vectorStores.create({})],
    ['the organisation', () => its.openai.get('/organization/usage/completions')],
    ['projects', () => its.openai.get('/projects')],
  ] as const)('say so: %s', async (_what, ask) => {
    const error = await errorOf(ask());
    expect([error.status, error.code]).toEqual([400, 'unsupported_value']);
    expect(error.message).toMatch(/is not served here/u);
    expect(its.reached).toEqual([]);
  });
});

// Clients of the configuration file, and the models that each may ask for.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { expectErrorForm } from './error-form.ts';
import { MODEL } from './front-doors.ts';

const NARROW = 'client-key-of-the-narrow-one';
const WIDE = 'client-key-of-the-wide-one';
/** Its globs fit names that no model has. */
const FRENCH = 'client-key-of-the-french-one';

const file = `
clients:
  - { name: narrow, key: ${NARROW}, models: ["gemini-3.5-*"] }
  - { name: wide, key: ${WIDE} }
  - { name: french, key: ${FRENCH}, models: ["claude-gemini-3.8-*", rapide] }
models:
  rapide: gemini-3.5-flash
  mixed: [gemini-3.5-flash, gemini-3.8-flash]
small_model: gemini-3.5-flash-lite
`;

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway({ files: { 'pollux.yaml': file } });
  await fetch(`${test.url}/v1/models`, { headers: { 'x-api-key': WIDE } });
});

afterAll(() => test.close());

function post(path: string, body: unknown, headers: Readonly<Record<string, string>>) {
  return fetch(test.url + path, { method: 'POST', body: JSON.stringify(body), headers });
}

describe('the models of a client', () => {
  const narrow = { 'x-api-key': NARROW };
  const messages = [{ role: 'user', content: 'x' }];

  it('are served', async () => {
    const answer = await post('/v1/chat/completions', { model: 'gemini-3.5-flash', messages }, narrow);
    expect(answer.status).toBe(200);
  });

  it.each(['rapide', 'claude-haiku-4-5', 'models/gemini-3.5-flash', 'gemini/gemini-3.5-flash'])(
    'may be asked for by any name that no other model answers to: %s',
    async (model) => {
      const answer = await post('/v1/messages', { model, max_tokens: 9, messages }, narrow);
      expect([answer.status, answer.headers.get('x-pollux-model')?.slice(0, 11)]).toEqual([
        200,
        'gemini-3.5-',
      ]);
    },
  );

  it('are all where none are named', async () => {
    const answer = await post('/v1/chat/completions', { model: MODEL, messages }, { 'x-api-key': WIDE });
    expect(answer.status).toBe(200);
  });

  it.each([
    ['/v1/chat/completions', { model: MODEL, messages }, 'openai'],
    ['/v1/chat/completions', { model: `models/${MODEL}`, messages }, 'openai'],
    ['/v1/chat/completions', { model: `gemini/${MODEL}`, messages }, 'openai'],
    ['/v1/messages', { model: 'claude-sonnet-5', max_tokens: 9, messages }, 'anthropic'],
    ['/v1/chat/completions', { model: 'mixed', messages }, 'openai'],
    ['/v1/chat/completions', { model: 'no-such-model', messages }, 'openai'],
    [`/v1beta/models/${MODEL}:generateContent`, { contents: [] }, 'gemini'],
    [`/v1beta/models/${MODEL}:countTokens`, { contents: [] }, 'gemini'],
    ['/v1/generate', { prompt: 'x', model: MODEL }, 'detail'],
    ['/v1/generate', { prompt: 'x' }, 'detail'],
    ['/generate', { prompt: 'x' }, 'generate'],
    ['/gemini-proxy', { prompt: 'x' }, 'proxy'],
  ] as const)('and no other: %s %j', async (path, body, form) => {
    const before = test.simulator.callCount();
    const answer = await post(path, body, narrow);
    expect(answer.status).toBe(403);
    expectErrorForm(form, 403, await answer.text());
    expect(test.simulator.callCount()).toBe(before);
  });
});

/** The ids of a whole list in any form. */
async function listed(path: string, headers: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const answer = await fetch(test.url + path, { headers });
  expect(answer.status).toBe(200);
  const { data, models } = (await answer.json()) as {
    readonly data?: readonly { readonly id: string }[];
    readonly models?: readonly { readonly name: string }[];
  };
  return data?.map(({ id }) => id) ?? models?.map(({ name }) => name.replace('models/', '')) ?? [];
}

const anthropic = { 'anthropic-version': '2023-06-01' };
const forms = [
  ['/v1/models', {}],
  ['/v1/models?limit=1000', anthropic],
  ['/v1beta/models?pageSize=1000', {}],
  ['/v1/models?pageSize=1000', {}],
  ['/v1beta/openai/models', {}],
] as const;

describe('a list of models', () => {
  it.each(forms)('has what the client may use, and nothing else: %s %j', async (path, form) => {
    const all = await listed(path, { ...form, 'x-api-key': WIDE });
    const own = await listed(path, { ...form, 'x-api-key': NARROW });
    expect(own).toEqual(
      all.filter((id) => /^(?:claude-)?gemini-3\.5-/u.test(id) || id === 'rapide' || id === 'claude-rapide'),
    );
    expect(own).toContain('gemini-3.5-flash');
    expect(own.length).toBeLessThan(all.length);
  });

  it('has the names that a client may use where it may not use those behind them', async () => {
    const own = await listed('/v1/models?limit=1000', { ...anthropic, 'x-api-key': FRENCH });
    expect(own).toContain('claude-gemini-3.8-flash');
    expect(own).not.toContain('gemini-3.8-flash');
    expect(await listed('/v1/models', { 'x-api-key': FRENCH })).toEqual(['rapide']);
  });

  it('pages through what the client may use', async () => {
    const answer = await fetch(`${test.url}/v1beta/models?pageSize=1`, { headers: { 'x-api-key': NARROW } });
    const { models, nextPageToken } = (await answer.json()) as Record<string, unknown>;
    expect([(models as unknown[]).length, nextPageToken]).toEqual([1, '1']);
  });

  it.each([
    ['/v1/models/', 'openai', {}],
    ['/v1/models/', 'anthropic', anthropic],
    ['/v1beta/models/', 'gemini', {}],
  ] as const)(
    'has a page for each of these, and none for others: %s in the form of %s',
    async (path, form, headers) => {
      const read = (model: string) =>
        fetch(test.url + path + model, { headers: { ...headers, 'x-api-key': NARROW } });
      expect((await read('gemini-3.5-flash')).status).toBe(200);
      const refused = await read(MODEL);
      expect(refused.status).toBe(403);
      expectErrorForm(form, 403, await refused.text());
    },
  );
});

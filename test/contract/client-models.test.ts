// Clients of the configuration file, and the models that each may ask for.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { expectErrorForm } from './error-form.ts';
import { MODEL } from './front-doors.ts';

const NARROW = 'client-key-of-the-narrow-one';
const WIDE = 'client-key-of-the-wide-one';

const file = `
clients:
  - { name: narrow, key: ${NARROW}, models: ["gemini-3.5-*"] }
  - { name: wide, key: ${WIDE} }
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

  it('are all where none are named', async () => {
    const answer = await post('/v1/chat/completions', { model: MODEL, messages }, { 'x-api-key': WIDE });
    expect(answer.status).toBe(200);
  });

  it.each([
    ['/v1/chat/completions', { model: MODEL, messages }, 'openai'],
    ['/v1/chat/completions', { model: `models/${MODEL}`, messages }, 'openai'],
    ['/v1/chat/completions', { model: `gemini/${MODEL}`, messages }, 'openai'],
    ['/v1/messages', { model: 'claude-sonnet-5', max_tokens: 9, messages }, 'anthropic'],
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

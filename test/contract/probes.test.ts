// What clients ask before their first request, and what pages do before theirs.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const CLIENT = 'client-key-of-probes-0001';
const PAGE = 'https://app.example';
let test: TestGateway;

beforeAll(async () => {
  const files = { 'pollux.yaml': `cors: { origins: ["${PAGE}"] }` };
  test = await startTestGateway({ env: { API_KEYS: CLIENT }, files });
});
afterAll(() => test.close());

describe('a probe', () => {
  it.each([
    ['HEAD', '/'],
    ['GET', '/'],
    ['HEAD', '/api/hello'],
    ['GET', '/api/hello'],
    ['GET', '/healthz'],
  ])('%s %s is answered without a key, and never by a redirect', async (method, path) => {
    const answer = await fetch(test.url + path, { method, redirect: 'manual' });
    expect(answer.status).toBe(200);
    expect((await answer.text()) === '').toBe(method === 'HEAD');
    expect(test.simulator.callCount({ operation: 'generateContent' })).toBe(0);
  });

  it('of Claude Code for models lists each chat model under a name that it shows', async () => {
    const headers = { authorization: `Bearer ${CLIENT}`, 'anthropic-version': '2023-06-01' };
    const answer = await fetch(`${test.url}/v1/models?limit=1000`, { headers });
    const { data } = (await answer.json()) as { data: { id: string; type: string }[] };
    const ids = data.map(({ id }) => id);
    expect(ids).toContain('claude-gemini-3.8-flash');
    const messages = [{ role: 'user', content: 'hello' }];
    const body = JSON.stringify({ model: 'claude-gemini-3.8-flash', max_tokens: 50, messages });
    const message = await fetch(`${test.url}/v1/messages?beta=true`, { method: 'POST', headers, body });
    expect(await message.json()).toMatchObject({ model: 'gemini-3.8-flash', stop_reason: 'end_turn' });
  });
});

describe('the preflight of a page that may call', () => {
  it.each(['/v1/chat/completions', '/v1/messages', '/v1beta/models/gemini-3.8-flash:generateContent'])(
    'is answered for %s with every header that SDKs send, without a key',
    async (path) => {
      const answer = await fetch(test.url + path, {
        method: 'OPTIONS',
        headers: {
          origin: PAGE,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,x-api-key,x-goog-api-key,content-type',
        },
      });
      expect(answer.status).toBe(204);
      expect(answer.headers.get('access-control-allow-origin')).toBe(PAGE);
      expect(answer.headers.get('access-control-allow-headers')).toBe('*, authorization');
      expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
    },
  );
});

describe('a model name with a wish behind it', () => {
  it.each([
    ['/v1/chat/completions', { model: 'gemini-3.8-flash-search' }],
    ['/v1/messages', { model: 'gemini-3.8-flash-search', max_tokens: 50 }],
    ['/v1beta/models/gemini-3.8-flash-search:generateContent', undefined],
  ])('is served at %s, and what nobody follows is named', async (path, head) => {
    const body = head
      ? { ...head, messages: [{ role: 'user', content: 'hello' }] }
      : { contents: [{ role: 'user', parts: [{ text: 'hello' }] }] };
    const answer = await fetch(test.url + path, {
      method: 'POST',
      headers: { 'x-api-key': CLIENT },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-pollux-model')).toBe('gemini-3.8-flash');
    expect(answer.headers.get('x-pollux-loss')).toBe('model -search');
    await answer.arrayBuffer();
  });
});

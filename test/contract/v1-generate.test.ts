// `/v1/generate` and `/generate`: one prompt in, one text out, identical prompts from memory.

import { afterEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, type TestGatewayOptions } from '../support/start-gateway.ts';
import { MODEL } from './front-doors.ts';

const ONE = 'client-key-of-app-one-01';
const TWO = 'client-key-of-app-two-02';
const CLIENTS = { CLIENT_API_KEYS_MAP: `${ONE}:AppOne,${TWO}:AppTwo` };

let test: TestGateway | undefined;

afterEach(async () => {
  await test?.close();
  test = undefined;
});

async function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
  test = await startTestGateway({ env: CLIENTS, ...options });
  return test;
}

async function ask(path: string, body: object, key = ONE) {
  const answer = await fetch(`${test?.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: JSON.parse(text) as Record<string, unknown>,
  };
}

describe('/v1/generate', () => {
  it('answers response, model and cached, and nothing else', async () => {
    await start();
    const { status, headers, body } = await ask('/v1/generate', { prompt: 'Say hello', model: MODEL });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json/u);
    expect(body).toEqual({
      response: expect.stringContaining('Say hello') as string,
      model: MODEL,
      cached: false,
    });
  });

  it('asks a default model when none is named', async () => {
    await start();
    expect((await ask('/v1/generate', { prompt: 'Say hello' })).body['model']).toBe(MODEL);
  });

  it('serves a model by an old name with what there is, and says which', async () => {
    await start();
    const { status, body } = await ask('/v1/generate', { prompt: 'Say hello', model: 'gemini-1.5-flash' });
    expect(status).toBe(200);
    expect(body['model']).toBe(MODEL);
  });

  it('answers the same prompt from memory, without a provider', async () => {
    const { simulator } = await start();
    const first = await ask('/v1/generate', { prompt: 'Twice', model: MODEL });
    const calls = simulator.callCount({ operation: 'generateContent' });
    const second = await ask('/v1/generate', { prompt: 'Twice', model: MODEL });
    expect(second.body).toEqual({ ...first.body, cached: true });
    expect([first, second].map(({ headers }) => headers.get('x-pollux-cache'))).toEqual(['miss', 'hit']);
    expect(simulator.callCount({ operation: 'generateContent' })).toBe(calls);
  });

  it.each([
    ['another client', '/v1/generate', { prompt: 'Mine', model: MODEL }, TWO],
    ['another model', '/v1/generate', { prompt: 'Mine', model: 'gemini-3.5-flash' }, ONE],
    ['another prompt', '/v1/generate', { prompt: 'Mine ', model: MODEL }, ONE],
    ['another endpoint', '/generate', { prompt: 'Mine' }, ONE],
    ['yet another endpoint', '/gemini-proxy', { prompt: 'Mine' }, ONE],
  ])('does not answer %s from it', async (_what, path, body, key) => {
    const { simulator } = await start();
    await ask('/v1/generate', { prompt: 'Mine', model: MODEL });
    const calls = simulator.callCount({ operation: 'generateContent' });
    const other = await ask(path, body, key);
    expect(other.status).toBe(200);
    expect(other.headers.get('x-pollux-cache')).toBe('miss');
    expect(simulator.callCount({ operation: 'generateContent' })).toBe(calls + 1);
  });

  it('does not keep what was cut at the token limit, nor errors', async () => {
    const { simulator } = await start();
    simulator.addFault({ fault: 'finish-MAX_TOKENS', times: 1 });
    await ask('/v1/generate', { prompt: 'Long', model: MODEL });
    expect((await ask('/v1/generate', { prompt: 'Long', model: MODEL })).body['cached']).toBe(false);
  });

  it('forgets nothing, but asks anew, where the cache is off', async () => {
    await start({ files: { 'pollux.yaml': 'cache: { enabled: off }\n' } });
    await ask('/v1/generate', { prompt: 'Twice', model: MODEL });
    const { headers, body } = await ask('/v1/generate', { prompt: 'Twice', model: MODEL });
    expect(body['cached']).toBe(false);
    expect(headers.get('x-pollux-cache')).toBe('bypass');
  });
});

describe('when every key is out', () => {
  const keys = ['AIzaSyOut-00000000000000000000000000001', 'AIzaSyOut-00000000000000000000000000002'];
  const prompts = [
    ['/v1/generate', 'detail'],
    ['/generate', 'error'],
    ['/gemini-proxy', 'errors'],
  ] as const;

  it.each(prompts)('of its day, %s says 503 and when to come back', async (path, field) => {
    const { simulator } = await start({
      keys,
      simulator: { quotas: [{ project: '*', model: '*', rpd: 1 }] },
    });
    for (const prompt of ['a', 'b']) expect((await ask(path, { prompt })).status).toBe(200);
    const { status, headers, body } = await ask(path, { prompt: 'c' });
    expect(status).toBe(503);
    const seconds = Number(headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(25 * 3600);
    expect(body[field]).toBeDefined();
    expect(JSON.stringify(body)).toMatch(/[a-z]{4,} [a-z]/u);
    const calls = simulator.callCount();
    expect((await ask(path, { prompt: 'd' })).status).toBe(503);
    expect(simulator.callCount()).toBe(calls);
  });

  it.each(prompts)('for good, %s says 503 and nothing of whose key it was', async (path) => {
    const { simulator } = await start({ keys });
    for (const key of keys) simulator.setKeyState(key, 'invalid');
    const { status, body } = await ask(path, { prompt: 'x' });
    expect(status).toBe(503);
    // A caller who reads "API key not valid" by itself would look for the fault in its own key.
    expect(JSON.stringify(body)).toContain('No key of the pool can be used now');
    expect(JSON.stringify(body)).not.toMatch(/AIza|API_KEY_INVALID/u);
  });
});

describe('/generate', () => {
  it.each([undefined, 'Gemini', 'gemini', 'GEMINI'])(
    'with the provider %s answers provider, output and cached',
    async (provider) => {
      await start();
      const first = await ask('/generate', { prompt: 'Say hello', provider });
      expect(first.status).toBe(200);
      expect(first.body).toEqual({
        provider: 'Gemini',
        output: expect.stringContaining('Say hello') as string,
        cached: false,
      });
      const second = await ask('/generate', { prompt: 'Say hello', provider });
      expect(second.body).toEqual({ ...first.body, cached: true });
    },
  );

  it('says so when the provider asked for has no keys here', async () => {
    await start();
    const { status, body } = await ask('/generate', { prompt: 'Say hello', provider: 'OpenAI' });
    expect(status).toBe(400);
    expect(body).toEqual({ error: expect.stringContaining('openai') as string, code: 'not_supported' });
  });
});

describe('a pool whose first keys are dead from the start', () => {
  it('answers with the one that lives', async () => {
    const keys = Array.from({ length: 6 }, (_, index) => `AIzaSyMany-0000000000000000000000000000${index}`);
    const states = keys.map((key, index) => ({
      key,
      project: `p${index}`,
      state: index < 5 ? ('invalid' as const) : ('active' as const),
    }));
    await start({ keys, simulator: { keys: states } });
    expect((await ask('/v1/generate', { prompt: 'x' })).status).toBe(200);
  });
});

// Health, metrics and the state of the keys, as operators and their machines read them.

import { afterEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/lib/clock.ts';
import { startTestGateway, type TestGateway, type TestGatewayOptions } from '../support/start-gateway.ts';
import { MODEL } from './front-doors.ts';

const ONE = 'AIzaSyCastor-000000000000000000000-aaaa';
const TWIN = 'AIzaSyCastor-111111111111111111111-aaaa';
const THREE = 'AIzaSyPollux-000000000000000000000-bbbb';
const keys = [ONE, TWIN, THREE];
const ISO = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/u) as string;

let test: TestGateway | undefined;

afterEach(async () => {
  await test?.close();
  test = undefined;
});

async function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
  test = await startTestGateway({ keys, ...options });
  return test;
}

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${test?.url}${path}`, { headers });
const json = async (path: string): Promise<unknown> => (await get(path)).json();

function prompt(text: string, model = MODEL) {
  return fetch(`${test?.url}/v1/generate`, { method: 'POST', body: JSON.stringify({ prompt: text, model }) });
}

describe('/v1/keys/status', () => {
  it('has exactly this shape while all is well, keys with equal masks told apart', async () => {
    await start();
    expect(await json('/v1/keys/status')).toEqual({
      available_keys: ['AIzaSy...aaaa', 'AIzaSy...aaaa-2', 'AIzaSy...bbbb'],
      temporarily_disabled_keys: {},
      permanently_disabled_keys: [],
      summary: { total: 3, available: 3, temporarily_disabled: 0, permanently_disabled: 0 },
    });
  });

  it('tells of keys that rest, until when, and of keys that are gone', async () => {
    const { simulator } = await start();
    simulator.setKeyState(ONE, 'invalid');
    simulator.addFault({ fault: '429-day', key: TWIN });
    for (let index = 0; index < 6; index += 1) await (await prompt(`prompt ${index}`)).arrayBuffer();
    expect(await json('/v1/keys/status')).toEqual({
      available_keys: ['AIzaSy...bbbb'],
      temporarily_disabled_keys: { 'AIzaSy...aaaa-2': ISO },
      permanently_disabled_keys: ['AIzaSy...aaaa'],
      summary: { total: 3, available: 1, temporarily_disabled: 1, permanently_disabled: 1 },
    });
  });
});

describe('/health', () => {
  it.each([{}, { accept: '*/*' }, { accept: 'text/plain' }, { accept: 'text/html' }])(
    'is one sentence of text for %j',
    async (headers) => {
      await start();
      const answer = await get('/health', { ...headers });
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain/u);
      expect(await answer.text()).toBe('AI Gateway is healthy');
    },
  );

  it.each(['application/json', 'text/html, application/json;q=0.9'])('is JSON for %s', async (accept) => {
    await start();
    const answer = await get('/health', { accept });
    expect(await answer.json()).toEqual({
      status: 'healthy',
      simulator: false,
      keys: { active: 3, quarantined: 0, dead: 0, disabled: 0 },
    });
  });

  it('stays healthy and alive, but is not ready, when all keys are dead', async () => {
    const { simulator } = await start();
    expect((await get('/health/ready')).status).toBe(200);
    for (const key of keys) simulator.setKeyState(key, 'invalid');
    await prompt('x');
    expect((await get('/health')).status).toBe(200);
    expect(await json('/health/live')).toEqual({ status: 'live' });
    const ready = await get('/health/ready');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      status: 'not_ready',
      reason: 'no key is alive',
      keys: { dead: 3 },
    });
  });
});

it.each(['/health', '/healthz', '/health/live', '/health/ready'])(
  'HEAD %s has the head of GET',
  async (path) => {
    await start();
    const whole = await get(path);
    const head = await fetch(`${test?.url}${path}`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([whole.status, '']);
    for (const name of ['content-type', 'content-length'])
      expect(head.headers.get(name)).toBe(whole.headers.get(name));
  },
);

describe('/health/detailed', () => {
  interface Detailed {
    readonly providers: { readonly gemini: { readonly keys: readonly Record<string, unknown>[] } };
  }

  it('checks every key by the model list alone, once a minute for all who ask', async () => {
    const clock = createManualClock(Date.UTC(2030, 0, 15, 12));
    const { simulator } = await start({ start: { clock } });
    await get('/v1/models');
    const before = simulator.callCount();
    const ask = async (): Promise<Detailed> => (await (await get('/health/detailed')).json()) as Detailed;
    const [first] = await Promise.all([ask(), ask(), ask()]);
    expect(simulator.callCount()).toBe(before + keys.length);
    expect(
      simulator
        .calls()
        .slice(before)
        .every(({ method, url }) => method === 'GET' && /\/models\b/u.test(url)),
    ).toBe(true);
    expect(first.providers.gemini.keys.map(({ check }) => check)).toEqual(
      keys.map(() => ({
        valid: true,
        checked_at: expect.stringMatching(/^2030-01-15T12:00:00/u) as string,
        age_seconds: 0,
      })),
    );
    clock.advance(59_000);
    const [later] = (await ask()).providers.gemini.keys;
    expect(later).toMatchObject({ check: { age_seconds: 59 } });
    expect(simulator.callCount()).toBe(before + keys.length);
    clock.advance(2000);
    await ask();
    expect(simulator.callCount()).toBe(before + 2 * keys.length);
  });

  it('finds a revoked key before a request does, and shows why, not which', async () => {
    const { simulator } = await start();
    simulator.setKeyState(ONE, 'suspended');
    const answer = await get('/health/detailed');
    const text = await answer.text();
    for (const key of keys) expect(text).not.toContain(key);
    const shown = (JSON.parse(text) as Detailed).providers.gemini.keys;
    expect(shown[0]).toMatchObject({ key: 'AIzaSy...aaaa', check: { valid: false } });
    expect(shown[0]?.['state']).not.toBe('active');
    expect(shown[2]).toMatchObject({
      key: 'AIzaSy...bbbb',
      state: 'active',
      health: 1,
      check: { valid: true },
    });
  });
});

describe('/metrics', () => {
  it('counts requests by endpoint and status, and times them', async () => {
    await start();
    await (await prompt('count me')).arrayBuffer();
    await (await fetch(`${test?.url}/v1/generate`, { method: 'POST', body: '{' })).arrayBuffer();
    for (const path of ['/nothing/here', '/nothing/there']) await (await get(path)).arrayBuffer();
    const answer = await get('/metrics');
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/u);
    const text = await answer.text();
    for (const line of [
      'api_requests_total{endpoint="/v1/generate",status="200"} 1',
      'api_requests_total{endpoint="/v1/generate",status="400"} 1',
      'api_requests_total{endpoint="unknown",status="404"} 2',
      'api_request_duration_seconds_count{endpoint="/v1/generate"} 2',
      'pollux_upstream_attempts_total{provider="gemini",outcome="ok"} 1',
      'pollux_keys{provider="gemini",state="active"} 3',
      'pollux_in_flight 0',
    ])
      expect(text).toContain(line);
    expect(text).toMatch(
      /^pollux_tokens_total\{provider="gemini",model="gemini-3\.8-flash",kind="output"\} [1-9]/mu,
    );
  });
});

describe('paths that are no endpoint', () => {
  it.each([
    ['DELETE', '/v1/chat/completions', 'POST'],
    ['GET', '/v1/messages', 'POST'],
    ['PUT', '/v1/generate', 'POST'],
    ['PATCH', '/v1/embeddings', 'POST'],
    ['GET', '/generate', 'POST'],
    ['GET', '/gemini-proxy', 'POST'],
    ['POST', '/health', 'GET, HEAD'],
    ['POST', '/metrics', 'GET'],
    ['POST', '/v1/models', 'GET'],
    ['POST', '/v1/keys/status', 'GET'],
  ])('%s %s: 405, and what is allowed', async (method, path, allowed) => {
    await start();
    const answer = await fetch(`${test?.url}${path}`, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allowed);
    expect(JSON.parse(await answer.text())).toBeTypeOf('object');
  });

  it.each([
    ['/chat/completions', '/v1/chat/completions'],
    ['/v1/v1/messages', '/v1/messages'],
    ['/v1/v1beta/models/m:generateContent', '/v1/models/m:generateContent'],
    ['/models/m:generateContent', '/v1/models/m:generateContent'],
    ['/v1beta/messages', '/v1/messages'],
  ])('%s: 404, and what was meant', async (path, meant) => {
    await start();
    const answer = await fetch(`${test?.url}${path}`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain(`Did you mean ${meant}?`);
  });

  it('a path that begins with two slashes is the one with a single one', async () => {
    await start();
    expect((await fetch(`${test?.url}//v1/models`)).status).toBe(200);
  });

  it.each([
    '/nowhere',
    '/v1/nowhere',
    '/v1beta/nowhere',
    '/v1/messages/nowhere',
    '/admin.php',
    '/.env',
    '/v1/../etc/passwd',
  ])('GET and POST %s: 404', async (path) => {
    const { simulator } = await start();
    const before = simulator.callCount({ operation: 'generateContent' });
    for (const method of ['GET', 'POST'])
      expect((await fetch(`${test?.url}${path}`, { method })).status).toBe(404);
    expect(simulator.callCount({ operation: 'generateContent' })).toBe(before);
  });
});

// Client keys: where they come from, where they may stand, what a wrong one is told in each dialect, what reaches a provider.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureLogs } from '../support/capture-logs.ts';
import { startTestGateway, TEST_KEY, type TestGateway } from '../support/start-gateway.ts';
import { expectErrorForm } from './error-form.ts';
import { frontDoors } from './front-doors.ts';

const LIST_KEY = 'client-key-from-a-list-00002';
const MAP_KEY = 'client-key-from-the-map-000003';
const ADMIN = 'admin-token-of-this-test-0004';

let test: TestGateway;
const logs = captureLogs();

beforeAll(async () => {
  test = await startTestGateway({
    env: {
      API_KEYS: `${LIST_KEY},client-key-unused-000005`,
      CLIENT_API_KEYS_MAP: `${MAP_KEY}:Named`,
      ADMIN_TOKEN: ADMIN,
    },
    start: { logger: logs.logger },
  });
  await fetch(`${test.url}/v1/models`, { headers: { 'x-api-key': MAP_KEY } });
});

afterAll(() => test.close());

function post(path: string, body: unknown, headers: Readonly<Record<string, string>>) {
  return fetch(test.url + path, { method: 'POST', body: JSON.stringify(body), headers });
}

const join = (path: string, query: string): string => path + (path.includes('?') ? '&' : '?') + query;

/** The word by which each form's clients know that their key is at fault. */
const refusals = {
  gemini: '"reason": "API_KEY_INVALID"',
  anthropic: '"type":"authentication_error"',
  openai: '"code":"invalid_api_key"',
  detail: '"code":"authentication_failed"',
  generate: '"code":"authentication_failed"',
  proxy: '"code":"UNAUTHORIZED"',
} as const;

describe.each(frontDoors)('$path', (door) => {
  it.each([
    ['Authorization: Bearer', { authorization: `Bearer ${MAP_KEY}` }, ''],
    ['authorization: bearer', { authorization: `bearer   ${MAP_KEY}` }, ''],
    ['x-api-key', { 'x-api-key': MAP_KEY }, ''],
    ['x-goog-api-key', { 'x-goog-api-key': MAP_KEY }, ''],
    ['?key=', {}, `key=${MAP_KEY}`],
    ['one of several', { authorization: 'Bearer dummy', 'x-api-key': LIST_KEY }, 'key=other'],
  ] as const)('takes a client key as %s', async (_form, headers, query) => {
    const answer = await post(query === '' ? door.path : join(door.path, query), door.valid, headers);
    expect(answer.status).toBe(200);
    await answer.arrayBuffer();
  });

  it.each([
    ['no key', {}],
    ['an empty key', { 'x-api-key': '' }],
    ['a wrong key', { authorization: 'Bearer wrong' }],
    ['a key with one letter more', { 'x-api-key': `${MAP_KEY}x` }],
    ['a key with one letter less', { 'x-api-key': MAP_KEY.slice(0, -1) }],
    ['a key in capitals', { 'x-api-key': MAP_KEY.toUpperCase() }],
    ['a provider key', { 'x-goog-api-key': TEST_KEY }],
    ['the admin token', { authorization: `Bearer ${ADMIN}` }],
    ['the key in another scheme', { authorization: `Basic ${Buffer.from(MAP_KEY).toString('base64')}` }],
    ['a key of 10,000 letters', { 'x-api-key': 'k'.repeat(10_000) }],
  ])('refuses %s', async (_what, headers) => {
    const before = test.simulator.callCount();
    const answer = await post(door.path, door.valid, headers);
    const status = door.form === 'gemini' ? 400 : 401;
    expect(answer.status).toBe(status);
    const body = await answer.text();
    expectErrorForm(door.form, status, body);
    expect(body).toContain(refusals[door.form]);
    expect(test.simulator.callCount()).toBe(before);
  });
});

describe.each(frontDoors.filter(({ path }) => path.startsWith('/v1beta')))('$path', (door) => {
  it('takes a client key as the first step of the path', async () => {
    const answer = await post(`/${MAP_KEY}${door.path}`, door.valid, {});
    expect(answer.status).toBe(200);
    await answer.arrayBuffer();
    const wrong = await post(`/wrong${door.path}`, door.valid, {});
    expect(await wrong.text()).toContain(refusals[door.form]);
  });
});

describe('other paths', () => {
  it.each(['/v1/models', '/v1beta/models', '/health/detailed', '/v1/keys/status'])(
    '%s wants a key',
    async (path) => {
      const refused = await fetch(test.url + path);
      expect([400, 401]).toContain(refused.status);
      const taken = await fetch(test.url + path, { headers: { 'x-api-key': LIST_KEY } });
      expect(taken.status).toBe(200);
    },
  );

  it.each(['/health/detailed', '/v1/keys/status'])('%s takes the admin token', async (path) => {
    const answer = await fetch(test.url + path, { headers: { authorization: `Bearer ${ADMIN}` } });
    expect(answer.status).toBe(200);
    expect(await (await fetch(test.url + path)).text()).toContain('No client key or admin token was sent.');
  });

  it.each(['/health', '/health/live', '/health/ready', '/metrics'])('%s is open', async (path) => {
    expect((await fetch(test.url + path)).status).toBe(200);
  });

  it('a foreign Host is no matter where a key is sent', async () => {
    const answer = await post(
      '/v1/generate',
      { prompt: 'hello' },
      { 'x-api-key': MAP_KEY, origin: 'https://a.example' },
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
  });
});

describe('what a provider is sent', () => {
  const noise = {
    authorization: `Bearer ${MAP_KEY}`,
    'x-api-key': MAP_KEY,
    'x-goog-api-key': MAP_KEY,
    cookie: 'session=secret-cookie-value',
    'openai-organization': 'org-of-the-client',
    'openai-project': 'proj-of-the-client',
    'anthropic-version': '2023-06-01',
    'anthropic-beta': 'beta-of-the-client',
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-host': 'intern.example',
    forwarded: 'for=203.0.113.7',
    'x-real-ip': '203.0.113.7',
    referer: 'https://intern.example/page',
    origin: 'https://intern.example',
    'user-agent': 'agent-of-the-client/1.0',
    'x-goog-user-project': 'project-of-the-client',
    'x-request-id': 'request-id-of-the-client',
    'x-custom': 'custom-of-the-client',
    'proxy-authorization': 'Basic c2VjcmV0',
  };

  it.each(frontDoors)('$path: one credential and nothing of the client’s', async (door) => {
    const from = test.simulator.calls().length;
    const query = `key=${MAP_KEY}&%6bey=${MAP_KEY}&k%65y=${MAP_KEY}&KEY=${MAP_KEY}&access_token=${MAP_KEY}`;
    const unique = JSON.parse(JSON.stringify(door.valid).replace('twin?', `twin, ${door.path}?`)) as unknown;
    const answer = await post(join(door.path, query), unique, noise);
    expect(answer.status).toBe(200);
    await answer.arrayBuffer();
    const calls = test.simulator.calls().slice(from);
    expect(calls).toHaveLength(1);
    for (const call of calls) {
      const { host, connection: _, 'content-length': __, ...headers } = call.headers;
      expect(host).toMatch(/^127\.0\.0\.1:\d+$/u);
      expect(headers).toEqual({
        'x-goog-api-key': TEST_KEY,
        'content-type': 'application/json',
        'user-agent': 'pollux',
      });
      expect(decodeURIComponent(call.url)).not.toContain(MAP_KEY);
      expect(call.url).not.toMatch(/key=|token=/iu);
    }
  });

  it('and no key of a client is in the log, whole', () => {
    expect(logs.requests().length).toBeGreaterThan(50);
    for (const secret of [MAP_KEY, LIST_KEY, ADMIN, TEST_KEY]) {
      expect(logs.text()).not.toContain(secret);
    }
  });
});

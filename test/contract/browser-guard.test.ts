// A gateway without client keys on loopback: programs of this machine are served, web pages are not, unless they are named.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeRequest, parseAnswer, sendBytes } from '../support/raw-http.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { expectErrorForm } from './error-form.ts';
import { frontDoors } from './front-doors.ts';

const PAGE = 'https://page.example';

let test: TestGateway;
let named: TestGateway;
let locked: TestGateway;

beforeAll(async () => {
  const files = { 'pollux.yaml': `cors: { origins: ["${PAGE}"] }\n` };
  [test, named, locked] = await Promise.all([
    startTestGateway(),
    startTestGateway({ files }),
    startTestGateway({ files, env: { API_KEYS: 'client-key-of-the-page' } }),
  ]);
  await Promise.all([test, named, locked].map(({ url }) => fetch(`${url}/health/ready`)));
  await fetch(`${test.url}/v1/models`);
});

afterAll(() => Promise.all([test, named, locked].map((one) => one.close())));

async function ask(url: string, line: string, headers: Record<string, string>, body?: unknown) {
  const bytes = composeRequest(line, headers, body === undefined ? '' : JSON.stringify(body));
  return parseAnswer(await sendBytes(url, bytes));
}

describe.each(frontDoors)('POST $path', (door) => {
  const line = `POST ${door.path} HTTP/1.1`;

  it.each([
    'localhost',
    'localhost:9999',
    '127.0.0.1',
    '127.1.2.3:80',
    '[::1]:8080',
    'LOCALHOST',
    'app.localhost',
  ])('is answered for the host %s', async (host) => {
    expect((await ask(test.url, line, { host }, door.valid)).status).toBe(200);
  });

  it.each([
    { host: 'evil.example' },
    { host: 'localhost.evil.example' },
    { host: '127.0.0.1.evil.example' },
    { host: '192.168.1.10:8080' },
    { host: '' },
    { host: 'localhost@evil.example' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: PAGE },
  ])('is refused with %j', async (headers) => {
    const before = test.simulator.callCount();
    const answer = await ask(test.url, line, { ...headers }, door.valid);
    expect(answer.status).toBe(403);
    expectErrorForm(door.form, 403, answer.body);
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
    expect(test.simulator.callCount()).toBe(before);
  });

  it('is answered to a page that is named, with the headers that it needs', async () => {
    const answer = await ask(named.url, line, { origin: PAGE, 'sec-fetch-site': 'cross-site' }, door.valid);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(answer.headers.get('access-control-expose-headers')).toBe('*');
    expect(answer.headers.get('vary')).toContain('origin');
  });

  it('tells a named page of its errors too', async () => {
    const answer = await ask(locked.url, line, { origin: PAGE }, door.valid);
    expect([400, 401]).toContain(answer.status);
    expect(answer.headers.get('access-control-allow-origin')).toBe(PAGE);
  });

  const preflight = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type,x-api-key',
  };

  it.each([
    ['without keys', () => named.url],
    ['with keys', () => locked.url],
  ])('lets a named page ask first, %s', async (_what, url) => {
    const answer = await ask(url(), `OPTIONS ${door.path} HTTP/1.1`, { origin: PAGE, ...preflight });
    expect(answer.status).toBe(204);
    expect(answer.body).toBe('');
    expect(answer.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
    expect(answer.headers.get('access-control-allow-headers')).toMatch(/authorization/iu);
  });

  it('grants nothing to a page that is not named', async () => {
    const headers = { origin: 'https://evil.example', ...preflight };
    const free = await ask(named.url, `OPTIONS ${door.path} HTTP/1.1`, headers);
    expect(free.status).toBe(403);
    const keyed = await ask(locked.url, `OPTIONS ${door.path} HTTP/1.1`, headers);
    for (const { headers: given } of [free, keyed]) {
      expect([...given.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });
});

describe('operations', () => {
  it.each(['/health', '/metrics', '/v1/keys/status', '/health/detailed', '/v1/models', '/'])(
    'GET %s is as guarded',
    async (path) => {
      const answer = await ask(test.url, `GET ${path} HTTP/1.1`, { origin: 'https://evil.example' });
      expect(answer.status).toBe(403);
    },
  );
});

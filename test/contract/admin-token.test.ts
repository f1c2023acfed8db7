// Administration is opened by the admin token alone, and by no web page of somebody else.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/lib/clock.ts';
import { captureLogs } from '../support/capture-logs.ts';
import { startTestGateway, type TestGateway, type TestGatewayOptions } from '../support/start-gateway.ts';
import { composeRequest, parseAnswer, sendBytes } from '../support/raw-http.ts';

const TOKEN = 'configured-admin-token-000001';
const CLIENT_KEY = 'a-client-key-00000000001';
const PATH = '/admin/api/status';

let test: TestGateway | undefined;

afterEach(async () => {
  await test?.close();
  test = undefined;
});

async function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
  test = await startTestGateway({ env: { ADMIN_TOKEN: TOKEN, API_KEYS: CLIENT_KEY }, ...options });
  return test;
}

const ask = (headers: Record<string, string> = {}, path = PATH, method = 'GET') =>
  fetch(`${test?.url}${path}`, { method, headers });

describe('the token', () => {
  it.each([
    ['Authorization: Bearer', { authorization: `Bearer ${TOKEN}` }],
    ['x-admin-token', { 'x-admin-token': TOKEN }],
  ])('opens administration as %s', async (_name, headers) => {
    await start();
    const answer = await ask(headers);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
  });

  it.each([
    ['nothing', {}, PATH],
    ['a wrong token', { authorization: 'Bearer wrong' }, PATH],
    ['a client key', { authorization: `Bearer ${CLIENT_KEY}`, 'x-api-key': CLIENT_KEY }, PATH],
    ['the token in the query', {}, `${PATH}?key=${TOKEN}&token=${TOKEN}`],
  ])('%s does not: 401 with code and hint', async (_what, headers, path) => {
    await start();
    const answer = await ask({ ...headers }, path);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({
      error: {
        code: 'admin_token_refused',
        message: expect.any(String) as string,
        hint: expect.stringContaining('admin-token') as string,
        request_id: answer.headers.get('x-request-id'),
      },
    });
  });

  it('is wanted before a path is told to exist', async () => {
    await start();
    const answers = [PATH, '/admin/api/nowhere'].map(async (path) => (await ask({}, path, 'PUT')).status);
    expect(await Promise.all(answers)).toEqual([401, 401]);
  });
});

describe('without a configured token', () => {
  it('one is made, kept for this user alone, and told by its path', async () => {
    const logs = captureLogs();
    const { gateway, dataDir } = await start({ env: {}, start: { logger: logs.logger } });
    const path = join(dataDir, 'admin-token');
    const token = readFileSync(path, 'utf8').trim();
    expect(token.length).toBeGreaterThan(40);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(gateway.notices.join('\n')).toContain(path);
    expect((await ask({ authorization: `Bearer ${token}` })).status).toBe(200);
    expect(gateway.notices.join('\n') + logs.text()).not.toContain(token.slice(8));
  });

  it('operations stay open, as they are where nothing is configured', async () => {
    await start({ env: {} });
    expect((await ask({}, '/v1/keys/status')).status).toBe(200);
    expect((await ask()).status).toBe(401);
  });

  it('the same one is read again', async () => {
    const first = await start({ env: {} });
    const token = readFileSync(join(first.dataDir, 'admin-token'), 'utf8').trim();
    const second = await startTestGateway({ dataDir: first.dataDir });
    const answer = await fetch(`${second.url}${PATH}`, { headers: { 'x-admin-token': token } });
    await second.close();
    expect(answer.status).toBe(200);
  });

  it('the simulator has one too', async () => {
    const { dataDir } = await start({ keys: [], env: { POLLUX_AUTH: 'none' } });
    const token = readFileSync(join(dataDir, 'admin-token'), 'utf8').trim();
    expect(await (await ask({ 'x-admin-token': token })).json()).toMatchObject({ simulator: true });
  });
});

describe('guessing', () => {
  it.each([PATH, '/v1/keys/status'])('is slowed down at %s, for the right guess too', async (path) => {
    const clock = createManualClock(Date.UTC(2030, 0, 15, 12));
    await start({ start: { clock } });
    const guess = (token: string) => ask({ authorization: `Bearer ${token}` }, path);
    for (let index = 0; index < 10; index += 1) expect((await guess(`guess-${index}`)).status).toBe(401);
    const blocked = await guess(TOKEN);
    expect(blocked.status).toBe(429);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    clock.advance(6000);
    expect((await guess(TOKEN)).status).toBe(200);
  });

  it('is not what a program with an old token does', async () => {
    await start();
    for (let index = 0; index < 30; index += 1)
      expect((await ask({ 'x-admin-token': 'old' })).status).toBe(401);
    expect((await ask({ 'x-admin-token': TOKEN })).status).toBe(200);
  });
});

describe('web pages', () => {
  const admit = { 'x-admin-token': TOKEN };

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['no origin', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['the same site', { 'sec-fetch-site': 'same-site' }],
  ])('of %s are refused, token or not', async (_what, headers) => {
    const { url } = await start({ files: { 'pollux.yaml': 'cors: { origins: ["*"] }\n' } });
    const { host } = new URL(url);
    const request = composeRequest(`GET ${PATH} HTTP/1.1`, { host, ...admit, ...headers });
    const answer = parseAnswer(await sendBytes(url, request));
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('"code":"cross_origin"');
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
  });

  it('get no permission by preflight either', async () => {
    await start({ files: { 'pollux.yaml': 'cors: { origins: ["*"] }\n' } });
    const headers = { origin: 'https://page.example', 'access-control-request-method': 'GET' };
    const preflight = await ask(headers, PATH, 'OPTIONS');
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    expect(
      (await ask(headers, '/v1/models', 'OPTIONS')).headers.get('access-control-allow-origin'),
    ).not.toBeNull();
  });

  it('of the gateway itself are answered', async () => {
    const { url } = await start();
    const { host, origin } = new URL(url);
    const request = composeRequest(`GET ${PATH} HTTP/1.1`, {
      host,
      ...admit,
      origin,
      'sec-fetch-site': 'same-origin',
    });
    expect(parseAnswer(await sendBytes(url, request)).status).toBe(200);
  });
});

// `/gemini-proxy`: its envelopes, its rules, and the key that a caller may bring for one request.

import { afterEach, describe, expect, it } from 'vitest';
import { captureLogs } from '../support/capture-logs.ts';
import {
  startTestGateway,
  TEST_KEY,
  type TestGateway,
  type TestGatewayOptions,
} from '../support/start-gateway.ts';
import { MODEL } from './front-doors.ts';

const CLIENT = 'client-key-of-the-proxy';
const OWN = 'AIzaSyOwnKeyOfTheCaller-00000000000000x';
const keys = [
  { key: TEST_KEY, project: '200000000001' },
  { key: OWN, project: '300000000001' },
];

let test: TestGateway | undefined;
let logs = captureLogs();

afterEach(async () => {
  await test?.close();
  test = undefined;
});

async function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
  logs = captureLogs();
  test = await startTestGateway({
    env: { API_KEYS: CLIENT },
    simulator: { keys },
    start: { logger: logs.logger },
    ...options,
  });
  return test;
}

async function ask(body: object, headers: Record<string, string> = { 'X-API-KEY': CLIENT }) {
  const answer = await fetch(`${test?.url}/gemini-proxy`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text) as unknown };
}

const failed = (code: string): object => ({
  result: 'Failed',
  errors: [{ code, message: expect.stringMatching(/\S/u) as string }],
});

describe('the envelope', () => {
  it('of an answer', async () => {
    await start();
    const { status, body } = await ask({ prompt: 'Say hello' });
    expect(status).toBe(200);
    expect(body).toEqual({
      result: 'OK',
      data: {
        response: expect.stringContaining('Say hello') as string,
        model: MODEL,
        time: expect.toSatisfy((time: unknown) => Number.isInteger(time) && Number(time) >= 0) as number,
      },
    });
  });

  it.each([
    ['QUOTA_ERROR', 503, { prompt: 'x' }, '429-day'],
    ['SERVICE_ERROR', 503, { prompt: 'x' }, 'status-503'],
    ['SERVICE_ERROR', 502, { prompt: 'x' }, 'status-500'],
  ])('of a failure: %s', async (code, status, request, fault) => {
    const { simulator } = await start();
    simulator.addFault({ fault });
    const answer = await ask(request);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual(failed(code));
  });

  it('of a model that Google does not know: MODEL_NOT_FOUND', async () => {
    await start();
    const answer = await ask({ prompt: 'x', model: 'gemini-99-ultra', api_key: OWN });
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual(failed('MODEL_NOT_FOUND'));
  });

  it('of a caller without a key: UNAUTHORIZED', async () => {
    await start();
    const answer = await ask({ prompt: 'x' }, {});
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual(failed('UNAUTHORIZED'));
  });

  it('of a caller who brings a provider key but no client key: UNAUTHORIZED all the same', async () => {
    const { simulator } = await start();
    const answer = await ask({ prompt: 'x', model: MODEL, api_key: OWN }, {});
    expect(answer.status).toBe(401);
    expect(simulator.callCount({ key: OWN })).toBe(0);
  });
});

describe('the limit of a prompt', () => {
  it.each([
    ['10,000 letters', 'a'.repeat(10_000), 200],
    ['10,001 letters', 'a'.repeat(10_001), 400],
    ['10,000 characters of two UTF-16 units', '\u{1f600}'.repeat(10_000), 200],
    ['10,001 characters of two UTF-16 units', '\u{1f600}'.repeat(10_001), 400],
  ])('%s', async (_what, prompt, status) => {
    await start();
    expect((await ask({ prompt })).status).toBe(status);
  });

  it('does not bind the other endpoints, and may be set', async () => {
    await start({ files: { 'pollux.yaml': 'prompt_max_chars: 12\n' } });
    expect((await ask({ prompt: 'a'.repeat(12) })).status).toBe(200);
    expect((await ask({ prompt: 'a'.repeat(13) })).status).toBe(400);
    const other = await fetch(`${test?.url}/v1/generate`, {
      method: 'POST',
      headers: { 'x-api-key': CLIENT },
      body: JSON.stringify({ prompt: 'a'.repeat(20_000) }),
    });
    expect(other.status).toBe(200);
  });
});

describe('a key that the caller brings', () => {
  const own = { prompt: 'Say hello', model: MODEL, api_key: OWN };

  it('is used, and it alone', async () => {
    const { simulator } = await start();
    const { status, headers } = await ask(own);
    expect(status).toBe(200);
    expect(simulator.callCount({ operation: 'generateContent', key: OWN })).toBe(1);
    expect(simulator.callCount({ operation: 'generateContent' })).toBe(1);
    expect(headers.get('x-pollux-key')).toBe('AIzaSy...000x');
  });

  it('is never answered from memory, nor kept there', async () => {
    const { simulator } = await start();
    for (const _ of [1, 2]) expect((await ask(own)).headers.get('x-pollux-cache')).toBe('bypass');
    expect(simulator.callCount({ key: OWN })).toBe(2);
    await ask({ prompt: 'Say hello' });
    expect(simulator.callCount({ operation: 'generateContent', key: TEST_KEY })).toBe(1);
  });

  it.each([
    ['invalid', 401, 'UNAUTHORIZED'],
    ['expired', 401, 'UNAUTHORIZED'],
    ['leaked', 401, 'UNAUTHORIZED'],
    ['suspended', 401, 'UNAUTHORIZED'],
    ['service_disabled', 401, 'UNAUTHORIZED'],
  ] as const)('that is %s is told to its owner, and no other key is tried', async (state, status, code) => {
    const { simulator, url } = await start();
    simulator.setKeyState(OWN, state);
    const answer = await ask(own);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual(failed(code));
    expect(answer.text).not.toContain(OWN);
    expect(answer.text).not.toContain('client key');
    expect(simulator.callCount({ operation: 'generateContent', key: TEST_KEY })).toBe(0);
    const report = await fetch(`${url}/v1/keys/status`, { headers: { 'x-api-key': CLIENT } });
    expect(await report.json()).toMatchObject({ available_keys: ['AIzaSy...0001'], summary: { total: 1 } });
  });

  it.each(['429-day', '429-minute', 'status-503', 'status-500', 'reset'])(
    'that meets %s is not helped out, and the pool learns nothing',
    async (fault) => {
      const { simulator, url } = await start();
      simulator.addFault({ fault, key: OWN });
      const answer = await ask(own);
      expect(answer.status).toBeGreaterThanOrEqual(500);
      expect(simulator.callCount({ operation: 'generateContent', key: TEST_KEY })).toBe(0);
      const report = await fetch(`${url}/v1/keys/status`, { headers: { 'x-api-key': CLIENT } });
      expect(await report.json()).toMatchObject({ summary: { total: 1, available: 1 } });
      expect((await ask({ prompt: 'From the pool' })).status).toBe(200);
    },
  );

  it('stands nowhere whole: not in the log, not in metrics, not in errors that quote it', async () => {
    const { simulator, url } = await start();
    const texts: string[] = [];
    for (const state of ['active', 'invalid', 'suspended'] as const) {
      simulator.setKeyState(OWN, state);
      const { text, headers } = await ask({ ...own, prompt: `Say ${state}` });
      texts.push(text, JSON.stringify([...headers]));
    }
    texts.push(await (await fetch(`${url}/metrics`)).text(), logs.text());
    for (const text of texts) expect(text).not.toContain(OWN);
    expect(logs.requests().map((line) => line['key'])).toContain('AIzaSy...000x');
  });
});

// Every request leaves one line in the log, and the line tells its story.

import { afterEach, describe, expect, it } from 'vitest';
import { captureLogs } from '../support/capture-logs.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { frontDoors, MODEL } from './front-doors.ts';

const ONE = 'AIzaSyCastor-000000000000000000000-aaaa';
const TWO = 'AIzaSyPollux-000000000000000000000-bbbb';
const CLIENT = 'client-key-of-the-log';

let test: TestGateway;
let logs = captureLogs();

afterEach(() => test.close());

async function start(keys: readonly string[] = [ONE, TWO]): Promise<void> {
  logs = captureLogs();
  test = await startTestGateway({
    keys,
    env: { CLIENT_API_KEYS_MAP: `${CLIENT}:Observatory` },
    start: { logger: logs.logger },
  });
  await fetch(`${test.url}/v1/models`, { headers: { 'x-api-key': CLIENT } });
  logs.clear();
}

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const answer = await fetch(test.url + path, {
    method: 'POST',
    headers: { 'x-api-key': CLIENT, ...headers },
    body: JSON.stringify(body),
  });
  await answer.arrayBuffer();
  return answer;
}

const figure = expect.toSatisfy((value: unknown) => typeof value === 'number' && value >= 0) as number;

describe('the line of a request', () => {
  it.each(frontDoors)('to $path has who, what, where and how long', async (door) => {
    await start();
    const id = 'trace-0123456789';
    const answer = await post(door.path, door.valid, { 'x-request-id': id });
    expect(answer.headers.get('x-request-id')).toBe(id);
    const [line, ...others] = logs.requests();
    expect(others).toEqual([]);
    const key = expect.stringMatching(/^AIzaSy\.\.\.(?:aaaa|bbbb)$/u) as string;
    expect(line).toMatchObject({
      level: 'info',
      id,
      client: 'Observatory',
      provider: 'gemini',
      key,
      outcome: 'ok',
      status: 200,
      attempts: [{ provider: 'gemini', key, row: 'ok', ms: figure }],
      duration_ms: figure,
    });
    expect(line?.['model']).toMatch(/^gemini-/u);
    expect(JSON.stringify(line)).not.toContain('immortal twin');
  });

  const generating = frontDoors.filter(({ path }) => !/count_?tokens|embed/iu.test(path));

  it.each(generating)('to $path has tokens and the time of the first byte', async (door) => {
    await start();
    await post(door.path, door.valid);
    expect(logs.requests()[0]).toMatchObject({ tokens_in: figure, tokens_out: figure, ttfb_ms: figure });
  });

  it('tells why each attempt failed', async () => {
    await start();
    test.simulator.setKeyState(ONE, 'invalid');
    test.simulator.addFault({ fault: '429-day', key: TWO, times: 1 });
    const answer = await post('/v1/generate', { prompt: 'x', model: MODEL });
    expect(answer.status).toBe(503);
    const [line, ...others] = logs.requests();
    expect(others).toEqual([]);
    expect(line).toMatchObject({
      level: 'warn',
      outcome: 'error',
      status: 503,
      error: expect.any(String) as string,
    });
    const attempts = line?.['attempts'] as readonly Record<string, unknown>[];
    expect(attempts).toHaveLength(2);
    expect(new Set(attempts.map(({ status }) => status))).toEqual(new Set([400, 429]));
    for (const { row } of attempts) expect(row).toMatch(/^[a-z][\w.-]+$/u);
    expect(attempts.map(({ row }) => row)).not.toContain('ok');
  });

  it.each([
    ['refused for its key', 401, { 'x-api-key': 'wrong-key-wrong-key' }, '{"prompt":"x"}'],
    ['refused for its body', 400, {}, '{'],
    ['refused for its encoding', 415, { 'content-encoding': 'gzip' }, '{"prompt":"x"}'],
  ])('is written once for a request %s', async (_what, status, headers, body) => {
    await start();
    const answer = await fetch(`${test.url}/v1/generate`, {
      method: 'POST',
      headers: { 'x-api-key': CLIENT, ...headers },
      body,
    });
    expect(answer.status).toBe(status);
    expect(logs.requests()).toEqual([
      expect.objectContaining({
        endpoint: '/v1/generate',
        outcome: 'error',
        status,
        attempts: [],
        level: 'info',
      }),
    ]);
  });

  it('keeps what a client writes on one line', async () => {
    await start();
    await post('/v1/generate', { prompt: 'x', model: 'no\n{"level":"fatal","msg":"request"}\r\nsuch' });
    await fetch(`${test.url}/%0a%7b%22msg%22:%22request%22%7d`, { headers: { 'x-api-key': CLIENT } });
    expect(logs.requests()).toHaveLength(2);
    expect(logs.text().trim().split('\n')).toHaveLength(2);
  });

  it('says whom the model was replaced by', async () => {
    await start();
    await post('/v1/generate', { prompt: 'x', model: 'gemini-1.5-flash' });
    const note = expect.stringMatching(/gemini-1\.5-flash.*gemini-/u) as string;
    expect(logs.requests()).toEqual([expect.objectContaining({ note })]);
  });

  it('stays short, however long a model name the client sends', async () => {
    await start();
    const answer = await post('/v1/chat/completions', {
      model: `gemini-${'x'.repeat(2_000_000)}`,
      messages: [{ role: 'user', content: 'Say hello' }],
    });
    expect(answer.status).toBe(404);
    expect(logs.requests()).toHaveLength(1);
    expect(logs.requests()[0]?.['model_asked']).toMatch(/^gemini-x{192}…$/u);
    expect(logs.text().length).toBeLessThan(5000);
  });

  it('stays short, and the metrics too, however long a name of a field that is lost', async () => {
    await start();
    const answer = await post('/v1/chat/completions', {
      model: MODEL,
      messages: [{ role: 'user', content: 'Say hello' }],
      web_search_options: { ['x'.repeat(1_000_000)]: 1 },
    });
    expect(answer.status).toBe(200);
    expect(logs.requests()[0]?.['loss']).toEqual([expect.stringMatching(/^[\w.[\]]*x{100,}…$/u)]);
    expect(logs.text().length).toBeLessThan(5000);
    const metrics = await (await fetch(`${test.url}/metrics`)).text();
    expect(/^pollux_loss_total.*/mu.exec(metrics)?.[0].length).toBeLessThan(500);
  });
});

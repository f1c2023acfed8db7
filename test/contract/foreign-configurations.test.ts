// Configurations as users of the gateways before this one have them, each started as it is and asked as it was asked.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/config/load-settings.ts';
import { startGateway } from '../../src/main.ts';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.ts';
import { captureLogs } from '../support/capture-logs.ts';

let test: { readonly url: string; readonly simulator: Simulator; close(): Promise<void> } | undefined;

afterEach(async () => {
  await test?.close();
  test = undefined;
});

/** Starts from these files alone; only the port and the address of the provider are the test's own. */
async function start(files: Readonly<Record<string, string>>) {
  const simulator = createSimulator({ acceptAnyKey: true });
  const { url: upstream } = await simulator.listen();
  const cwd = mkdtempSync(join(tmpdir(), 'pollux-foreign-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const env = { PORT: '0', GEMINI_BASE_URL: upstream, POLLUX_DATA_DIR: cwd };
  const gateway = await startGateway(loadSettings({ env, cwd }), { logger: captureLogs().logger });
  test = {
    url: gateway.url,
    simulator,
    async close() {
      await gateway.close();
      await simulator.close();
      rmSync(cwd, { recursive: true });
    },
  };
  return test;
}

async function ask(path: string, body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(`${test?.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${test?.url}${path}`, { headers });
const text = expect.stringMatching(/\S/u) as string;

describe('a configuration as it was', () => {
  it('of the gateway with a key list and a map of clients answers on /v1/generate', async () => {
    const env = [
      '# keys without spaces between them',
      'GEMINI_API_KEYS="first-key,second-key,third-key"',
      'CLIENT_API_KEYS_MAP="secret-one:ClientApp1,secret-two:WebApp2"',
      'REDIS_URL="redis://localhost:6379"',
    ];
    const { simulator } = await start({ '.env': env.join('\n') });
    const authorization = 'Bearer secret-one';
    const answer = await ask(
      '/v1/generate',
      { prompt: 'Explain', model: 'gemini-1.5-flash' },
      { authorization },
    );
    expect(answer).toEqual({ status: 200, body: { response: text, model: text, cached: false } });
    expect((await ask('/v1/generate', { prompt: 'Explain' })).status).toBe(401);
    for (const prompt of ['a', 'b', 'c', 'd', 'e', 'f'])
      await ask('/v1/generate', { prompt }, { authorization });
    const used = new Set(
      simulator
        .calls()
        .filter(({ method }) => method === 'POST')
        .map(({ key }) => key),
    );
    expect(used).toEqual(new Set(['first-key', 'second-key', 'third-key']));
  });

  it('of the proxy service answers on /gemini-proxy, /health and /metrics', async () => {
    await start({
      '.env':
        'GEMINI_API_KEY=AIzaSyC...mine\nAPI_KEYS=client_1,client_2\nPORT=5001\nLOG_LEVEL=INFO\nFLASK_DEBUG=False\n',
    });
    const prompt = { prompt: 'What is the capital of France?' };
    const answer = await ask('/gemini-proxy', prompt, { 'X-API-KEY': 'client_2' });
    expect(answer).toMatchObject({
      status: 200,
      body: { result: 'OK', data: { response: text, model: text } },
    });
    expect(await ask('/gemini-proxy', prompt)).toMatchObject({ status: 401, body: { result: 'Failed' } });
    expect((await get('/health')).status).toBe(200);
    const metrics = await (await get('/metrics')).text();
    expect(metrics).toContain('api_requests_total{endpoint="/gemini-proxy",status="200"} 1');
    expect(metrics).toContain('api_request_duration_seconds_bucket');
  });

  it('of the gateway for Claude Code answers on /v1/messages and /v1/keys/status', async () => {
    const env = [
      'GEMINI_API_KEY="key_one,key_two"',
      'KEY_COOLDOWN_MINUTES=1440 # a day',
      'LOG_LEVEL="WARNING"',
    ];
    const { simulator } = await start({ '.env': env.join('\n') });
    const messages = [{ role: 'user', content: 'Hello' }];
    const body = { model: 'claude-3-5-sonnet-20241022', max_tokens: 64, messages };
    expect(await ask('/v1/messages', body)).toMatchObject({
      status: 200,
      body: {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'text', text }],
        stop_reason: 'end_turn',
      },
    });
    simulator.addFault({ fault: '429-minute', key: 'key_one' });
    for (let index = 0; index < 4; index += 1) expect((await ask('/v1/messages', body)).status).toBe(200);
    const report = (await (await get('/v1/keys/status')).json()) as Record<string, Record<string, string>>;
    expect(report['summary']).toEqual({
      total: 2,
      available: 1,
      temporarily_disabled: 1,
      permanently_disabled: 0,
    });
    const [until = ''] = Object.values(report['temporarily_disabled_keys'] ?? {});
    const minutes = (Date.parse(until) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(1430);
    expect(minutes).toBeLessThanOrEqual(1441);
  });

  it('of the gateway with two vendors answers on /generate and /health', async () => {
    await start({ '.env': 'PORT=8080\nGEMINI_API_KEY=mine\nOPENAI_API_KEY=sk-mine\nRUST_LOG=info\n' });
    const prompt = { prompt: 'Explain ownership' };
    expect(await ask('/generate', prompt)).toEqual({
      status: 200,
      body: { provider: 'Gemini', output: text, cached: false },
    });
    expect((await ask('/generate', prompt)).body['cached']).toBe(true);
    expect((await ask('/generate', { ...prompt, provider: 'Gemini' })).status).toBe(200);
    expect(await (await get('/health')).text()).toBe('AI Gateway is healthy');
  });

  it('of the proxy with groups of keys answers on /v1/chat/completions, /v1/models and /health/detailed', async () => {
    const file = `
server:
  port: 8081
  admin_token: "an-admin-token-that-is-long"
circuit_breaker:
  failure_threshold: 5
  recovery_timeout_secs: 60
  success_threshold: 3
max_failures_threshold: 3
temporary_block_minutes: 5
redis_url: "redis://localhost:6379"
groups:
  - name: "default"
    target_url: "https://generativelanguage.googleapis.com/v1beta/openai/"
    api_keys:
      - "group-key-1"
      - "group-key-2"
`;
    const { simulator } = await start({ 'config.yaml': file });
    const messages = [{ role: 'user', content: 'Hello' }];
    expect(await ask('/v1/chat/completions', { model: 'gemini-3.8-flash', messages })).toMatchObject({
      status: 200,
      body: { object: 'chat.completion', choices: [{ message: { content: text }, finish_reason: 'stop' }] },
    });
    expect(['group-key-1', 'group-key-2']).toContain(simulator.calls().at(-1)?.key);
    expect(await (await get('/v1/models')).json()).toMatchObject({ object: 'list' });
    expect((await get('/health/detailed')).status).toBe(401);
    const authorization = 'Bearer an-admin-token-that-is-long';
    expect((await get('/health/detailed', { authorization })).status).toBe(200);
  });
});

// What became of a request, and why: in the log, and in a header for those who ask.

import { afterEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../src/lib/clock.ts';
import type { SimulatorOptions } from '../../src/simulator/simulator.ts';
import { captureLogs } from '../support/capture-logs.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const KEYS = ['AIzaSyCastor-000000000000000000000-aaaa', 'AIzaSyPollux-000000000000000000000-bbbb'];
const FIRST = 'gemini-3.8-flash';
const SECOND = 'gemini-3.5-flash-lite';
const TWO = `
models: { two: { targets: [{ provider: gemini, model: ${FIRST} }, { provider: gemini, model: ${SECOND} }] } }
retry: { prefer_wait: 0s, wait_for_key: 0s }
`;

let gateway: TestGateway;
let logs = captureLogs();
let clock: ManualClock;
afterEach(() => gateway.close());

async function start(yaml: string, simulator: SimulatorOptions = {}): Promise<void> {
  logs = captureLogs();
  clock = createManualClock(Date.UTC(2026, 10, 21, 18));
  gateway = await startTestGateway({
    keys: KEYS,
    files: { 'pollux.yaml': yaml },
    simulator: { clock, ...simulator },
    start: { logger: logs.logger, clock },
  });
  await fetch(`${gateway.url}/v1/models`);
  logs.clear();
}

const body = (model: string, stream = false): string =>
  JSON.stringify({ model, stream, messages: [{ role: 'user', content: 'hi' }] });

function ask(model: string, headers: Record<string, string> = {}, stream = false): Promise<Response> {
  return fetch(`${gateway.url}/v1/chat/completions`, { method: 'POST', body: body(model, stream), headers });
}

describe('the trail of a request', () => {
  it('tells of each attempt which key, which project, what came of it and whether it was a repeat', async () => {
    await start('retry: { same_key_retries: 0 }');
    gateway.simulator.addFault({ fault: 'status-500', times: 1 });
    expect((await ask(FIRST)).status).toBe(200);
    const [line] = logs.requests();
    const key = expect.stringMatching(/^AIzaSy\.\.\.(?:aaaa|bbbb)$/u) as string;
    const project = expect.any(String) as string;
    const base = {
      provider: 'gemini',
      model: FIRST,
      key,
      project,
      ms: expect.any(Number) as number,
    };
    expect(line?.['attempts']).toEqual([
      { ...base, row: 'internal', status: 500 },
      { ...base, row: 'ok', ttfb_ms: 0 },
    ]);
    expect(line?.['candidates']).toEqual([`gemini/${FIRST}`]);
    expect(line).not.toHaveProperty('skipped');
  });

  it('tells why a target was passed over, and until when', async () => {
    await start(TWO, { quotas: [{ project: '*', model: FIRST, rpd: 1 }] });
    for (let turn = 0; turn < 4; turn++) await ask('two');
    logs.clear();
    const answer = await ask('two');
    expect([answer.status, answer.headers.get('x-pollux-model')]).toEqual([200, SECOND]);
    expect(logs.requests()).toEqual([
      expect.objectContaining({
        candidates: [`gemini/${FIRST}`, `gemini/${SECOND}`],
        skipped: [
          {
            provider: 'gemini',
            model: FIRST,
            reason: 'per_day',
            until: expect.stringMatching(/^\d{4}-.*Z$/u) as string,
            limit: expect.stringContaining('requests per day') as string,
          },
        ],
        attempts: [expect.objectContaining({ model: SECOND, row: 'ok' })],
      }),
    ]);
  });

  it('tells how long a key was waited for', async () => {
    await start('retry: { wait_for_key: 2m }', { quotas: [{ project: '*', model: FIRST, rpm: 1 }] });
    for (const _key of KEYS) await ask(FIRST);
    logs.clear();
    const waiting = ask(FIRST);
    await expect.poll(() => gateway.simulator.countsByStatus()[429] ?? 0).toBeGreaterThan(0);
    await expect.poll(() => clock.pending()).toBeGreaterThan(0);
    for (let second = 0; second < 90; second++) clock.advance(1000);
    expect((await waiting).status).toBe(200);
    const attempts = logs.requests()[0]?.['attempts'] as readonly Record<string, unknown>[];
    const waits = attempts.map(({ wait_ms: wait }) => Number(wait ?? 0));
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(20_000);
  });

  it.each([false, true])('comes in a header when asked for (stream: %s), and else not', async (stream) => {
    await start('retry: { same_key_retries: 0 }');
    gateway.simulator.addFault({ fault: 'status-503', times: 1 });
    const answer = await ask(FIRST, { 'x-pollux-trace': '1' }, stream);
    await answer.text();
    const step = String.raw`gemini/gemini-3\.8-flash key=AIzaSy\.\.\.(?:aaaa|bbbb)`;
    const last = stream ? 'running' : String.raw`ok \d+ms`;
    expect(answer.headers.get('x-pollux-trace')).toMatch(
      new RegExp(String.raw`^${step} 503 [a-z_]+ \d+ms; ${step} ${last}$`, 'u'),
    );
    const silent = await ask(FIRST, {}, stream);
    await silent.text();
    expect(silent.headers.has('x-pollux-trace')).toBe(false);
  });

  it('is told of a failure too, and cut at a kilobyte of ASCII', async () => {
    const model = `gemini-${'x'.repeat(240)}`;
    const targets = [model, SECOND, `${model}1`, `${model}2`, `${model}3`, `${model}4`].join(', ');
    await start(`
models: { two: [${targets}] }
retry: { same_key_retries: 0, prefer_wait: 0s, wait_for_key: 0s }
`);
    gateway.simulator.addFault({ fault: 'status-503' });
    const answer = await ask('two', { 'x-pollux-trace': 'yes' });
    expect(answer.status).toBe(503);
    const trace = answer.headers.get('x-pollux-trace') ?? '';
    expect(trace).toMatch(/^gemini\/gemini-x+ key=\S+ 503 overloaded \d+ms; [ -~]*\.\.\.$/u);
    expect(trace).toHaveLength(1024);
  });
});

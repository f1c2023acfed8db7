// Plans over several targets: which is waited for, which is gone on to, and what is told when none is left.

import { afterEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/lib/clock.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/simulator.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const START_MS = Date.UTC(2026, 10, 21, 18);
const FIRST = 'gemini-3.8-flash';
const SECOND = 'gemini-3.5-flash-lite';

let gateway: TestGateway;
let other: Simulator | undefined;
afterEach(async () => {
  await gateway.close();
  await other?.close();
  other = undefined;
});

async function start(yaml: string, simulator: SimulatorOptions = {}, clock = createManualClock(START_MS)) {
  gateway = await startTestGateway({
    files: { 'pollux.yaml': yaml },
    simulator: { clock, ...simulator },
    start: { clock },
  });
  return clock;
}

function ask(path: string, body: object): Promise<Response> {
  return fetch(gateway.url + path, { method: 'POST', body: JSON.stringify(body) });
}

const chat = (model: string, content = 'hi'): Promise<Response> =>
  ask('/v1/chat/completions', { model, messages: [{ role: 'user', content }] });

const TWO = `models: { two: { targets: [{ provider: gemini, model: ${FIRST} }, { provider: gemini, model: ${SECOND} }] } }\n`;

describe('a plan of two targets', () => {
  it("tells the earliest return of all of them, not the last one's", async () => {
    const clock = await start(`${TWO}retry: { wait_for_key: 0s, prefer_wait: 0s }\n`, {
      quotas: [
        { project: '*', model: FIRST, rpm: 1 },
        { project: '*', model: SECOND, rpd: 1 },
      ],
    });
    expect((await chat('two')).headers.get('x-pollux-model')).toBe(FIRST);
    expect((await chat('two')).headers.get('x-pollux-model')).toBe(SECOND);
    clock.advance(1000);
    await chat('two');
    const spent = await chat('two');
    expect(spent.status).toBe(429);
    expect(Number(spent.headers.get('retry-after'))).toBeLessThanOrEqual(70);
  });

  it('waits for the one that is back first', async () => {
    const clock = await start(`${TWO}retry: { wait_for_key: 2m, prefer_wait: 0s }\n`, {
      quotas: [
        { project: '*', model: FIRST, rpm: 1 },
        { project: '*', model: SECOND, rpd: 1 },
      ],
    });
    await chat('two');
    await chat('two');
    const moving = setInterval(() => clock.advance(1000), 5);
    const waited = await chat('two');
    clearInterval(moving);
    expect(waited.status).toBe(200);
    expect(waited.headers.get('x-pollux-model')).toBe(FIRST);
  });

  it('goes on to the one that is back next when the one that was back first refuses again', async () => {
    const clock = await start(`${TWO}retry: { wait_for_key: 30s, prefer_wait: 0s }\n`);
    const rest = (model: string, delayMs: number): void =>
      gateway.simulator.addFault({ fault: '429-minute', model, delayMs, times: 1 });
    rest(FIRST, 5000);
    rest(FIRST, 60_000);
    rest(SECOND, 9000);
    const moving = setInterval(() => clock.advance(500), 5);
    const waited = await chat('two');
    clearInterval(moving);
    expect([waited.status, waited.headers.get('x-pollux-model')]).toEqual([200, SECOND]);
  });

  it('leaves a model that fails with every key for the next one, in time', async () => {
    const keys = [1, 2, 3, 4, 5, 6].map((number) => `AIzaSyPlanKey-00000000000000000000000${number}`);
    gateway = await startTestGateway({ keys, files: { 'pollux.yaml': TWO }, start: { random: () => 0 } });
    gateway.simulator.addFault({ fault: 'status-503', model: FIRST });
    const answer = await chat('two');
    expect([answer.status, answer.headers.get('x-pollux-model')]).toEqual([200, SECOND]);
    expect(gateway.simulator.callCount({ status: 503 })).toBe(3);
  });

  it('leaves a model that says nothing twice for the next one', async () => {
    gateway = await startTestGateway({ files: { 'pollux.yaml': TWO }, start: { random: () => 0 } });
    gateway.simulator.addFault({ fault: 'empty', model: FIRST });
    const answer = await chat('two');
    expect([answer.status, answer.headers.get('x-pollux-model')]).toEqual([200, SECOND]);
    expect(gateway.simulator.callCount({ fault: 'empty' })).toBe(2);
  });

  it('goes on after a context overflow only to a larger one', async () => {
    other = createSimulator({ acceptAnyKey: true });
    const { url } = await other.listen();
    await start(`
providers: { openai: { keys: [sk-plan-test-key-0000001], base_url: ${url}/v1 } }
models:
  larger: { targets: [{ provider: gemini, model: gemma-3-1b-it }, { provider: gemini, model: ${FIRST} }] }
  smaller: { targets: [{ provider: gemini, model: ${FIRST} }, { provider: gemini, model: gemma-3-1b-it }] }
`);
    await fetch(`${gateway.url}/v1/models`);
    gateway.simulator.addFault({ fault: 'context-overflow', times: 1 });
    const larger = await chat('larger');
    expect([larger.status, larger.headers.get('x-pollux-model')]).toEqual([200, FIRST]);
    gateway.simulator.addFault({ fault: 'context-overflow', times: 1 });
    const before = gateway.simulator.callCount({ operation: 'generateContent' });
    const smaller = await chat('smaller');
    expect(smaller.status).toBe(400);
    expect(await smaller.text()).toContain('context_length_exceeded');
    expect(gateway.simulator.callCount({ operation: 'generateContent' }) - before).toBe(1);
  });
});

describe('a key that a caller brings', () => {
  it.each([
    'abcdef\nghi-0123456789',
    'abcdef…0123456789',
    '"status":',
    'short',
    'x'.repeat(257),
    'ab\ud800cdefghijkl',
  ])('%j is refused before anything is done with it', async (key) => {
    await start('');
    const response = await ask('/gemini-proxy', { model: FIRST, prompt: 'x', api_key: key });
    expect(response.status).toBe(400);
    expect(gateway.simulator.callCount({ operation: 'generateContent' })).toBe(0);
  });
});

describe('a stream as a JSON array', () => {
  it.each(['eof', 'cut', 'error-raw', 'error-event'])(
    'stays a JSON array when it ends by %s',
    async (fault) => {
      gateway = await startTestGateway({ simulator: { tokenDelayMs: 5 } });
      gateway.simulator.addFault({ fault, afterEvents: 2 });
      const response = await ask(`/v1beta/models/${FIRST}:streamGenerateContent`, {
        contents: [{ role: 'user', parts: [{ text: 'a somewhat longer question' }] }],
      });
      const elements = (await response.json()) as readonly { error?: object; candidates?: object }[];
      expect(elements.at(-1)).toHaveProperty('error');
      expect(elements[0]).toHaveProperty('candidates');
    },
  );
});

describe('a model asked for what its list entry does not name', () => {
  it('is not found, asks nobody, and stays what it is for others', async () => {
    gateway = await startTestGateway();
    await fetch(`${gateway.url}/v1/models`);
    for (const path of [
      `/v1beta/models/${FIRST}:embedContent`,
      '/v1beta/models/gemini-embedding-001:generateContent',
    ]) {
      const response = await ask(path, {
        content: { parts: [{ text: 'x' }] },
        contents: [{ parts: [{ text: 'x' }] }],
      });
      expect(response.status).toBe(404);
    }
    expect(gateway.simulator.callCount({ status: 404 })).toBe(0);
    expect((await chat(FIRST)).status).toBe(200);
  });
});

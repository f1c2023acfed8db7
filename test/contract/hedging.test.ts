// A second attempt beside a stream whose first token is late: who answers, what it costs, and that nothing is left behind.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { createManualClock, type ManualClock } from '../../src/lib/clock.ts';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.ts';
import { captureLogs } from '../support/capture-logs.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const KEYS = [1, 2].map((n) => `AIzaSyTestKey-000000000000000000000000${n}`);
const MODEL = 'gemini-3.8-flash';
/** So many are needed to know what late is; all of them answer at once, so that 100 ms are late. */
const LEARNED = 40;
/** Of the prompt, as estimated. */
const PROMPT_TOKENS = 6;
const SLOW = 'slow-first-token-60000';

let clock: ManualClock;
let gateway: TestGateway;
const logs = captureLogs();
afterEach(async () => {
  await gateway.close();
  await vi.waitFor(() => {
    if (gateway.simulator.openSockets() > 0) throw new Error('a provider is still connected');
  });
  logs.clear();
});

async function start(yaml: string, keys = KEYS): Promise<void> {
  clock = createManualClock(Date.UTC(2026, 10, 21, 18));
  gateway = await startTestGateway({
    keys,
    files: { 'pollux.yaml': `${yaml}\n` },
    start: { clock, logger: logs.logger },
    env: { LOG_LEVEL: 'info' },
  });
  await fetch(`${gateway.url}/v1/models`);
  for (let asked = 0; asked < LEARNED; asked++) await ask();
  gateway.simulator.reset();
  logs.clear();
}

/** Runs `act` where the model `both` has these targets, each with one key, OpenAI's at a provider of its own. */
async function withOpenai(
  targets: string,
  yaml: string,
  act: (openai: Simulator) => Promise<void>,
): Promise<void> {
  const key = 'sk-proj-hedging-0000000000000000000000001';
  const openai = createSimulator({ keys: [{ key, project: 'openai' }] });
  const { url } = await openai.listen();
  try {
    await start(
      `hedging: { enabled: true }
models: { both: { targets: [${targets}] } }
providers: { openai: { keys: [${key}], base_url: "${url}/v1" } }
${yaml}`,
      KEYS.slice(0, 1),
    );
    await act(openai);
  } finally {
    await openai.close();
  }
}

async function ask(extra: object = {}): Promise<string> {
  const messages = [{ role: 'user', content: 'hello' }];
  const body = JSON.stringify({ model: MODEL, stream: true, messages, ...extra });
  const answer = await fetch(`${gateway.url}/v1/chat/completions`, { method: 'POST', body });
  return answer.text();
}

/** Asks while answers are slow, and lets time pass once so many have been asked for. */
async function askSlowly(passMs: readonly number[], extra: object = {}): Promise<string> {
  gateway.simulator.addFault({ fault: SLOW, times: 1 });
  const answer = ask(extra);
  await expect.poll(() => calls()).toBe(1);
  for (const ms of passMs) {
    await new Promise((resolve) => void setImmediate(resolve));
    clock.advance(ms);
  }
  return answer;
}

function calls(): number {
  return gateway.simulator.calls().filter(({ method }) => method === 'POST').length;
}

const rows = (): unknown =>
  (logs.requests()[0]?.['attempts'] as { row: string }[] | undefined)?.map(({ row }) => row);

const text = (stream: string): string =>
  [...stream.matchAll(/"content":"([^"]*)"/gu)].map(([, piece]) => piece).join('');

describe('with hedging', () => {
  it('a late stream is asked for by a second key, which answers; the first is stopped', async () => {
    await start('hedging: { enabled: true }');
    expect(text(await askSlowly([99, 1]))).toBe('You said: hello');
    expect(calls()).toBe(2);
    expect(new Set(gateway.simulator.calls().map(({ key }) => key)).size).toBe(2);
    await expect.poll(() => gateway.simulator.abortedCalls()).toBe(1);
    await expect.poll(rows).toEqual(['lost', 'ok']);
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toContain('pollux_hedges_total{provider="gemini",outcome="won"} 1');
    expect(await promptsLost()).toBe(1);
    expect(await inFlight()).toBe(0);
  });

  it('the first attempt is used when it is the first to answer after all', async () => {
    await start('hedging: { enabled: true }');
    gateway.simulator.addFault({ fault: SLOW, times: 2 });
    const answer = ask();
    await expect.poll(() => calls()).toBe(1);
    clock.advance(100);
    await expect.poll(() => calls()).toBe(2);
    clock.advance(59_900);
    expect(text(await answer)).toBe('You said: hello');
    await expect.poll(rows).toEqual(['ok', 'lost']);
    expect(await promptsLost()).toBe(1);
    expect(await inFlight()).toBe(0);
  });

  it('a stream that is not late is asked for once', async () => {
    await start('hedging: { enabled: true }');
    expect(text(await ask())).toBe('You said: hello');
    expect(calls()).toBe(1);
    expect(await promptsLost()).toBe(0);
  });

  it('what the stopped attempt has cost is none of the tokens of the request', async () => {
    await start('hedging: { enabled: true }');
    const inputBefore = await tokens('pollux_tokens_total');
    await askSlowly([100]);
    await expect.poll(rows).toEqual(['lost', 'ok']);
    const told = Number(logs.requests()[0]?.['tokens_in']);
    expect(told).toBeGreaterThan(0);
    expect((await tokens('pollux_tokens_total')) - inputBefore).toBe(told + PROMPT_TOKENS);
  });

  it.each([
    ['the budget is spent', 'hedging: { enabled: true, budget_percent: 1 }', {}],
    ['streams never switch keys', 'hedging: { enabled: true }\nstream_failover: fail_fast', {}],
    ['it is off', '', {}],
    ['a remote tool might do things twice', 'hedging: { enabled: true }', { mcp_servers: [] }],
  ])('nothing is asked twice where %s', async (_why, yaml, extra) => {
    await start(yaml);
    expect(text(await askSlowly([100, 59_900], extra))).toBe('You said: hello');
    expect(calls()).toBe(1);
  });

  it('a target that has had its turn is not asked again beside a later one', () =>
    withOpenai(`openai/gpt-4.1, gemini/${MODEL}`, '', async (earlier) => {
      earlier.addFault({ fault: 'status-504', times: 1 });
      gateway.simulator.addFault({ fault: SLOW });
      const answer = ask({ model: 'both' });
      await expect.poll(calls).toBe(1);
      clock.advance(100);
      // Another attempt would have come to the provider by the end of a round trip.
      await fetch(`${gateway.url}/health/detailed`);
      clock.advance(59_900);
      expect(text(await answer)).toBe('You said: hello');
      expect([calls(), earlier.callCount({ method: 'POST' })]).toEqual([1, 1]);
    }));

  it('a later target that was asked beside the first one is not asked again when its turn comes', () =>
    withOpenai(`gemini/${MODEL}, openai/gpt-4.1`, 'timeouts: { first_token: 1s }', async (later) => {
      later.addFault({ fault: 'status-504' });
      gateway.simulator.addFault({ fault: SLOW });
      const answer = ask({ model: 'both' });
      await expect.poll(calls).toBe(1);
      clock.advance(100);
      expect(await answer).toContain('"error"');
      expect([calls(), later.callCount({ method: 'POST' })]).toEqual([1, 1]);
    }));

  it('a key that there was no budget to ask beside the first one is still there to go on with', async () => {
    await start('hedging: { enabled: true, budget_percent: 1 }\ntimeouts: { first_token: 1s }');
    gateway.simulator.addFault({ fault: SLOW, times: 1 });
    const answer = ask();
    await expect.poll(calls).toBe(1);
    clock.advance(100);
    expect(text(await answer)).toBe('You said: hello');
    expect(new Set(gateway.simulator.calls().map(({ key }) => key)).size).toBe(2);
  });

  it('a stream that broke goes on with the key that had only been stopped', async () => {
    await start('hedging: { enabled: true }\nstream_failover: resume\nretry: { same_key_retries: 0 }');
    gateway.simulator.addFault({ fault: SLOW, times: 1 });
    gateway.simulator.addFault({ fault: 'cut-1', times: 1 });
    const answer = ask();
    await expect.poll(calls).toBe(1);
    clock.advance(100);
    expect(text(await answer)).toBe('You said: hello');
    await expect.poll(rows).toEqual(['lost', 'truncated_answer', 'ok']);
    expect(await inFlight()).toBe(0);
  });

  it('a stream that breaks is told of as that of the provider that gave it', async () => {
    const key = 'sk-proj-hedging-0000000000000000000000001';
    const later = createSimulator({ keys: [{ key, project: 'later' }] });
    const { url } = await later.listen();
    try {
      await start(
        `hedging: { enabled: true }
models: { both: { targets: [gemini/${MODEL}, openai/gpt-4.1] } }
providers: { openai: { keys: [${key}], base_url: "${url}/v1" } }`,
        KEYS.slice(0, 1),
      );
      later.addFault({ fault: 'error-raw-4' });
      gateway.simulator.addFault({ fault: SLOW });
      const answer = ask({ model: 'both', messages: [{ role: 'user', content: 'hello in several words' }] });
      await expect.poll(calls).toBe(1);
      clock.advance(100);
      expect(await answer).toContain('"error"');
      await expect.poll(rows).toEqual(['lost', 'internal']);
      const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
      expect(metrics.match(/^pollux_verdicts_total.*$/gmu)).toEqual([
        'pollux_verdicts_total{provider="openai",row="internal"} 1',
      ]);
    } finally {
      await later.close();
    }
  });

  it('both are stopped when the client leaves', async () => {
    await start('hedging: { enabled: true }');
    gateway.simulator.addFault({ fault: SLOW, times: 2 });
    const leave = new AbortController();
    const messages = [{ role: 'user', content: 'hello' }];
    const body = JSON.stringify({ model: MODEL, stream: true, messages });
    const asked = fetch(`${gateway.url}/v1/chat/completions`, { method: 'POST', body, signal: leave.signal });
    const left = asked.then(
      () => 'answered',
      () => 'left',
    );
    await expect.poll(() => calls()).toBe(1);
    clock.advance(100);
    await expect.poll(() => calls()).toBe(2);
    leave.abort();
    expect(await left).toBe('left');
    await expect.poll(() => gateway.simulator.abortedCalls()).toBe(2);
    await expect.poll(rows).toEqual(['gone', 'lost']);
    expect(await promptsLost()).toBe(2);
    expect(await inFlight()).toBe(0);
  });
});

/** Of all answers so far, the input tokens. */
async function tokens(metric: string): Promise<number> {
  const page = await (await fetch(`${gateway.url}/metrics`)).text();
  const found = new RegExp(`^${metric}\\{[^}]*kind="input"\\} (\\d+)$`, 'mu').exec(page);
  return Number(found?.[1] ?? 0);
}

/** How many prompts were paid for whose answers nobody saw. */
async function promptsLost(): Promise<number> {
  return (await tokens('pollux_tokens_estimated_total')) / PROMPT_TOKENS;
}

async function inFlight(): Promise<number> {
  const page = await (await fetch(`${gateway.url}/metrics`)).text();
  const [, running] = /^pollux_in_flight (\d+)$/mu.exec(page) ?? [];
  return Number(running);
}

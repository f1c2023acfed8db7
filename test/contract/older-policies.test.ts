// The policies that older set-ups ask for by name: they are obeyed as they are written, where they are set.

import { afterEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../src/lib/clock.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const ILL = 'AIzaSyCastor-000000000000000000000-aaaa';
const WELL = 'AIzaSyPollux-000000000000000000000-bbbb';
const MODEL = 'gemini-3.8-flash';
const OTHER = 'gemini-3.5-flash-lite';
const MINUTE_MS = 60_000;

let gateway: TestGateway;
let clock: ManualClock;
afterEach(() => gateway.close());

async function start(policy: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
  clock = createManualClock(Date.UTC(2026, 10, 21, 18));
  gateway = await startTestGateway({
    keys: [ILL, WELL],
    env,
    start: { clock },
    files: {
      'pollux.yaml': `
providers: { gemini: { strategy: round_robin } }
retry: { same_key_retries: 0, prefer_wait: 0s, wait_for_key: 0s }
circuit_breaker: { failure_threshold: 100 }
${policy}
`,
    },
  });
  await fetch(`${gateway.url}/v1/models`);
}

async function ask(times: number, model = MODEL): Promise<void> {
  for (let turn = 0; turn < times; turn++) {
    const response = await fetch(`${gateway.url}/v1/generate`, {
      method: 'POST',
      body: JSON.stringify({ prompt: `turn ${clock.now()} ${turn}`, model }),
    });
    expect(response.status).toBe(200);
  }
}

const calls = (key: string): number => gateway.simulator.callCount({ key, method: 'POST' });

async function resting(): Promise<readonly string[]> {
  const status = (await (await fetch(`${gateway.url}/v1/keys/status`)).json()) as {
    readonly temporarily_disabled_keys: Readonly<Record<string, string>>;
  };
  return Object.entries(status.temporarily_disabled_keys).map(([key, until]) => `${key} ${until}`);
}

const after = (minutes: number): string =>
  new Date(Date.UTC(2026, 10, 21, 18) + minutes * MINUTE_MS).toISOString().slice(0, 19);

describe('max_failures_threshold and temporary_block_minutes', () => {
  const policy = 'max_failures_threshold: 3\ntemporary_block_minutes: 7';

  it('block a key that keeps failing while others do not, for as long as they say', async () => {
    await start(policy);
    gateway.simulator.addFault({ fault: 'status-500', key: ILL });
    await ask(12);
    expect(calls(ILL)).toBe(3);
    expect(await resting()).toEqual([expect.stringContaining(after(7)) as string]);
    gateway.simulator.clearFaults();
    clock.advance(7 * MINUTE_MS - 1000);
    await ask(4);
    expect(calls(ILL)).toBe(3);
    clock.advance(1000);
    await ask(4);
    expect(calls(ILL)).toBeGreaterThan(3);
    expect(await resting()).toEqual([]);
  });

  it('forget failures at a success', async () => {
    await start(policy);
    for (let round = 0; round < 3; round++) {
      gateway.simulator.addFault({ fault: 'status-500', key: ILL, times: 2 });
      await ask(8);
    }
    expect(await resting()).toEqual([]);
  });

  it('block nobody when they are not set', async () => {
    await start('');
    gateway.simulator.addFault({ fault: 'status-500', key: ILL });
    await ask(12);
    expect(calls(ILL)).toBeGreaterThan(3);
    expect(await resting()).toEqual([]);
  });
});

describe('key_cooldown_minutes', () => {
  it.each([
    ['in the file', 'key_cooldown_minutes: 10', {}],
    ['in the environment', '', { KEY_COOLDOWN_MINUTES: '10' }],
  ])('rests a key with all its models for as long as it says, %s', async (_where, policy, env) => {
    await start(policy, env);
    gateway.simulator.addFault({ fault: '429-minute', key: ILL, times: 1 });
    await ask(2);
    expect(calls(ILL)).toBe(1);
    await ask(3, OTHER);
    expect(calls(ILL)).toBe(1);
    expect(await resting()).toEqual([expect.stringContaining(after(10)) as string]);
    clock.advance(10 * MINUTE_MS - 1000);
    await ask(3);
    expect(calls(ILL)).toBe(1);
    clock.advance(1000);
    await ask(3);
    expect(calls(ILL)).toBeGreaterThan(1);
  });

  it('not set, a limit rests one model of one key, until the provider says', async () => {
    await start('');
    gateway.simulator.addFault({ fault: '429-minute', key: ILL, times: 1 });
    await ask(2);
    await ask(3, OTHER);
    expect(calls(ILL)).toBeGreaterThan(1);
    clock.advance(2 * MINUTE_MS);
    const before = calls(ILL);
    await ask(3);
    expect(calls(ILL)).toBeGreaterThan(before);
  });
});

// What is down is left alone, and used again as soon as one request has seen that it is back.

import { afterEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../src/lib/clock.ts';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const FIRST = 'gemini-3.8-flash';
const SECOND = 'gpt-5-mini';
const OPENAI_KEY = 'sk-proj-recovery-000000000000000000001';

let gateway: TestGateway;
let other: Simulator;
let otherPort = 0;
let clock: ManualClock;
afterEach(async () => {
  await gateway.close();
  await other.close();
});

/** Gemini first, OpenAI second; a breaker opens at the third failure, for half a minute, until two trials went well. */
async function start(): Promise<void> {
  clock = createManualClock(Date.UTC(2026, 10, 21, 18));
  other = createSimulator({ clock, keys: [{ key: OPENAI_KEY, project: 'org-1' }] });
  const { url, port } = await other.listen();
  otherPort = port;
  gateway = await startTestGateway({
    start: { clock },
    files: {
      'pollux.yaml': `
models: { both: ["gemini/${FIRST}", "openai/${SECOND}"], reverse: ["openai/${SECOND}", "gemini/${FIRST}"] }
providers: { openai: { keys: [${OPENAI_KEY}], base_url: "${url}/v1" } }
retry: { same_key_retries: 0, prefer_wait: 0s }
circuit_breaker: { failure_threshold: 3, recovery_timeout_secs: 30, success_threshold: 2 }
`,
    },
  });
  await fetch(`${gateway.url}/v1/models`);
}

/** The models that answered, one request after the other. */
async function ask(times: number, stream = false, model = 'both'): Promise<readonly (string | null)[]> {
  const models: (string | null)[] = [];
  for (let turn = 0; turn < times; turn++) {
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model, stream, messages: [{ role: 'user', content: `turn ${turn}` }] }),
    });
    expect(response.status).toBe(200);
    await response.text();
    models.push(response.headers.get('x-pollux-model'));
  }
  return models;
}

const primaryCalls = (): number => gateway.simulator.callCount({ model: FIRST, method: 'POST' });
const all = (model: string, times: number): readonly string[] => Array.from({ length: times }, () => model);

describe.each([false, true])('a model that fails and recovers (stream: %s)', (stream) => {
  it('is asked no more after the threshold, and used again after one request that went well', async () => {
    await start();
    gateway.simulator.addFault({ fault: 'status-503', model: FIRST });
    expect(await ask(6, stream)).toEqual(all(SECOND, 6));
    expect(primaryCalls()).toBe(3);
    gateway.simulator.clearFaults();
    clock.advance(29_000);
    expect(await ask(2, stream)).toEqual(all(SECOND, 2));
    expect(primaryCalls()).toBe(3);
    clock.advance(1000);
    expect(await ask(4, stream)).toEqual(all(FIRST, 4));
    // Closed by its two trials: three failures are allowed anew.
    gateway.simulator.addFault({ fault: 'status-503', model: FIRST, times: 2 });
    expect(await ask(3, stream)).toEqual([SECOND, SECOND, FIRST]);
  });

  it('costs one request each time it is not back yet, and is left twice as long', async () => {
    await start();
    gateway.simulator.addFault({ fault: 'status-503', model: FIRST });
    await ask(3, stream);
    clock.advance(30_000);
    expect(await ask(3, stream)).toEqual(all(SECOND, 3));
    expect(primaryCalls()).toBe(4);
    gateway.simulator.clearFaults();
    clock.advance(59_000);
    expect(await ask(1, stream)).toEqual([SECOND]);
    clock.advance(1000);
    expect(await ask(1, stream)).toEqual([FIRST]);
    expect(primaryCalls()).toBe(5);
  });
});

describe('a provider that cannot be reached', () => {
  it('is left alone after the threshold, and used again after one request that got through', async () => {
    await start();
    await other.close();
    const reverse = (times: number) => ask(times, false, 'reverse');
    expect(await reverse(6)).toEqual(all(FIRST, 6));
    other = createSimulator({ clock, keys: [{ key: OPENAI_KEY, project: 'org-1' }] });
    await other.listen(otherPort);
    clock.advance(4000);
    expect(await reverse(2)).toEqual(all(FIRST, 2));
    expect(other.callCount()).toBe(0);
    clock.advance(1000);
    expect(await reverse(3)).toEqual(all(SECOND, 3));
    expect(other.callCount({ method: 'POST' })).toBe(3);
  });
});

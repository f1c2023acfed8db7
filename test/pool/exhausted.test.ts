// What a client is told when the whole pool has nothing left: the truth, and when to come back.

import { afterEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../src/lib/clock.ts';
import type { SimulatedQuota } from '../../src/simulator/simulator.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

/** Ten in the morning in California, fourteen hours before the day's quotas refill. */
const START_MS = Date.UTC(2026, 10, 21, 18);
const HOURS_TO_MIDNIGHT = 14;
const KEYS = ['AIzaSyExhausted-0000000000000000000001', 'AIzaSyExhausted-0000000000000000000002'];

let gateway: TestGateway;
let clock: ManualClock;
afterEach(() => gateway.close());

async function start(quota: Partial<SimulatedQuota>): Promise<void> {
  clock = createManualClock(START_MS);
  gateway = await startTestGateway({
    keys: KEYS,
    simulator: {
      clock,
      quotas: [{ project: '*', model: '*', ...quota }],
      keys: KEYS.map((key, index) => ({ key, project: `p-${index}` })),
    },
    start: { clock },
  });
}

function ask(path: string, body: object): Promise<Response> {
  return fetch(gateway.url + path, { method: 'POST', body: JSON.stringify(body) });
}

const MODEL = 'gemini-3.8-flash';
const doors = {
  gemini: () =>
    ask(`/v1beta/models/${MODEL}:generateContent`, { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] }),
  openai: () => ask('/v1/chat/completions', { model: MODEL, messages: [{ role: 'user', content: 'hi' }] }),
  anthropic: () =>
    ask('/v1/messages', { model: MODEL, max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] }),
};

async function spend(requests: number): Promise<void> {
  for (let count = 0; count < requests; count++) {
    expect((await doors.gemini()).status).toBe(200);
    clock.advance(1000);
  }
}

describe.each(['gemini', 'openai', 'anthropic'] as const)('at the %s door', (door) => {
  it('a spent day is a 429 until midnight in California', async () => {
    await start({ rpd: 2 });
    await spend(4);
    const calls = gateway.simulator.callCount({ operation: 'generateContent' });
    const first = await doors[door]();
    expect(first.status).toBe(429);
    const again = await doors[door]();
    expect(again.status).toBe(429);
    const waitS = Number(again.headers.get('retry-after'));
    const midnightS = HOURS_TO_MIDNIGHT * 3600 - 4;
    expect(waitS).toBeGreaterThanOrEqual(midnightS);
    expect(waitS).toBeLessThanOrEqual(midnightS + 120);
    expect(await again.text()).toMatch(/day/iu);
    // Each bucket refused once at most; after that nothing is asked.
    expect(gateway.simulator.callCount({ operation: 'generateContent' }) - calls).toBeLessThanOrEqual(
      KEYS.length,
    );
    clock.advance((waitS + 1) * 1000);
    expect((await doors[door]()).status).toBe(200);
  });

  it("a full minute beyond the caller's patience is a 429 until a slot is free", async () => {
    await start({ rpm: 2 });
    await spend(4);
    await doors[door]();
    const response = await doors[door]();
    expect(response.status).toBe(429);
    const waitS = Number(response.headers.get('retry-after'));
    expect(waitS).toBeGreaterThan(20);
    expect(waitS).toBeLessThanOrEqual(66);
    clock.advance((waitS + 1) * 1000);
    expect((await doors[door]()).status).toBe(200);
  });
});

describe('a pool without a living key', () => {
  it("is a 503: the pool's own keys are not the client's fault", async () => {
    await start({});
    for (const key of KEYS) gateway.simulator.setKeyState(key, 'invalid');
    for (const door of Object.values(doors)) {
      const response = await door();
      expect(response.status).toBe(503);
      expect(await response.text()).not.toContain('API_KEY_INVALID');
    }
    // The model list may have told of a dead key before.
    expect(gateway.simulator.callCount({ operation: 'generateContent' })).toBeLessThanOrEqual(KEYS.length);
  });
});

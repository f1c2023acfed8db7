// Checks of keys at a provider that is slow to say anything: few at a time, and nobody waits for all of them.

import { afterEach, beforeEach, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../src/lib/clock.ts';
import { startTestGateway, TEST_KEY, type TestGateway } from '../support/start-gateway.ts';
import { MODEL } from './front-doors.ts';

const HOUR_MS = 3_600_000;
const LOOK_MS = 15_000;
const SLOW = { fault: 'delay', operation: 'listModels', delayMs: 120_000 };

let clock: ManualClock;
let test: TestGateway;

beforeEach(async () => {
  clock = createManualClock(Date.UTC(2026, 10, 21, 18));
  test = await startTestGateway({ start: { clock } });
  await fetch(`${test.url}/v1/models`);
});

afterEach(async () => {
  clock.advance(SLOW.delayMs);
  await test.close();
});

const checks = (): number => test.simulator.callCount({ operation: 'listModels' });

it('a key in quarantine is not asked for again while it is being asked for', async () => {
  test.simulator.setKeyState(TEST_KEY, 'key_blocked');
  const body = JSON.stringify({ prompt: 'hi', model: MODEL });
  expect((await fetch(`${test.url}/v1/generate`, { method: 'POST', body })).status).toBe(503);
  test.simulator.setKeyState(TEST_KEY, 'active');
  const before = checks();
  test.simulator.addFault(SLOW);
  clock.advance(HOUR_MS);
  await fetch(`${test.url}/health/live`);
  clock.advance(LOOK_MS);
  await expect.poll(checks).toBe(before + 1);
  for (let look = 0; look < 3; look++) {
    clock.advance(LOOK_MS);
    await fetch(`${test.url}/health/live`);
  }
  expect(checks()).toBe(before + 1);
});

it('/health/detailed answers with what is known when the checks take too long', async () => {
  const before = checks();
  test.simulator.addFault(SLOW);
  const answer = fetch(`${test.url}/health/detailed`);
  await expect.poll(checks).toBe(before + 1);
  clock.advance(10_000);
  const { providers } = (await (await answer).json()) as {
    providers: { gemini: { keys: readonly Record<string, unknown>[] } };
  };
  expect(providers.gemini.keys).toHaveLength(1);
  expect(providers.gemini.keys[0]).not.toHaveProperty('check');
});

// The time for a whole request counts all its attempts: one that begins late has what is left, not the whole again.

import { afterEach, expect, it } from 'vitest';
import type { Clock } from '../../src/lib/clock.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { MODEL } from './front-doors.ts';

const START_MS = Date.UTC(2026, 6, 15, 16);
const ALMOST_AN_HOUR_MS = 3_600_000 - 200;

let test: TestGateway | undefined;
afterEach(() => test?.close());

it('a silent second attempt ends when the time for the request does', async () => {
  // The first attempt takes almost all of it.
  const asked = (): boolean => (test?.simulator.callCount({ operation: 'generateContent' }) ?? 0) > 0;
  const clock: Clock = {
    now: () => START_MS + (asked() ? ALMOST_AN_HOUR_MS : 0),
    after: (delayMs, task) => systemClock.after(delayMs, task),
  };
  test = await startTestGateway({
    keys: ['AIzaSyDeadline-000000000000000000000001', 'AIzaSyDeadline-000000000000000000000002'],
    simulator: { clock: systemClock },
    start: { clock },
    files: { 'pollux.yaml': 'retry: { deadline: 1h, max_attempts: 2 }\n' },
  });
  test.simulator.addFault({ fault: '429-bare', times: 1 });
  test.simulator.addFault({ fault: 'silence' });
  const answer = await fetch(`${test.url}/v1beta/models/${MODEL}:generateContent`, {
    method: 'POST',
    body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'hi' }] }] }),
  });
  expect(answer.status).toBe(504);
  expect(test.simulator.callCount({ operation: 'generateContent' })).toBe(2);
});

it('once the time is up no other key is asked, though the clock be a moment behind the timer', async () => {
  test = await startTestGateway({
    keys: ['AIzaSyDeadline-000000000000000000000001', 'AIzaSyDeadline-000000000000000000000002'],
    simulator: { clock: systemClock },
    start: {
      clock: { now: () => START_MS, after: (delayMs, task) => systemClock.after(delayMs, task) },
    },
    files: { 'pollux.yaml': 'retry: { deadline: 200ms }\n' },
  });
  test.simulator.addFault({ fault: 'silence' });
  const answer = await fetch(`${test.url}/v1beta/models/${MODEL}:generateContent`, {
    method: 'POST',
    body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'hi' }] }] }),
  });
  expect(answer.status).toBe(504);
  expect(test.simulator.callCount({ operation: 'generateContent' })).toBe(1);
});

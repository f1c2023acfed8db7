// A short share of `bench/soak.ts`: gateway, failing providers and vanishing clients in processes of their own.

import { expect, it } from 'vitest';
import { runSoak } from '../../bench/run-soak.ts';

/** Enough for two bursts, for keys that die, and for every fault several times. */
const REQUESTS = 1000;

it('a thousand requests under chaos have one honest outcome each', { timeout: 120_000 }, async () => {
  const report = await runSoak({ requests: REQUESTS, concurrency: 32, longestMs: 60_000 });
  expect(report.problems).toEqual([]);
  expect([report.inFlight, report.providers.openCalls]).toEqual([0, 0]);
  expect(report.fates['whole']).toBeGreaterThan(REQUESTS * 0.8);
  expect(report.fates['vanished']).toBeGreaterThan(0);
  expect(report.fates['error event']).toBeGreaterThan(0);
  expect(report.providers.faults).toBeGreaterThan(REQUESTS / 20);
});

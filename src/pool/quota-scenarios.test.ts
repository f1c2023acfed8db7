// Whole hours of traffic against a provider with quotas, under a clock of its own: how many requests are refused, and
// how much of the quota is used.

import { describe, expect, it } from 'vitest';
import { createManualClock } from '../lib/clock.ts';
import { createSeededRandom } from '../lib/random.ts';
import { Secret } from '../lib/secret.ts';
import type { LearnedLimit } from '../canon/learned-limit.ts';
import type { Verdict } from '../providers/verdict.ts';
import { createKeyPool } from './create-key-pool.ts';
import type { Lease } from './pool.ts';

interface Quota {
  readonly rpm: number;
  readonly rpd?: number;
}

interface Scenario {
  readonly projects: number;
  readonly quota: Quota;
  readonly minutes: number;
  readonly clients: number;
  /** Does the provider say which limit it was? */
  readonly named: boolean;
}

const START_MS = Date.UTC(2026, 5, 15, 19, 0, 0);
const STEP_MS = 25;

/** A provider that grants `quota` to each key in a sliding minute and refuses the rest. */
function createProvider({ quota, named }: Scenario) {
  const granted = new Map<string, number[]>();
  return (keyId: string, nowMs: number): Verdict | undefined => {
    const times = granted.get(keyId) ?? [];
    granted.set(keyId, times);
    if (quota.rpd !== undefined && times.length >= quota.rpd) {
      return refusal({ kind: 'bucket_day', limits: [{ kind: 'rpd', value: quota.rpd }] });
    }
    const recent = times.filter((at) => at > nowMs - 60_000);
    if (recent.length < quota.rpm) {
      times.push(nowMs);
      return undefined;
    }
    const retryAfterMs = Math.max(0, (recent[0] ?? nowMs) + 60_000 - nowMs);
    const limits: LearnedLimit[] = named ? [{ kind: 'rpm', value: quota.rpm }] : [];
    return refusal({ kind: 'bucket_cool', reason: 'per_minute', retryAfterMs, limits });
  };
}

function refusal(effect: Verdict['effect']): Verdict {
  return {
    row: 'quota',
    fault: 'bucket',
    effect,
    next: 'next_key',
    counts: false,
    code: 'rate_limited',
    message: '',
  };
}

async function run(scenario: Scenario): Promise<{ served: number; refused: number; waiting: number }> {
  const clock = createManualClock(START_MS);
  const random = createSeededRandom(7);
  const pool = createKeyPool({
    provider: 'gemini',
    keys: Array.from({ length: scenario.projects }, (_, index) => ({
      key: new Secret(`scenario-key-number-${index}-abcdef`),
    })),
    strategy: 'least_used',
    clock,
    random,
    dayZone: 'America/Los_Angeles',
    breaker: { failureThreshold: 5, recoveryTimeoutMs: 60_000, successThreshold: 3 },
  });
  const ask = createProvider(scenario);
  const endMs = START_MS + scenario.minutes * 60_000;
  let served = 0;
  let refused = 0;

  const pause = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));

  async function exchange(lease: Lease): Promise<void> {
    const leasedMs = clock.now();
    await pause(random() * 400);
    const verdict = ask(lease.keyId, clock.now());
    await pause(verdict ? 50 : 300 + random() * 3000);
    if (verdict) {
      refused++;
      lease.fail(verdict);
    } else {
      served++;
      lease.succeed({ firstByteMs: clock.now() - leasedMs });
    }
  }

  async function client(): Promise<void> {
    while (clock.now() < endMs) {
      const result = await pool.acquire({ model: 'm', estimatedTokens: 10 }, endMs);
      if (result.type === 'resting') return;
      await exchange(result.lease);
    }
  }

  const clients = Array.from({ length: scenario.clients }, client);
  while (clock.now() < endMs + 10_000) {
    clock.advance(STEP_MS);
    for (let turn = 0; turn < 8; turn++) await Promise.resolve();
  }
  await Promise.all(clients);
  pool.close();
  return { served, refused, waiting: clock.pending() };
}

describe('a pool that was told nothing of its quotas', () => {
  const scenarios: Record<string, Scenario> = {
    'eight projects of 15 a minute': {
      projects: 8,
      quota: { rpm: 15 },
      minutes: 60,
      clients: 64,
      named: true,
    },
    'two projects of 60 a minute': { projects: 2, quota: { rpm: 60 }, minutes: 60, clients: 64, named: true },
    'one project of 1000 a minute': {
      projects: 1,
      quota: { rpm: 1000 },
      minutes: 10,
      clients: 64,
      named: true,
    },
    'limits that are never named': {
      projects: 4,
      quota: { rpm: 30 },
      minutes: 60,
      clients: 64,
      named: false,
    },
    'a day that ends': { projects: 8, quota: { rpm: 10, rpd: 250 }, minutes: 60, clients: 64, named: true },
  };
  for (const [name, scenario] of Object.entries(scenarios)) {
    it(`sees few refusals and uses what it may: ${name}`, { timeout: 60_000 }, async () => {
      const { served, refused, waiting } = await run(scenario);
      const { rpm, rpd = Infinity } = scenario.quota;
      const granted = scenario.projects * Math.min(rpm * scenario.minutes, rpd);
      const possible = Math.min(granted, (scenario.clients * scenario.minutes * 60) / 2);
      expect(refused / (served + refused)).toBeLessThan(rpd === Infinity ? 0.01 : 0.02);
      expect(served / possible).toBeGreaterThan(0.85);
      expect(waiting).toBe(0);
    });
  }
});

// The pool's great trial: twenty keys of eight projects, quotas that nobody told the gateway, keys that die on the way.
// Time passes with the requests done, on the gateway's side and on the provider's: ten minutes in a few seconds.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../src/lib/random.ts';
import type { KeyFault, SimulatedCall, SimulatedKey, SimulatedQuota } from '../../src/simulator/simulator.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { createWorkClock } from '../support/work-clock.ts';

const REQUESTS = 10_000;
const CONCURRENCY = 64;
/** 1,500 requests a minute are asked for: more than the pool has. */
const STEP_MS = 40;
const IDLE_STEP_MS = 250;
/** Morning in California: no midnight falls into the run. */
const START_MS = Date.UTC(2026, 10, 21, 18);
const MODELS = ['gemini-3.8-flash', 'gemini-3.5-flash-lite'] as const;

/** Keys per project: twenty in all. */
const SHAPE = [4, 3, 3, 2, 2, 2, 2, 2];
const project = (index: number): string => String(300_000_000_001 + index);

const keys: readonly SimulatedKey[] = SHAPE.flatMap((count, index) =>
  Array.from({ length: count }, (_, number) => ({
    key: `AIzaSyMixedQuota-p${index}-k${number}-00000000000000`,
    project: project(index),
    provider: 'gemini' as const,
  })),
);

const quotas: readonly SimulatedQuota[] = SHAPE.flatMap((_, index) => [
  {
    project: project(index),
    model: MODELS[0],
    rpm: 20 + index * 12,
    rpd: index < 2 ? 150 + index * 50 : 5000,
  },
  { project: project(index), model: MODELS[1], rpm: 30 + index * 15, rpd: index === 2 ? 250 : 5000 },
]);

/** After so many requests, this becomes of that key. Every project keeps one that lives. */
const DEATHS: readonly { after: number; key: string | undefined; state: KeyFault }[] = [
  { after: 1000, key: keys[0]?.key, state: 'invalid' },
  { after: 2500, key: keys[4]?.key, state: 'leaked' },
  { after: 4000, key: keys[7]?.key, state: 'expired' },
  { after: 5500, key: keys[10]?.key, state: 'suspended' },
  { after: 7000, key: keys[12]?.key, state: 'invalid' },
];

/** Where the configuration does not say which keys share a project, each key has to find its share of the quota. */
const VARIANTS = [
  { told: 'the gateway is told of', projectsKnown: true },
  { told: 'it has to find out', projectsKnown: false },
];

describe.each(VARIANTS)(
  'twenty keys in eight projects that $told, 10,000 requests at concurrency 64',
  (variant) => {
    let gateway: TestGateway;
    let dataDir: string;
    let calls: readonly SimulatedCall[] = [];
    const statuses = new Map<number, number>();

    beforeAll(async () => {
      dataDir = mkdtempSync(join(tmpdir(), 'pollux-pool-'));
      // Callers are patient here: what is asked is that nobody sees an error while any project has quota.
      statuses.clear();
      const providerKeys = keys.map(({ key, project: name }) =>
        variant.projectsKnown ? { key, project: name } : { key },
      );
      const file = {
        retry: { wait_for_key: '30m', deadline: '2h' },
        providers: { gemini: { keys: providerKeys } },
      };
      writeFileSync(join(dataDir, 'pollux.yaml'), JSON.stringify(file));
      const clock = createWorkClock(START_MS, STEP_MS, IDLE_STEP_MS);
      gateway = await startTestGateway({
        dataDir,
        keys: [],
        simulator: { keys, quotas, clock, random: createSeededRandom(7) },
        start: { clock, random: createSeededRandom(11) },
      });
      const http = new Pool(gateway.url, { connections: CONCURRENCY });
      let next = 0;
      const client = async (): Promise<void> => {
        for (let number = next++; number < REQUESTS; number = next++) {
          for (const death of DEATHS) {
            if (death.after === number && death.key !== undefined)
              gateway.simulator.setKeyState(death.key, death.state);
          }
          const status = await ask(http, MODELS[number % 2] ?? MODELS[0], `question ${number}`);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          clock.tick();
        }
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, client));
      await http.close();
      clock.stop();
      calls = gateway.simulator.calls().filter((call) => call.operation === 'generateContent');
    }, 240_000);

    afterAll(async () => {
      await gateway.close();
      rmSync(dataDir, { recursive: true, force: true });
    });

    it('shows no client an error', () => {
      expect(Object.fromEntries(statuses)).toEqual({ 200: REQUESTS });
    });

    it('is hardly ever refused for quota', () => {
      const refused = calls.filter((call) => call.status === 429).length;
      console.log(
        `upstream calls ${calls.length}, of them 429: ${refused} (${((refused / calls.length) * 100).toFixed(2)} %)`,
      );
      expect(calls.length).toBeGreaterThanOrEqual(REQUESTS);
      expect(refused / calls.length).toBeLessThan(0.01);
    });

    it('was really at its limits: half of the buckets by the minute, two by the day', () => {
      const full = quotas.filter(
        ({ project: name, model, rpm }) => busiestMinute(callsOf(name, model)) >= (rpm ?? Infinity),
      );
      const spent = quotas.filter(
        ({ project: name, model, rpd }) => callsOf(name, model).length >= (rpd ?? Infinity),
      );
      console.log(
        `buckets full by the minute: ${full.length} of ${quotas.length}; by the day: ${spent.length}`,
      );
      expect(full.length).toBeGreaterThanOrEqual(quotas.length / 2);
      expect(spent.length).toBeGreaterThanOrEqual(2);
    });

    it('does not try a dead key again once its verdict is in', () => {
      for (const { key } of DEATHS) {
        const failures = calls.flatMap((call, index) =>
          call.key === key && (call.status === 400 || call.status === 403) ? [index] : [],
        );
        const first = failures[0] ?? Infinity;
        expect(failures.length).toBeGreaterThan(0);
        // Those that were on their way when the first verdict came in; nothing after.
        for (const index of failures) expect(index - first).toBeLessThan(CONCURRENCY);
        expect(calls.slice(first + CONCURRENCY).some((call) => call.key === key)).toBe(false);
      }
    });

    function callsOf(name: string, model: string): readonly SimulatedCall[] {
      return calls.filter((call) => call.project === name && call.model === model && call.status === 200);
    }
  },
);

async function ask(http: Pool, model: string, text: string): Promise<number> {
  const { statusCode, body } = await http.request({
    method: 'POST',
    path: `/v1beta/models/${model}:generateContent`,
    body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text }] }] }),
    headersTimeout: 0,
  });
  const answer = (await body.json()) as { candidates?: readonly { finishReason?: string }[] };
  if (statusCode === 200) expect(answer.candidates?.[0]?.finishReason).toBe('STOP');
  return statusCode;
}

/** Most calls that were counted together in any sixty seconds. */
function busiestMinute(calls: readonly SimulatedCall[]): number {
  let most = 0;
  let head = 0;
  for (const [index, call] of calls.entries()) {
    while ((calls[head]?.at ?? 0) <= call.at - 60_000) head += 1;
    most = Math.max(most, index - head + 1);
  }
  return most;
}

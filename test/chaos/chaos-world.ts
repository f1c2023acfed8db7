// One gateway in one shape before one simulator, with clocks that are short, and a look at all that it holds.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { loadSettings } from '../../src/config/load-settings.ts';
import { startGateway, type RunningGateway } from '../../src/main.ts';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.ts';
import type { Vendor } from './fault-rows.ts';
import { createJumpingClock, type JumpingClock } from './jumping-clock.ts';
import { CALM_MODELS, MODELS, type Shape } from './shapes.ts';

export interface ChaosWorld {
  readonly url: string;
  readonly http: Pool;
  readonly simulator: Simulator;
  readonly gateway: RunningGateway;
  readonly clock: JumpingClock;
  /** What a client asks for under a fault, and afterwards. */
  readonly model: string;
  readonly modelAfterwards: string;
  close(): Promise<void>;
}

/** Nine in the morning in California. */
const START_MS = Date.UTC(2026, 6, 15, 16);

/** Attempts that may fail by the provider's fault. */
export const MAX_ATTEMPTS = 3;

const KEY_PREFIXES: Readonly<Record<Vendor, string>> = {
  openai: 'sk-proj-chaos-0000000000000000000000000000000',
  anthropic: 'sk-ant-api03-chaos-0000000000000000000000',
  gemini: 'AIzaSyChaosKey-0000000000000000000000',
};

/** A megabyte is enough for every answer but the one that is too large. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Longer than any busy machine takes. */
const CALM = '60s';
/** There to run out: at the first model of a hasty world, and for its requests as a whole. */
const HASTY = { clocks: '2s', deadline: '8s' };

function settings({ vendors }: Shape, hasty: boolean): object {
  const [first] = vendors;
  const { clocks } = HASTY;
  const plan = (models: Readonly<Record<Vendor, string>>): object => ({
    targets: vendors.map((vendor) => ({ provider: vendor, model: models[vendor] })),
  });
  return {
    timeouts: { connect: '20s', headers: CALM, first_token: CALM, idle: CALM },
    retry: {
      max_attempts: MAX_ATTEMPTS,
      wait_for_key: '0s',
      prefer_wait: '0s',
      deadline: hasty ? HASTY.deadline : '5m',
    },
    // A hasty model is never asked in peace between its failures.
    circuit_breaker: { success_threshold: 1, failure_threshold: hasty ? 100 : 5 },
    models: { 'chaos-model': plan(MODELS), 'calm-model': plan(CALM_MODELS) },
    ...(hasty &&
      first !== undefined && {
        providers: {
          [first]: {
            model_timeouts: { [MODELS[first]]: { headers: clocks, first_token: clocks, idle: clocks } },
          },
        },
      }),
  };
}

/** Starts both. */
export async function startChaosWorld(shape: Shape, hasty: boolean): Promise<ChaosWorld> {
  const clock = createJumpingClock(START_MS);
  const keysOf = (vendor: Vendor): readonly string[] =>
    Array.from({ length: shape.keyCount }, (_, index) => KEY_PREFIXES[vendor] + String(index + 10));
  const simulator = createSimulator({
    random: () => 0.5,
    // Events that go out at once may come in one piece, and then none has reached the caller before the last is seen.
    tokenDelayMs: 1,
    keys: shape.vendors.flatMap(keysOf).map((key) => ({ key, project: `project of ${key}` })),
  });
  const { url: upstream } = await simulator.listen();
  const dataDir = mkdtempSync(join(tmpdir(), 'pollux-chaos-'));
  writeFileSync(join(dataDir, 'pollux.yaml'), JSON.stringify(settings(shape, hasty)));
  const env: Record<string, string> = { PORT: '0', LOG_LEVEL: 'silent', POLLUX_DATA_DIR: dataDir };
  for (const vendor of shape.vendors) {
    const name = vendor.toUpperCase();
    env[`${name}_API_KEYS`] = keysOf(vendor).join(',');
    env[`${name}_BASE_URL`] = vendor === 'openai' ? `${upstream}/v1` : upstream;
  }
  const gateway = await startGateway(loadSettings({ env, cwd: dataDir }), {
    clock,
    random: () => 0,
    maxAnswerBytes: MAX_ANSWER_BYTES,
  });
  const http = new Pool(gateway.url);
  // The gateway's own lists of models: afterwards every call is a client's.
  await (await http.request({ method: 'GET', path: '/v1/models' })).body.dump();
  return {
    url: gateway.url,
    http,
    simulator,
    gateway,
    clock,
    model: 'chaos-model',
    // A clock that is there to run out would end sound answers too on a machine that is busy enough.
    modelAfterwards: hasty ? 'calm-model' : 'chaos-model',
    async close() {
      await http.close();
      await gateway.close();
      await simulator.close();
      clock.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

// A gateway before all three vendors, and what happened between them for one request. Knows no scenario.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../../src/config/load-settings.ts';
import { createManualClock } from '../../src/lib/clock.ts';
import { startGateway, type RunningGateway, type StartOptions } from '../../src/main.ts';
import { createSimulator, type SimulatedCall, type Simulator } from '../../src/simulator/simulator.ts';

export interface MatrixWorld {
  readonly url: string;
  readonly simulator: Simulator;
  readonly gateway: RunningGateway;
  close(): Promise<void>;
}

export interface Exchanged {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** What was sent. */
  readonly sent: string;
  /** What reached the providers for it. */
  readonly calls: readonly SimulatedCall[];
}

const keyPrefixes = {
  GEMINI: 'AIzaSyTestKey-00000000000000000000000',
  OPENAI: 'sk-proj-test-00000000000000000000000000000000',
  ANTHROPIC: 'sk-ant-api03-test-000000000000000000000000',
};

const vendorNames = ['GEMINI', 'OPENAI', 'ANTHROPIC'] as const;

/** The first key of each vendor, and the one that is held back where there is a spare. */
export const firstKeys = keysWith('10');
export const spareKeys = keysWith('99');

function keysWith(end: string): Readonly<Record<keyof typeof keyPrefixes, string>> {
  const { GEMINI, OPENAI, ANTHROPIC } = keyPrefixes;
  return { GEMINI: GEMINI + end, OPENAI: OPENAI + end, ANTHROPIC: ANTHROPIC + end };
}

export interface MatrixOptions {
  /** Keys for each vendor, each a project of its own; default 1. */
  readonly keyCount?: number;
  /** One more key for each vendor, of its first key's project, which the gateway does not have yet. */
  readonly spare?: boolean;
  /** Milliseconds between the events of a stream, and a clock that runs. */
  readonly paceMs?: number;
  /** Puts something between the gateway and the simulator, which listens at `url`: where the gateway is to go. */
  readonly before?: (url: string) => string;
  readonly logger?: StartOptions['logger'];
  /** `pollux.yaml`. */
  readonly config?: string;
}

/** Starts both. */
export async function startMatrixWorld(options: MatrixOptions = {}): Promise<MatrixWorld> {
  const { keyCount = 1, paceMs, config = '' } = options;
  const clock = createManualClock(Date.parse('2026-07-15T12:00:00Z'));
  const keys = vendorNames.map((vendor) => ({
    vendor,
    keys: Array.from({ length: keyCount }, (_, index) => keyPrefixes[vendor] + String(index + 10)),
  }));
  // Standing time and one number for all: the same question always gets the same bytes.
  const simulator = createSimulator({
    ...(paceMs === undefined ? { clock } : { tokenDelayMs: paceMs }),
    random: () => 0.5,
    keys: keys.flatMap(({ vendor, keys: all }) => [
      ...all.map((key) => ({ key, project: `project of ${all[0] === key ? vendor : key}` })),
      ...(options.spare === true ? [{ key: spareKeys[vendor], project: `project of ${vendor}` }] : []),
    ]),
  });
  const { url: own } = await simulator.listen();
  const url = options.before?.(own) ?? own;
  const dataDir = mkdtempSync(join(tmpdir(), 'pollux-matrix-'));
  writeFileSync(join(dataDir, 'pollux.yaml'), config);
  const env = {
    ...Object.fromEntries(keys.map(({ vendor, keys: all }) => [`${vendor}_API_KEYS`, all.join(',')])),
    GEMINI_BASE_URL: url,
    OPENAI_BASE_URL: `${url}/v1`,
    ANTHROPIC_BASE_URL: url,
    PORT: '0',
    LOG_LEVEL: options.logger === undefined ? 'silent' : 'info',
    POLLUX_DATA_DIR: dataDir,
  };
  const gateway = await startGateway(loadSettings({ env, cwd: dataDir }), { logger: options.logger });
  // The gateway's own lists of models: afterwards every call is a client's.
  await fetch(`${gateway.url}/v1/models`);
  simulator.reset();
  return {
    url: gateway.url,
    simulator,
    gateway,
    async close() {
      await gateway.close();
      await simulator.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** One request through the gateway, and what it caused. */
export async function exchange(world: MatrixWorld, path: string, sent: string): Promise<Exchanged> {
  const { url, simulator } = world;
  const before = simulator.calls().length;
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: sent,
  });
  const text = await answer.text();
  const calls = simulator
    .calls()
    .slice(before)
    .filter(({ method }) => method === 'POST');
  return { status: answer.status, headers: answer.headers, text, sent, calls };
}

const CREDENTIALS = ['authorization', 'x-api-key', 'x-goog-api-key', 'anthropic-version', 'content-type'];

/** What the provider answers to the very bytes that it was sent: asked again, without the gateway. */
export async function answerOf(call: SimulatedCall, fault?: string): Promise<string> {
  const headers: Record<string, string> = fault === undefined ? {} : { 'x-simulate': fault };
  for (const name of CREDENTIALS) {
    const value = call.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  const answer = await fetch(`http://${call.headers.host ?? ''}${call.url}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(call.rawBody ?? []),
  });
  return answer.text();
}

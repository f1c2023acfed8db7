// A real gateway on a free loopback port, in this process, against a real simulator over HTTP: what end-to-end tests run on.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../../src/config/load-settings.ts';
import { startGateway, type RunningGateway, type StartOptions } from '../../src/main.ts';
import { readStoredProviders } from '../../src/store/stored-providers.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/simulator.ts';

export interface TestGateway {
  readonly url: string;
  readonly simulator: Simulator;
  readonly gateway: RunningGateway;
  /** Starts a second gateway on the same data directory after this one was closed. */
  readonly dataDir: string;
  close(): Promise<void>;
}

export interface TestGatewayOptions {
  readonly simulator?: SimulatorOptions;
  /** Provider keys that the gateway gets by environment; default: one active Gemini key. Empty: a file has them. */
  readonly keys?: readonly string[];
  /** Further environment variables, e.g. `API_KEYS`. */
  readonly env?: Readonly<Record<string, string>>;
  readonly start?: StartOptions;
  /** Written into the data directory before the start, e.g. `pollux.yaml`. */
  readonly files?: Readonly<Record<string, string>>;
  /** A data directory to keep; default: a fresh one, removed on close. */
  readonly dataDir?: string;
}

export const TEST_KEY = 'AIzaSyTestKey-0000000000000000000000001';

/** Starts both. The simulator knows `keys` as one project each unless `simulator.keys` says otherwise. */
export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const keys = options.keys ?? [TEST_KEY];
  const simulator = createSimulator({
    keys: keys.map((key, index) => ({ key, project: String(200_000_000_001 + index) })),
    ...(options.start?.clock !== undefined && { clock: options.start.clock }),
    ...options.simulator,
  });
  const { url: upstream } = await simulator.listen();
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'pollux-test-'));
  for (const [name, text] of Object.entries(options.files ?? {})) writeFileSync(join(dataDir, name), text);
  const env = {
    ...(keys.length > 0 && { GEMINI_API_KEYS: keys.join(',') }),
    GEMINI_BASE_URL: upstream,
    PORT: '0',
    LOG_LEVEL: 'silent',
    POLLUX_DATA_DIR: dataDir,
    ...options.env,
  };
  const running = await startGateway(
    loadSettings({ env, cwd: dataDir, readStored: readStoredProviders }),
    options.start,
  );
  let closing: Promise<void> | undefined;
  // A test that closes its gateway itself is tidied up after all the same.
  const gateway: RunningGateway = { ...running, close: () => (closing ??= running.close()) };
  return {
    url: gateway.url,
    simulator,
    gateway,
    dataDir,
    async close() {
      await gateway.close();
      await simulator.close();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

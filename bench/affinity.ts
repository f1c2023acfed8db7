// How much of one key's prompt-cache hits a pool of ten keys keeps, with affinity and without.
// Run: node bench/affinity.ts

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../src/config/load-settings.ts';
import { startGateway } from '../src/main.ts';
import { createSimulator } from '../src/simulator/simulator.ts';
import {
  affinityCases,
  affinitySettings,
  runAffinity,
  type AffinityCase,
  type AffinityFigures,
} from './affinity-run.ts';

const LOAD = { conversations: 60, turns: 8, concurrency: 16 };
const KEYS = 10;

async function measure(way: AffinityCase, keys: number, affinity: boolean): Promise<AffinityFigures> {
  const simulator = createSimulator({ acceptAnyKey: true });
  const { url: upstream } = await simulator.listen();
  const folder = mkdtempSync(join(tmpdir(), 'pollux-affinity-'));
  writeFileSync(join(folder, 'pollux.yaml'), affinitySettings(upstream, keys, affinity));
  const env = { PORT: '0', LOG_LEVEL: 'silent', POLLUX_DATA_DIR: folder };
  const gateway = await startGateway(loadSettings({ env, cwd: folder }));
  try {
    return await runAffinity(gateway.url, simulator, way, LOAD);
  } finally {
    await gateway.close();
    await simulator.close();
    rmSync(folder, { recursive: true });
  }
}

const { conversations, turns, concurrency } = LOAD;
console.log(
  `${conversations} conversations of ${turns} turns, ${concurrency} at once, ${KEYS} keys beside one`,
);
for (const way of affinityCases) {
  const one = await measure(way, 1, true);
  const without = await measure(way, KEYS, false);
  const ten = await measure(way, KEYS, true);
  const share = (figures: AffinityFigures): string =>
    `${((100 * figures.hits) / one.hits).toFixed(1)} % of hits, ${((100 * figures.cachedTokens) / one.cachedTokens).toFixed(1)} % of tokens`;
  console.log(
    `${way.name.padEnd(20)} one key ${one.hits} hits; with affinity ${share(ten)}; without ${share(without)}; per key ${ten.perKey.join(' ')}`,
  );
}

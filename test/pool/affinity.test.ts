// Conversations keep the key that holds their prompt cache, whatever they speak, and the pool stays evenly used.

import { afterEach, describe, expect, it } from 'vitest';
import {
  affinityCases,
  affinitySettings,
  runAffinity,
  type AffinityCase,
  type AffinityFigures,
} from '../../bench/affinity-run.ts';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const LOAD = { conversations: 30, turns: 5, concurrency: 8 };

let simulator: Simulator | undefined;
let gateway: TestGateway | undefined;

afterEach(stop);

async function stop(): Promise<void> {
  await gateway?.close();
  await simulator?.close();
  gateway = simulator = undefined;
}

async function measure(way: AffinityCase, keys: number, affinity: boolean): Promise<AffinityFigures> {
  simulator = createSimulator({ acceptAnyKey: true });
  const { url } = await simulator.listen();
  gateway = await startTestGateway({
    keys: [],
    env: { GEMINI_BASE_URL: url },
    files: { 'pollux.yaml': affinitySettings(url, keys, affinity) },
  });
  const figures = await runAffinity(gateway.url, simulator, way, LOAD);
  await stop();
  return figures;
}

describe.each(affinityCases)('many conversations at once, $name', (way) => {
  it('on ten keys have nine tenths of the cache hits that one key has', async () => {
    const one = await measure(way, 1, true);
    const ten = await measure(way, 10, true);
    const requests = LOAD.conversations * LOAD.turns;
    expect([one.requests, ten.requests]).toEqual([requests, requests]);
    expect(one.hits).toBeGreaterThan(requests * 0.7);
    expect(ten.hits / one.hits).toBeGreaterThanOrEqual(0.9);
    expect(ten.cachedTokens / one.cachedTokens).toBeGreaterThanOrEqual(0.9);
    expect(ten.perKey).toHaveLength(10);
    const mean = requests / 10;
    expect(ten.perKey.at(0)).toBeGreaterThan(mean / 2);
    expect(ten.perKey.at(-1)).toBeLessThan(mean * 2);
  });
});

it('without affinity, which is a setting of the provider, a good part of the hits is lost', async () => {
  const [way] = affinityCases.slice(-1);
  if (way === undefined) throw new Error('no case');
  const one = await measure(way, 1, false);
  const ten = await measure(way, 10, false);
  expect(ten.hits / one.hits).toBeLessThan(0.8);
});

// How long one lease and its release take, by number of keys and strategy: prints the median in microseconds.
// Run: node bench/pool-selection.ts

import { systemClock } from '../src/lib/clock.ts';
import { createSeededRandom } from '../src/lib/random.ts';
import { Secret } from '../src/lib/secret.ts';
import { createKeyPool } from '../src/pool/create-key-pool.ts';
import { strategyNames, type StrategyName } from '../src/pool/strategies/create-strategy.ts';

const ROUNDS = 200;
const PER_ROUND = 500;
const request = { model: 'gemini-3.8-flash', estimatedTokens: 100 } as const;
const outcome = { firstByteMs: 1, tokens: 120 } as const;

function measure(keys: number, strategy: StrategyName): number {
  const pool = createKeyPool({
    provider: 'gemini',
    keys: Array.from({ length: keys }, (_, index) => ({
      key: new Secret(`bench-key-number-${index}-0123456789`),
    })),
    strategy,
    clock: systemClock,
    random: createSeededRandom(1),
    dayZone: 'America/Los_Angeles',
    breaker: { failureThreshold: 5, recoveryTimeoutMs: 60_000, successThreshold: 3 },
  });
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.hrtime.bigint();
    for (let turn = 0; turn < PER_ROUND; turn++) {
      const result = pool.lease(request);
      if (result.type !== 'leased') throw new Error(`no key: ${JSON.stringify(result)}`);
      result.lease.succeed(outcome);
    }
    times.push(Number(process.hrtime.bigint() - start) / 1000 / PER_ROUND);
  }
  pool.close();
  times.sort((left, right) => left - right);
  return times[ROUNDS >> 1] ?? Number.NaN;
}

console.log('median microseconds for one lease and its release');
for (const keys of [10, 1000, 10_000]) {
  const figures = strategyNames.map((strategy) => `${strategy} ${measure(keys, strategy).toFixed(2)}`);
  console.log(`${String(keys).padStart(6)} keys: ${figures.join(', ')}`);
}

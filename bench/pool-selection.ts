// How long one lease and its release take, by number of keys and strategy: prints the median in microseconds of the
// rounds in which the machine was calm. Run: node bench/pool-selection.ts

import { systemClock } from '../src/lib/clock.ts';
import { createSeededRandom } from '../src/lib/random.ts';
import { Secret } from '../src/lib/secret.ts';
import { createKeyPool } from '../src/pool/create-key-pool.ts';
import type { KeyConfig } from '../src/pool/pool.ts';
import { strategyNames, type StrategyName } from '../src/pool/strategies/create-strategy.ts';
import { Calm } from './calm.ts';

/** Short rounds, so that few of them are interrupted where other work runs on the machine. */
const ROUNDS = 1000;
const PER_ROUND = 50;
/** A machine that is never calm is measured as it is. */
const MOST_ROUNDS = 200_000;
/** Figures are taken anew when the machine turns out to be faster than was thought. */
const MOST_PASSES = 4;
const MODEL = 'gemini-3.8-flash';
const CONVERSATIONS = 1000;
const outcome = { firstByteMs: 1, tokens: 120 } as const;

/** What a pool may have to look at beside the rank of its keys. */
interface Variant {
  readonly name: string;
  readonly limits?: KeyConfig['limits'];
  /** Every second key serves other models only. */
  readonly filtered?: boolean;
  readonly affine?: boolean;
}

const variants: readonly Variant[] = [
  { name: 'plain' },
  { name: 'affinity', affine: true },
  { name: 'limits', limits: { rpm: 1_000_000, tpm: 1_000_000_000, rpd: 1_000_000_000 } },
  { name: 'models', filtered: true },
];

function measure(keys: number, strategy: StrategyName, variant: Variant): number {
  const pool = createKeyPool({
    provider: 'gemini',
    keys: Array.from({ length: keys }, (_, index) => ({
      key: new Secret(`bench-key-number-${index}-0123456789`),
      limits: variant.limits,
      models: variant.filtered === true ? [index % 2 === 0 ? 'gemini-*' : 'gpt-*'] : undefined,
    })),
    strategy,
    clock: systemClock,
    random: createSeededRandom(1),
    dayZone: 'America/Los_Angeles',
    breaker: { failureThreshold: 5, recoveryTimeoutMs: 60_000, successThreshold: 3 },
  });
  const requests = Array.from({ length: CONVERSATIONS }, (_, index) => ({
    model: MODEL,
    estimatedTokens: 100,
    ...(variant.affine === true && { affinity: `conversation ${index}` }),
  }));
  const times: number[] = [];
  const all: number[] = [];
  let number = 0;
  while (times.length < ROUNDS && all.length < MOST_ROUNDS) {
    const wasCalm = calm.look();
    const start = process.hrtime.bigint();
    for (let turn = 0; turn < PER_ROUND; turn++) {
      const request = requests[number++ % CONVERSATIONS];
      const result = request === undefined ? undefined : pool.lease(request);
      if (result?.type !== 'leased') throw new Error(`no key: ${JSON.stringify(result)}`);
      result.lease.succeed(outcome);
    }
    const micros = Number(process.hrtime.bigint() - start) / 1000 / PER_ROUND;
    all.push(micros);
    if (wasCalm && calm.look()) times.push(micros);
  }
  pool.close();
  const counted = times.length < ROUNDS ? all : times;
  counted.sort((left, right) => left - right);
  return counted[counted.length >> 1] ?? Number.NaN;
}

interface Figure {
  readonly keys: number;
  readonly variant: Variant;
  readonly strategy: StrategyName;
  micros: number;
  /** As the machine was known when it was measured. */
  best: number;
}

const calm = new Calm();
// The first to be measured would be measured cold.
for (const strategy of strategyNames) measure(10, strategy, { name: 'warm-up' });

const sizes = [10, 1000, 10_000];
const figures = sizes.flatMap((keys) =>
  variants.flatMap((variant) =>
    strategyNames.map((strategy): Figure => ({
      keys,
      variant,
      strategy,
      micros: Number.NaN,
      best: Number.NaN,
    })),
  ),
);
for (let pass = 0; pass < MOST_PASSES; pass++) {
  for (const figure of figures.filter(({ best }) => best !== calm.best)) {
    figure.micros = measure(figure.keys, figure.strategy, figure.variant);
    figure.best = calm.best;
  }
}
console.log('median microseconds for one lease and its release');
for (const keys of sizes) {
  for (const variant of variants) {
    const row = figures.filter((figure) => figure.keys === keys && figure.variant === variant);
    const cells = row.map(({ strategy, micros }) => `${strategy} ${micros.toFixed(2)}`);
    console.log(`${String(keys).padStart(6)} keys, ${variant.name.padEnd(8)} ${cells.join(', ')}`);
  }
}

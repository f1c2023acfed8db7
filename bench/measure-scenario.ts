// One scenario from start to end in fresh processes: warm-up, then rounds in alternating order.

import { startGateway } from './gateway.ts';
import { startLoadClient } from './load-client.ts';
import { startServer } from './part.ts';
import { pin } from './pin.ts';
import { cpuMicros, residentMib } from './process-usage.ts';
import { scenarioOf } from './scenarios.ts';

export interface MeasureSettings {
  readonly rounds: number;
  /** Between the events of a stream. */
  readonly paceMs: number;
  readonly concurrency: number;
  readonly logLevel: string;
}

export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

export interface Figures {
  /** Processor time per request, or per event of a stream. */
  readonly micros: Spread;
  readonly requestsPerSecond: number;
  readonly residentMib: { readonly now: number; readonly peak: number };
  readonly rounds: readonly number[];
}

export interface ScenarioResult {
  readonly floor: Figures;
  readonly gateway: Figures;
  /** The middle one of all rounds' ratios: a machine that is slower for a while is so for both of a round. */
  readonly ratio: number;
  /** Of the quietest rounds. */
  readonly ratioOfLowest: number;
}

const targets = ['floor', 'gateway'] as const;
type Target = (typeof targets)[number];

/** Measures it. Throws when any answer is not a whole 200. */
export async function measureScenario(
  name: string,
  entry: string,
  { rounds, paceMs, concurrency, logLevel }: MeasureSettings,
): Promise<ScenarioResult> {
  const scenario = scenarioOf(name);
  const upstream = await startServer('upstream.ts', [String(paceMs)]);
  const floor = await startServer('floor.ts', [upstream.origin]);
  const gateway = await startGateway({ entry, upstream: upstream.origin, logLevel });
  const load = startLoadClient();
  const parts = { floor, gateway };
  for (const { pid } of [floor, gateway]) pin(pid, 'measured');
  for (const { pid } of [upstream, load]) pin(pid, 'peer');
  const micros: Record<Target, number[]> = { floor: [], gateway: [] };
  const rates: Record<Target, number[]> = { floor: [], gateway: [] };

  function ask(target: Target, requests: number): Promise<number> {
    const { origin } = parts[target];
    return load.run({ scenario: name, target, origin, requests, concurrency });
  }
  async function measure(target: Target): Promise<void> {
    const { pid } = parts[target];
    const requests = scenario.requestsPerRound;
    const before = cpuMicros(pid);
    const seconds = await ask(target, requests);
    micros[target].push((cpuMicros(pid) - before) / requests / scenario.events);
    rates[target].push(requests / seconds);
  }
  const figures = (target: Target): Figures => ({
    micros: spread(micros[target]),
    requestsPerSecond: spread(rates[target]).median,
    residentMib: residentMib(parts[target].pid),
    rounds: micros[target],
  });

  try {
    for (const target of targets) await ask(target, scenario.warmUpRequests);
    // Floor, gateway, gateway, floor, …: whatever drifts with time strikes both.
    for (let round = 0; round < rounds; round++) {
      for (const target of round % 2 === 0 ? targets : targets.toReversed()) await measure(target);
    }
    const result = { floor: figures('floor'), gateway: figures('gateway') };
    const ratios = micros.gateway.map((ours, round) => ours / (micros.floor[round] ?? Number.NaN));
    return {
      ...result,
      ratio: spread(ratios).median,
      ratioOfLowest: result.gateway.micros.lowest / result.floor.micros.lowest,
    };
  } finally {
    await load.close();
    await gateway.close();
    await floor.close();
    await upstream.close();
  }
}

function spread(numbers: readonly number[]): Spread {
  const sorted = numbers.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
  return { median, lowest: sorted[0] ?? median, highest: sorted.at(-1) ?? median };
}

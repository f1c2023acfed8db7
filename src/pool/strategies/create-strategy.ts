// From the name in the configuration to the strategy.

import type { Random } from '../../lib/random.ts';
import { createByHealth } from './by-health.ts';
import { createLeastInFlight } from './least-in-flight.ts';
import { createLeastUsed } from './least-used.ts';
import { createRoundRobin } from './round-robin.ts';
import type { Strategy } from './strategy.ts';
import { createWeighted } from './weighted.ts';

/** The strategies by the names of the settings. */
export const strategyNames = ['round_robin', 'least_used', 'weighted', 'health', 'least_in_flight'] as const;

/** As written in the settings. */
export type StrategyName = (typeof strategyNames)[number];

/** Creates a strategy for one model's candidates. */
export function createStrategy(name: StrategyName, random: Random, startMs: number): Strategy {
  switch (name) {
    case 'round_robin':
      return createRoundRobin();
    case 'least_used':
      return createLeastUsed(random, startMs);
    case 'weighted':
      return createWeighted();
    case 'health':
      return createByHealth();
    case 'least_in_flight':
      return createLeastInFlight();
  }
  return name satisfies never;
}

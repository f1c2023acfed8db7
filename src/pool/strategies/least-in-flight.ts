// The one with the fewest requests under way; among equals the one that has waited longest.

import type { Strategy } from './strategy.ts';

/** One request under way outweighs any number of turns, and both fit a double. */
const STEP = 2 ** 40;

/** Creates the strategy `least_in_flight`. */
export function createLeastInFlight(): Strategy {
  let turn = 0;
  return {
    enter: ({ rank, inFlight }) => inFlight * STEP + (rank === undefined ? ++turn : rank % STEP),
    lease: ({ inFlight }) => inFlight * STEP + ++turn,
    release: ({ rank = 0, inFlight }) => inFlight * STEP + (rank % STEP),
  };
}

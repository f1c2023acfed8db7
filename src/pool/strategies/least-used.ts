// The one with the fewest requests in the current minute; ties fall at random. Those that have not been used in this
// minute come before all others, the longest unused first.

import type { Random } from '../../lib/random.ts';
import type { Strategy } from './strategy.ts';

const MINUTE_MS = 60_000;
/** More than any bucket serves in a minute. */
const MINUTE_STEP = 1e7;

/** Creates the strategy `least_used`. */
export function createLeastUsed(random: Random, startMs: number): Strategy {
  /** How far those that are chosen have come. */
  let position = 0;
  const minuteRank = (nowMs: number): number =>
    Math.max(0, Math.floor((nowMs - startMs) / MINUTE_MS)) * MINUTE_STEP;
  return {
    // One that comes back starts where the others are: straight from a rest, a burst would send it back there.
    enter: ({ rank = 0 }, nowMs) => Math.floor(Math.max(rank, minuteRank(nowMs), position)) + random(),
    lease: ({ rank = 0 }, nowMs) => {
      position = rank;
      const base = minuteRank(nowMs);
      const used = rank >= base ? Math.floor(rank - base) : 0;
      return base + used + 1 + random();
    },
    release: ({ rank = 0 }) => rank,
  };
}

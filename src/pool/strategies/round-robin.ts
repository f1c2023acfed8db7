// Each in turn, in the order of the configuration.

import type { Strategy } from './strategy.ts';

/** Creates the strategy `round_robin`. */
export function createRoundRobin(): Strategy {
  let turn = 0;
  const stay = ({ rank }: { readonly rank: number | undefined }): number => rank ?? ++turn;
  return { enter: stay, lease: () => ++turn, release: stay };
}

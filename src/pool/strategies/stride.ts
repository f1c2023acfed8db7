// Shares in proportion to a figure: each choice moves a candidate on by one over its share, the hindmost is next.

import type { Candidate, Strategy } from './strategy.ts';

/** `share` is above zero; one who comes (back) late starts where the others are, without a backlog. */
export function createStride(share: (candidate: Candidate) => number): Strategy {
  let position = 0;
  return {
    enter: (candidate) => Math.max(candidate.rank ?? position + 1 / share(candidate), position),
    lease: (candidate) => {
      position = Math.max(position, candidate.rank ?? 0);
      return position + 1 / share(candidate);
    },
    release: (candidate) => candidate.rank ?? position,
  };
}

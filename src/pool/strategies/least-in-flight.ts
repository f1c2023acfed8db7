// The one with the fewest requests under way; ties fall at random.

import type { Random } from '../../lib/random.ts';
import type { Candidate, Strategy } from './strategy.ts';

export function createLeastInFlight(random: Random): Strategy {
  const rank = ({ inFlight }: Candidate): number => inFlight + random();
  return { enter: rank, lease: rank, release: rank };
}

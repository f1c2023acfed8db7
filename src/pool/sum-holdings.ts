// What several pools hold together.

import type { Holdings } from './pool.ts';

/** Adds up, count by count. */
export function sumHoldings(all: readonly Holdings[]): Holdings {
  const sum = (field: keyof Holdings): number => all.reduce((total, one) => total + one[field], 0);
  return { leases: sum('leases'), waiters: sum('waiters'), trials: sum('trials') };
}

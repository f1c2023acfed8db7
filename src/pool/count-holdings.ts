// Counts what a pool holds for requests: whatever has begun must have ended when nobody asks anything any more.

import type { PoolCore } from './pool-core.ts';
import type { Holdings } from './pool.ts';

/** Counts by key, by model and by bucket; of counts that differ, which would be a defect, the largest. */
export function countHoldings(core: PoolCore): Holdings {
  const nowMs = core.clock.now();
  let byRoom = 0;
  let byBucket = 0;
  let waiters = 0;
  let { trials } = core.egress;
  for (const room of core.rooms.values()) {
    byRoom += room.inFlight;
    waiters += room.waiters.size;
    trials += room.breaker.trials;
  }
  for (const project of new Set(core.projects.values())) {
    for (const bucket of project.buckets.values()) {
      byBucket += bucket.inFlight;
      if (bucket.probeUntilMs > nowMs) trials++;
    }
  }
  const byKey = [...core.keysById.values()].reduce((sum, key) => sum + key.inFlight, 0);
  return { leases: Math.max(byKey, byRoom, byBucket), waiters, trials };
}

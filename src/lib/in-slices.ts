// Long work in pieces, between which everything else has its turn. Knows nothing of the work.

import { setImmediate } from 'node:timers/promises';

/** Some ten milliseconds at 50 µs each. */
const SLICE = 250;

/** Calls `work` with one piece of `items` after the other. Rejects with what it throws, and goes no further then. */
export async function inSlices<T>(items: readonly T[], work: (slice: readonly T[]) => void): Promise<void> {
  for (let from = 0; from < items.length; from += SLICE) {
    if (from > 0) await setImmediate();
    work(items.slice(from, from + SLICE));
  }
}

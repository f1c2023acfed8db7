// When a conversation leaves the key that holds its prompt cache: a cache saves money and time, but is never worth a queue.

import type { Bucket } from './bucket.ts';
import { shareLeft } from './pacing.ts';

/** Requests that a key may carry more than twice those of the next one in turn. */
const CROWDED_BY = 3;
/** A bucket with less than this left of its limits gives way to one with more than that. */
const LITTLE_LEFT = 0.1;
const MUCH_LEFT = 0.5;

/** True when `home` is far busier than the bucket whose turn it is, or near a limit while that one is not. */
export function affinityYields(home: Bucket, nowMs: number): boolean {
  const next = home.room.ready.peek();
  if (next === undefined || next === home) return false;
  if (home.inFlight > 2 * next.inFlight + CROWDED_BY) return true;
  return shareLeft(home, nowMs) < LITTLE_LEFT && shareLeft(next, nowMs) > MUCH_LEFT;
}

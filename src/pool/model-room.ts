// Everything a pool keeps for one model: which projects are ready for it and in which order, which rest and until
// when, whether the model itself is well, and who waits.

import { IndexedHeap } from '../lib/indexed-heap.ts';
import type { Timer } from '../lib/clock.ts';
import type { Breaker } from './breaker.ts';
import type { Bucket } from './bucket.ts';
import type { LeaseRequest } from './pool.ts';
import type { Project } from './project.ts';
import type { Strategy } from './strategies/strategy.ts';
import { TokenEstimate } from './token-estimate.ts';
import type { Waiter } from './wait-queue.ts';

/** Mutable. When callers name too many models, rooms that nobody uses are given up with their buckets. */
export interface ModelRoom {
  readonly model: string;
  /** Token counts of a model have a room beside that of its answers: they share no quota. */
  readonly purpose: LeaseRequest['purpose'];
  readonly strategy: Strategy;
  /** By rank. A bucket is in one of the two heaps, or in none while nothing but an event can bring it back. */
  readonly ready: IndexedHeap<Bucket>;
  /** By time of return. */
  readonly resting: IndexedHeap<Bucket>;
  readonly breaker: Breaker;
  readonly tokenEstimate: TokenEstimate;
  /** No longer offered to anyone, Unix ms. */
  retiredUntilMs: number;
  /** Why it is not asked for until then. */
  retiredReason: 'retired' | 'unknown';
  /** Projects that do not know the model, while none is known to. */
  readonly unknownTo: Set<Project>;
  /** Some project has served it, or has a quota for it. */
  known: boolean;
  /** The limits that some project has last been told for this model: a guess for those that know nothing yet. */
  fellowRpm: number;
  fellowRpd: number;
  /** First come, first served. */
  readonly waiters: Set<Waiter>;
  timer: Timer | undefined;
  timerAtMs: number;
  inFlight: number;
  lastUsedMs: number;
}

/** Creates a room without buckets. */
export function createModelRoom(
  model: string,
  purpose: LeaseRequest['purpose'],
  strategy: Strategy,
  breaker: Breaker,
): ModelRoom {
  return {
    model,
    purpose,
    strategy,
    ready: new IndexedHeap(),
    resting: new IndexedHeap(),
    breaker,
    tokenEstimate: new TokenEstimate(),
    retiredUntilMs: 0,
    retiredReason: 'retired',
    unknownTo: new Set(),
    known: false,
    fellowRpm: Infinity,
    fellowRpd: Infinity,
    waiters: new Set(),
    timer: undefined,
    timerAtMs: Infinity,
    inFlight: 0,
    lastUsedMs: 0,
  };
}

// Those who wait for a key of one model: first come, first served, one timer for all of them.

import type { LeaseRequest, LeaseResult, Resting } from './pool.ts';
import type { ModelRoom } from './model-room.ts';
import type { PoolCore } from './pool-core.ts';

/** `deadlineMs` is Unix ms. `settle` is called once: with a lease, or when waiting cannot help any more. */
export interface Waiter {
  readonly request: LeaseRequest;
  readonly deadlineMs: number;
  /** Why it waits, as of the last look. */
  resting: Resting;
  settle(result: LeaseResult): void;
}

type TryLease = (room: ModelRoom, request: LeaseRequest, nowMs: number) => LeaseResult;

/** Whether waiting until `deadlineMs` may still help. */
export function worthWaiting(resting: Resting, deadlineMs: number, nowMs: number): boolean {
  return resting.untilMs !== undefined && resting.untilMs <= deadlineMs && deadlineMs > nowMs;
}

/** Hands out what has become free, sends away who waits in vain, and sets the timer for what comes next. */
export function serveWaiters(core: PoolCore, room: ModelRoom, tryLease: TryLease): void {
  if (room.waiters.size === 0) {
    disarm(room);
    return;
  }
  const nowMs = core.clock.now();
  let wakeMs = Infinity;
  /** The answer for everyone who has excluded nothing and asks for no more than those before. */
  let common: Resting | undefined;
  let commonTokens = Infinity;
  for (const waiter of room.waiters) {
    const { request } = waiter;
    const excludes = request.excludeProjects !== undefined && request.excludeProjects.size > 0;
    let result: LeaseResult;
    if (common && !excludes && request.estimatedTokens >= commonTokens) result = common;
    else {
      result = tryLease(room, request, nowMs);
      if (result.type === 'resting' && !excludes) {
        common = result;
        commonTokens = request.estimatedTokens;
      }
    }
    if (result.type === 'leased' || !worthWaiting(result, waiter.deadlineMs, nowMs)) {
      room.waiters.delete(waiter);
      waiter.settle(result);
    } else {
      waiter.resting = result;
      wakeMs = Math.min(wakeMs, waiter.deadlineMs, result.untilMs ?? Infinity);
    }
  }
  arm(core, room, wakeMs, tryLease);
}

function arm(core: PoolCore, room: ModelRoom, wakeMs: number, tryLease: TryLease): void {
  if (wakeMs === room.timerAtMs) return;
  disarm(room);
  if (wakeMs === Infinity) return;
  room.timerAtMs = wakeMs;
  // A timer that fires early, as timers do, would find nothing to do and spin.
  const delayMs = Math.max(1, Math.ceil(wakeMs - core.clock.now()));
  room.timer = core.clock.after(delayMs, () => {
    room.timer = undefined;
    room.timerAtMs = Infinity;
    serveWaiters(core, room, tryLease);
  });
}

function disarm(room: ModelRoom): void {
  room.timer?.cancel();
  room.timer = undefined;
  room.timerAtMs = Infinity;
}

// A clock that runs as the machine's does and can be set forward: hours of cooldown pass between two requests.

import type { Clock } from '../../src/lib/clock.ts';

export interface JumpingClock extends Clock {
  /** Sets time forward; what has fallen due meanwhile runs once, in order of time. */
  jump(byMs: number): void;
  /** How many timers wait. */
  pending(): number;
  /** Forgets all timers. */
  stop(): void;
}

interface Entry {
  readonly atMs: number;
  readonly task: () => void;
}

/** How often waiting timers are looked at, in real milliseconds. */
const TICK_MS = 5;

/** Creates a clock that starts at `startMs`. */
export function createJumpingClock(startMs: number): JumpingClock {
  const startedMs = performance.now();
  const waiting = new Set<Entry>();
  let jumpedMs = 0;
  const now = (): number => startMs + jumpedMs + Math.floor(performance.now() - startedMs);
  const fire = (): void => {
    const due = [...waiting]
      .filter(({ atMs }) => atMs <= now())
      .toSorted((one, other) => one.atMs - other.atMs);
    for (const entry of due) if (waiting.delete(entry)) entry.task();
  };
  const ticking = setInterval(fire, TICK_MS);
  ticking.unref();
  return {
    now,
    after(delayMs, task) {
      const entry = { atMs: now() + delayMs, task };
      waiting.add(entry);
      return { cancel: () => void waiting.delete(entry) };
    },
    jump(byMs) {
      jumpedMs += byMs;
      fire();
    },
    pending: () => waiting.size,
    stop() {
      clearInterval(ticking);
      waiting.clear();
    },
  };
}

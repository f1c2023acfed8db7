// Time as a dependency: everything that waits or dates something is handed a Clock, so tests own time.
// Knows nothing of what is being timed.

/** A pending timer; `cancel` is idempotent. */
export interface Timer {
  cancel(): void;
}

/** Where now and later come from. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs `task` once after `delayMs` milliseconds. */
  after(delayMs: number, task: () => void): Timer;
}

/** setTimeout wraps around past 2^31 - 1 ms and would fire at once. */
const LONGEST_TIMEOUT_MS = 2_147_483_647;

/** A machine's clock is corrected by less than this all the time: standing still until it has caught up does no harm. */
const SMALL_CORRECTION_MS = 1000;

/**
 * Creates the clock of a machine whose wall time is `readMs`, milliseconds since the Unix epoch. It never goes back:
 * rests and cooldowns end at a time, and would last longer by as much as the machine was set back. So after a larger
 * step back it goes on from where it was, and what it tells runs ahead of the wall until the process is started anew.
 * Its timers never keep the process alive.
 */
export function createSystemClock(readMs: () => number): Clock {
  let latestMs = Number.NEGATIVE_INFINITY;
  let aheadMs = 0;
  return {
    now() {
      const readingMs = readMs() + aheadMs;
      const backMs = latestMs - readingMs;
      if (backMs > SMALL_CORRECTION_MS) aheadMs += backMs;
      latestMs = Math.max(latestMs, readingMs);
      return latestMs;
    },
    after(delayMs, task) {
      const handle = setTimeout(task, Math.min(Math.max(delayMs, 0), LONGEST_TIMEOUT_MS));
      handle.unref();
      return { cancel: () => clearTimeout(handle) };
    },
  };
}

/** The clock of this machine. */
export const systemClock: Clock = createSystemClock(() => Date.now());

/** A clock that stands still until it is told to move. */
export interface ManualClock extends Clock {
  /** Moves time forward and runs what falls due, in order of time. */
  advance(byMs: number): void;
  /** How many timers wait: zero when nothing leaked. */
  pending(): number;
}

/** Creates a {@link ManualClock} standing at `startMs`. */
export function createManualClock(startMs: number): ManualClock {
  let now = startMs;
  const waiting = new Set<{ at: number; task: () => void }>();
  return {
    now: () => now,
    after(delayMs, task) {
      const entry = { at: now + Math.max(delayMs, 0), task };
      waiting.add(entry);
      return { cancel: () => void waiting.delete(entry) };
    },
    advance(byMs) {
      const end = now + byMs;
      for (;;) {
        let next: { at: number; task: () => void } | undefined;
        for (const entry of waiting) if (entry.at <= end && (!next || entry.at < next.at)) next = entry;
        if (!next) break;
        waiting.delete(next);
        now = Math.max(now, next.at);
        next.task();
      }
      now = end;
    },
    pending: () => waiting.size,
  };
}

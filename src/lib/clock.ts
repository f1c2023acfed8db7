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

/** The machine's own clock. Its timers never keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, task) {
    const handle = setTimeout(task, Math.min(Math.max(delayMs, 0), LONGEST_TIMEOUT_MS));
    handle.unref();
    return { cancel: () => clearTimeout(handle) };
  },
};

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

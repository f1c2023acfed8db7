// Time that passes with work done instead of with the wall: a busy machine cannot stretch a minute.
// Every `tick` moves it a step; when nothing is being done, it moves by itself so that those who wait get on.

import { createManualClock, type Clock } from '../../src/lib/clock.ts';

export interface WorkClock extends Clock {
  /** One piece of work is done: time moves by the step. */
  tick(): void;
  stop(): void;
}

/** How long, in real milliseconds, nothing must have happened before time moves by itself. */
const IDLE_MS = 15;

/** Creates a clock standing at `startMs` that moves `stepMs` for each tick and `idleStepMs` for each idle moment. */
export function createWorkClock(startMs: number, stepMs: number, idleStepMs: number): WorkClock {
  const clock = createManualClock(startMs);
  let worked = false;
  const idle = setInterval(() => {
    if (!worked) clock.advance(idleStepMs);
    worked = false;
  }, IDLE_MS);
  return {
    now: () => clock.now(),
    after: (delayMs, task) => clock.after(delayMs, task),
    tick() {
      worked = true;
      clock.advance(stepMs);
    },
    stop: () => clearInterval(idle),
  };
}

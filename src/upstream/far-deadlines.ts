// Deadlines that are far away, under one timer: nearly every exchange ends long before its own, and a timer for each
// costs more than a look at all of them now and then.

import { GaplessList, type Placed } from '../lib/gapless-list.ts';

const LOOK_EVERY_MS = 1000;

/** Something that ends by itself, or at its time. */
export interface Due extends Placed {
  /** On the clock of `performance.now()`. */
  readonly dueMs: number;
  /** Its time has come; it is no longer kept. */
  expire(): void;
}

/** Keeps deadlines, and expires them at most a second late. */
export class FarDeadlines {
  readonly #open = new GaplessList<Due>();
  #timer: NodeJS.Timeout | undefined;

  add(due: Due): void {
    this.#open.add(due);
    // Whoever waits for an answer keeps the process running by its connection.
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  delete(due: Due): void {
    this.#open.delete(due);
  }

  #look(): void {
    const nowMs = performance.now();
    this.#open.forEach((due) => {
      if (due.dueMs > nowMs) return;
      this.delete(due);
      due.expire();
    });
    if (this.#open.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

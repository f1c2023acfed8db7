// Deadlines that are far away, under one timer: nearly every exchange ends long before its own, and a timer for each
// costs more than a look at all of them now and then.

const LOOK_EVERY_MS = 1000;

/** Something that ends by itself, or at its time. */
export interface Due {
  /** On the clock of `performance.now()`. */
  readonly dueMs: number;
  /** Its place among the others while it is kept, -1 while it is not; only `FarDeadlines` writes it. */
  place: number;
  /** Its time has come; it is no longer kept. */
  expire(): void;
}

/**
 * Keeps deadlines, and expires them at most a second late. In a list without gaps: the tables that a Set leaves behind as it
 * grows and shrinks would hold thousands of ended exchanges, and all they hold, until the next full collection.
 */
export class FarDeadlines {
  readonly #open: Due[] = [];
  #timer: NodeJS.Timeout | undefined;

  add(due: Due): void {
    due.place = this.#open.length;
    this.#open.push(due);
    // Whoever waits for an answer keeps the process running by its connection.
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  /** The last one takes its place. */
  delete(due: Due): void {
    const last = this.#open.at(-1);
    if (due.place < 0 || last === undefined) return;
    this.#open[due.place] = last;
    last.place = due.place;
    this.#open.pop();
    due.place = -1;
  }

  #look(): void {
    const nowMs = performance.now();
    for (let place = this.#open.length - 1; place >= 0; place--) {
      const due = this.#open[place];
      if (due === undefined || due.dueMs > nowMs) continue;
      this.delete(due);
      due.expire();
    }
    if (this.#open.length > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

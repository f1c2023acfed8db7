// A counter of the hot path: a plain number, handed to the metrics library only when somebody asks for the metrics.

import type { Counter } from 'prom-client';

/** One counter without labels, or of one set of labels. */
export class LazyCounter {
  readonly #counter: Counter.Internal;
  #pending = 0;

  constructor(counter: Counter.Internal) {
    this.#counter = counter;
  }

  inc(): void {
    this.#pending += 1;
  }

  /** A counter must not go down: a negative figure from outside would throw in the middle of a settlement. */
  add(amount: number | undefined): void {
    if (amount !== undefined && amount > 0) this.#pending += amount;
  }

  /** Before the metrics are read. */
  flush(): void {
    if (this.#pending === 0) return;
    this.#counter.inc(this.#pending);
    this.#pending = 0;
  }
}

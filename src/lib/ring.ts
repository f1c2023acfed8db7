// A list that keeps its latest entries: adding one to a full ring gives back the oldest.

/** At most `capacity` entries. */
export class Ring<T> {
  readonly #capacity: number;
  readonly #slots: (T | undefined)[] = [];
  #start = 0;
  #size = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#size;
  }

  /** Adds the newest; what had to leave for it, if anything. */
  push(entry: T): T | undefined {
    const oldest = this.#size === this.#capacity ? this.shift() : undefined;
    this.#slots[(this.#start + this.#size) % this.#capacity] = entry;
    this.#size++;
    return oldest;
  }

  /** Takes the oldest out. */
  shift(): T | undefined {
    if (this.#size === 0) return undefined;
    const entry = this.#slots[this.#start];
    this.#slots[this.#start] = undefined;
    this.#start = (this.#start + 1) % this.#capacity;
    this.#size--;
    return entry;
  }

  /** Newest first. */
  *newestFirst(): Iterable<T> {
    for (let index = this.#size - 1; index >= 0; index--) {
      const entry = this.#slots[(this.#start + index) % this.#capacity];
      if (entry !== undefined) yield entry;
    }
  }
}

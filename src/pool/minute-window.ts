// What a bucket has used in the last sixty seconds, as counters of half seconds: constant memory at any rate.
// Rounds so that it never counts less than the provider does.

const SLOT_MS = 500;
/** An entry has left sixty seconds after the end of its slot. */
const LIFE_SLOTS = 60_000 / SLOT_MS + 1;
/** Entries may lie this far in the future: a request is counted where the provider may come to count it. */
const AHEAD_MS = 5000;
const RING_SLOTS = 160;

/** Counts the requests or tokens of a minute. */
export class MinuteWindow {
  readonly #ring = new Int32Array(RING_SLOTS);
  #total = 0;
  /** First slot that still counts. */
  #oldest = 0;

  /** The slot of something happening at `atMs`, at most a few seconds after `sinceMs`. */
  static slot(atMs: number, sinceMs: number): number {
    return Math.floor(Math.min(atMs, sinceMs + AHEAD_MS) / SLOT_MS);
  }

  /** The slot where something begun at `sinceMs`, and not yet ended, is counted. */
  static latestSlot(sinceMs: number): number {
    return Math.floor((sinceMs + AHEAD_MS) / SLOT_MS);
  }

  /** What counts at `nowMs`. */
  total(nowMs: number): number {
    this.#expire(nowMs);
    return this.#total;
  }

  /** Adds (or, negative, takes back) an amount at a slot; what has already left is not taken back. */
  add(slot: number, amount: number): void {
    if (slot < this.#oldest) return;
    const index = slot % RING_SLOTS;
    const value = Math.max(0, (this.#ring[index] ?? 0) + amount);
    this.#total += value - (this.#ring[index] ?? 0);
    this.#ring[index] = value;
  }

  /** Unix milliseconds when the total will have sunk to `level` or below, if nothing is added. */
  sinksTo(level: number, nowMs: number): number {
    let left = this.total(nowMs);
    for (let slot = this.#oldest; left > level && slot < this.#oldest + RING_SLOTS; slot++) {
      left -= this.#ring[slot % RING_SLOTS] ?? 0;
      if (left <= level) return (slot + LIFE_SLOTS) * SLOT_MS;
    }
    return nowMs;
  }

  #expire(nowMs: number): void {
    const oldest = Math.floor(nowMs / SLOT_MS) - LIFE_SLOTS + 1;
    if (oldest <= this.#oldest) return;
    if (this.#total > 0) {
      const end = Math.min(oldest, this.#oldest + RING_SLOTS);
      for (let slot = this.#oldest; slot < end; slot++) {
        const index = slot % RING_SLOTS;
        this.#total -= this.#ring[index] ?? 0;
        this.#ring[index] = 0;
      }
    }
    this.#oldest = oldest;
  }
}

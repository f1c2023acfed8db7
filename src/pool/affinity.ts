// Which key served a conversation last, so that it finds its prompt cache again. Bounded in number and in age.

import type { PoolKey } from './pool-key.ts';

const LONGEST_MS = 60 * 60_000;
const MOST_ENTRIES = 20_000;
/** The order of use is kept to this, since putting it right costs more than everything else here. */
const ORDER_MS = 10_000;

interface Entry {
  key: PoolKey;
  atMs: number;
  /** When it was put last in the order of use. */
  orderedMs: number;
}

/** Conversation → the key that served it last. */
export class Affinity {
  readonly #entries = new Map<string, Entry>();

  get size(): number {
    return this.#entries.size;
  }

  get(id: string, nowMs: number): PoolKey | undefined {
    const entry = this.#entries.get(id);
    if (!entry) return undefined;
    if (nowMs - entry.atMs < LONGEST_MS) return entry.key;
    this.#entries.delete(id);
    return undefined;
  }

  /** Remembers; one that has not been used for longest is forgotten when there are too many. */
  set(id: string, key: PoolKey, nowMs: number): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) {
      entry.key = key;
      entry.atMs = nowMs;
      if (nowMs - entry.orderedMs < ORDER_MS) return;
      this.#entries.delete(id);
    }
    this.#entries.set(id, { key, atMs: nowMs, orderedMs: nowMs });
    if (this.#entries.size <= MOST_ENTRIES) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }
}

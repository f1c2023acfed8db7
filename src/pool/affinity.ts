// Which key served a conversation last, so that it finds its prompt cache again. Bounded in number and in age.

import { LRUCache } from 'lru-cache';
import type { PoolKey } from './pool-key.ts';

const LONGEST_MS = 60 * 60_000;
const MOST_ENTRIES = 20_000;

interface Entry {
  key: PoolKey;
  atMs: number;
}

/** Conversation → the key that served it last. */
export class Affinity {
  /** Not with ages of its own: time is the pool's. */
  readonly #entries = new LRUCache<string, Entry>({ max: MOST_ENTRIES });

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

  /** Remembers; the least recently used is forgotten when there are too many. */
  set(id: string, key: PoolKey, nowMs: number): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) this.#entries.set(id, { key, atMs: nowMs });
    else {
      entry.key = key;
      entry.atMs = nowMs;
    }
  }
}

// Which key served a conversation last, so that it finds its prompt cache again. Bounded in number and in age.

import type { PoolKey } from './pool-key.ts';

const LONGEST_MS = 60 * 60_000;
const MOST_ENTRIES = 20_000;

/** Conversation → the key that served it last. */
export class Affinity {
  readonly #entries = new Map<string, { key: PoolKey; atMs: number }>();

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
    const entry = this.#entries.get(id) ?? { key, atMs: nowMs };
    entry.key = key;
    entry.atMs = nowMs;
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    if (this.#entries.size <= MOST_ENTRIES) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }
}

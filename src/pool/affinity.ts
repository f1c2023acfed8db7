// Which key served a conversation last, so that it finds its prompt cache again. Bounded in number and in age.

import type { PoolKey } from './pool-key.ts';

const LONGEST_MS = 60 * 60_000;
/** So many conversations are remembered at least, and twice as many at most. */
const GENERATION = 10_000;

interface Entry {
  key: PoolKey;
  atMs: number;
}

/**
 * Conversation → the key that served it last. In two generations, of which the older is given up as a whole when the younger
 * is full: what is used moves to the younger one. To keep them all in the order of use would cost far more.
 */
export class Affinity {
  #young = new Map<string, Entry>();
  #old = new Map<string, Entry>();

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(id: string, nowMs: number): PoolKey | undefined {
    const entry = this.#young.get(id) ?? this.#old.get(id);
    return entry !== undefined && nowMs - entry.atMs < LONGEST_MS ? entry.key : undefined;
  }

  /** Remembers it, and perhaps forgets what has not been used for long. */
  set(id: string, key: PoolKey, nowMs: number): void {
    const entry = this.#young.get(id);
    if (entry !== undefined) {
      entry.key = key;
      entry.atMs = nowMs;
      return;
    }
    if (this.#young.size >= GENERATION) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#old.delete(id);
    this.#young.set(id, { key, atMs: nowMs });
  }
}

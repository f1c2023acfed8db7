// Answers to identical prompts, in memory, bounded in bytes and time. Knows nothing of who asks.

import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

interface CachedAnswer {
  readonly text: string;
  readonly model: string;
  readonly provider: string;
}

/** Keys are texts of any length that say all that the answer depends on. */
export interface PromptCache {
  get(key: string): CachedAnswer | undefined;
  set(key: string, answer: CachedAnswer): void;
}

/** Bytes that an entry costs beside its text. */
const OVERHEAD_BYTES = 200;

/** Creates a cache of at most `maxBytes`, each entry living `ttlMs` milliseconds. */
export function createPromptCache(options: {
  readonly maxBytes: number;
  readonly ttlMs: number;
}): PromptCache {
  const entries = new LRUCache<string, CachedAnswer>({
    maxSize: options.maxBytes,
    ttl: options.ttlMs,
    sizeCalculation: (answer) => answer.text.length * 2 + OVERHEAD_BYTES,
  });
  return {
    get: (key) => entries.get(digest(key)),
    set: (key, answer) => void entries.set(digest(key), answer),
  };
}

/** Keys hold whole prompts: their digest is all that stays. */
function digest(key: string): string {
  return createHash('sha256').update(key).digest('base64');
}

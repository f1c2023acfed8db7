// The vendors' implicit prompt cache: a conversation whose beginning was seen a moment ago in the same project is cheaper.
import { createHash } from 'node:crypto';
import type { Clock } from '../lib/clock.ts';

const SMALLEST_PREFIX_TOKENS = 1024;
const LIFETIME_MS = 300_000;
const MOST_PREFIXES = 10_000;

/** Shares nothing between two scopes, each of which is a vendor, a project and a model. */
export interface PromptCache {
  /**
   * Tokens of the longest beginning of `segments` (system and tools first, then turn by turn) that was seen within five
   * minutes; remembers all beginnings. The last segment never counts as a hit: it is what the caller asks now.
   */
  lookUp(scope: string, segments: readonly { readonly text: string; readonly tokens: number }[]): number;
  reset(): void;
}

/** Creates an empty cache. Prefixes under 1,024 tokens are never cached. */
export function createPromptCache(clock: Clock): PromptCache {
  const expiryByPrefix = new Map<string, number>();
  return {
    lookUp(scope, segments) {
      const now = clock.now();
      const hash = createHash('sha256').update(scope);
      let tokens = 0;
      let cached = 0;
      for (const [index, segment] of segments.entries()) {
        hash.update('\0').update(segment.text);
        tokens += segment.tokens;
        if (tokens < SMALLEST_PREFIX_TOKENS) continue;
        const prefix = hash.copy().digest('base64');
        const isLast = index === segments.length - 1 && index > 0;
        if (!isLast && (expiryByPrefix.get(prefix) ?? 0) > now) cached = tokens;
        expiryByPrefix.delete(prefix);
        expiryByPrefix.set(prefix, now + LIFETIME_MS);
      }
      for (const oldest of expiryByPrefix.keys()) {
        if (expiryByPrefix.size <= MOST_PREFIXES) break;
        expiryByPrefix.delete(oldest);
      }
      return cached;
    },
    reset: () => expiryByPrefix.clear(),
  };
}

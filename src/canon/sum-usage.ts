// The usage of several answers that make up one.

import type { Usage } from './usage.ts';

const counts = [
  'inputTokens',
  'cachedInputTokens',
  'cacheWriteTokens',
  'outputTokens',
  'reasoningTokens',
  'totalTokens',
] as const;

/** Sums what is known; undefined when no answer told of its usage. A single usage is given back as it is. */
export function sumUsage(usages: readonly (Usage | undefined)[]): Usage | undefined {
  const known = usages.filter((usage) => usage !== undefined);
  const [only] = known;
  if (known.length <= 1) return only;
  const sum: { -readonly [Count in keyof Usage]: Usage[Count] } = {};
  for (const usage of known) {
    for (const name of counts) {
      const count = usage[name];
      if (count !== undefined) sum[name] = (sum[name] ?? 0) + count;
    }
    if (usage.estimated === true) sum.estimated = true;
  }
  return sum;
}

// Adds up what several attempts at one answer have used. What none of them told stays undefined.

import type { Usage } from './usage.ts';

/** The sum; it counts as estimated as soon as one of its parts is. */
export function addUsage(one: Usage | undefined, other: Usage | undefined): Usage | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const inputTokens = sum(one.inputTokens, other.inputTokens);
  const outputTokens = sum(one.outputTokens, other.outputTokens);
  return {
    inputTokens,
    cachedInputTokens: sum(one.cachedInputTokens, other.cachedInputTokens),
    cacheWriteTokens: sum(one.cacheWriteTokens, other.cacheWriteTokens),
    outputTokens,
    reasoningTokens: sum(one.reasoningTokens, other.reasoningTokens),
    totalTokens: sum(inputTokens, outputTokens),
    ...((one.estimated === true || other.estimated === true) && { estimated: true }),
  };
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : one + other;
}

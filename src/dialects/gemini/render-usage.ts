// Canonical usage → usageMetadata. Google's candidate tokens leave out the thoughts.
// https://ai.google.dev/api/generate-content#UsageMetadata

import type { Usage } from '../../canon/usage.ts';
import type { JsonObject } from '../../lib/json.ts';

/** The metadata; Google's own goes out as it came. Undefined where nothing is known. */
export function renderGeminiUsage(usage: Usage | undefined): JsonObject | undefined {
  if (usage === undefined) return undefined;
  const { raw, inputTokens, cachedInputTokens, outputTokens, reasoningTokens, totalTokens } = usage;
  if (raw?.['promptTokenCount'] !== undefined) return raw;
  const total =
    totalTokens ??
    (inputTokens === undefined && outputTokens === undefined
      ? undefined
      : (inputTokens ?? 0) + (outputTokens ?? 0));
  return {
    ...(inputTokens !== undefined && { promptTokenCount: inputTokens }),
    ...(outputTokens !== undefined && {
      candidatesTokenCount: Math.max(0, outputTokens - (reasoningTokens ?? 0)),
    }),
    ...(total !== undefined && { totalTokenCount: total }),
    ...(cachedInputTokens !== undefined && { cachedContentTokenCount: cachedInputTokens }),
    ...(reasoningTokens !== undefined && { thoughtsTokenCount: reasoningTokens }),
  };
}

// Canonical usage → `usage`. https://platform.openai.com/docs/api-reference/responses/object#responses-object-usage

import type { Usage } from '../../canon/usage.ts';
import type { JsonObject } from '../../lib/json.ts';

/** All figures are numbers in every SDK, so unknown ones are 0. */
export function renderUsage(usage: Usage): JsonObject {
  const input = usage.inputTokens ?? 0;
  const output = usage.outputTokens ?? 0;
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: usage.cachedInputTokens ?? 0,
      cache_write_tokens: usage.cacheWriteTokens ?? 0,
    },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens ?? 0 },
    total_tokens: usage.totalTokens ?? input + output,
  };
}

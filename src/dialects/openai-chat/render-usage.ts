// Canonical usage → OpenAI's `usage` object.
// https://platform.openai.com/docs/api-reference/chat/object#chat-object-usage

import type { Usage } from '../../canon/usage.ts';
import type { JsonObject } from '../../lib/json.ts';

/** The three totals are numbers in every SDK, so unknown ones are 0; unknown details stay away. */
export function renderUsage(usage: Usage): JsonObject {
  const input = usage.inputTokens ?? 0;
  const output = usage.outputTokens ?? 0;
  const rendered: JsonObject = {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: usage.totalTokens ?? input + output,
  };
  if (usage.cachedInputTokens !== undefined || usage.cacheWriteTokens !== undefined) {
    rendered['prompt_tokens_details'] = {
      cached_tokens: usage.cachedInputTokens ?? 0,
      ...(usage.cacheWriteTokens === undefined ? {} : { cache_write_tokens: usage.cacheWriteTokens }),
    };
  }
  if (usage.reasoningTokens !== undefined) {
    rendered['completion_tokens_details'] = { reasoning_tokens: usage.reasoningTokens };
  }
  return rendered;
}

// `usage` of OpenAI and its kin → canonical usage.
// https://platform.openai.com/docs/api-reference/chat/object#chat-object-usage

import type { Usage } from '../../canon/usage.ts';
import { asNumber, asObject } from '../../lib/json.ts';

/**
 * Reads a `usage` object; undefined when it holds no count. Prompt tokens hold the cached ones; completion tokens hold
 * those of reasoning, save at services whose total shows that they were left out.
 */
export function readOpenaiUsage(usage: unknown): Usage | undefined {
  const raw = asObject(usage);
  if (!raw) return undefined;
  const input = asNumber(raw['prompt_tokens']);
  const written = asNumber(raw['completion_tokens']);
  const total = asNumber(raw['total_tokens']);
  if (input === undefined && written === undefined && total === undefined) return undefined;
  const prompt = asObject(raw['prompt_tokens_details']);
  const completion = asObject(raw['completion_tokens_details']);
  const reasoning = asNumber(completion?.['reasoning_tokens']) ?? asNumber(raw['reasoning_tokens']);
  const leftOut = reasoning !== undefined && (total ?? 0) === (input ?? 0) + (written ?? 0) + reasoning;
  return {
    inputTokens: input,
    // DeepSeek's name for it: https://api-docs.deepseek.com/guides/kv_cache
    cachedInputTokens: asNumber(prompt?.['cached_tokens']) ?? asNumber(raw['prompt_cache_hit_tokens']),
    cacheWriteTokens: asNumber(prompt?.['cache_write_tokens']),
    outputTokens: leftOut && written !== undefined ? written + reasoning : written,
    reasoningTokens: reasoning,
    totalTokens: total,
    raw,
  };
}

/** The usage of a chunk, also where Groq has it: `x_groq.usage`. */
export function findUsage(chunk: unknown): Usage | undefined {
  const body = asObject(chunk);
  return readOpenaiUsage(body?.['usage']) ?? readOpenaiUsage(asObject(body?.['x_groq'])?.['usage']);
}

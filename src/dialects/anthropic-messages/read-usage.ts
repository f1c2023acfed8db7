// Anthropic's usage → canonical usage.
// https://platform.claude.com/docs/en/api/messages#usage

import type { Usage } from '../../canon/usage.ts';
import { asNumber, asObject, type JsonObject } from '../../lib/json.ts';

/**
 * Reads a `usage` object; undefined when it is none. Anthropic's `input_tokens` leaves out what was read from the cache or
 * written to it; the canon's holds both.
 */
export function readAnthropicUsage(usage: unknown): Usage | undefined {
  const raw = asObject(usage);
  if (!raw) return undefined;
  const fresh = asNumber(raw['input_tokens']);
  const cached = asNumber(raw['cache_read_input_tokens']);
  const written = asNumber(raw['cache_creation_input_tokens']);
  const inputTokens = fresh === undefined ? undefined : fresh + (cached ?? 0) + (written ?? 0);
  const outputTokens = asNumber(raw['output_tokens']);
  return {
    inputTokens,
    cachedInputTokens: cached,
    cacheWriteTokens: written,
    outputTokens,
    reasoningTokens: asNumber(asObject(raw['output_tokens_details'])?.['thinking_tokens']),
    totalTokens:
      inputTokens === undefined || outputTokens === undefined ? undefined : inputTokens + outputTokens,
    raw,
  };
}

/** A later, cumulative usage over an earlier one: what the later leaves out or gives as null stays. */
export function mergeUsage(earlier: JsonObject | undefined, later: unknown): JsonObject | undefined {
  const fields = asObject(later);
  if (!fields) return earlier;
  const merged: JsonObject = { ...earlier };
  for (const [name, value] of Object.entries(fields)) {
    if (value !== null && value !== undefined) merged[name] = value;
    else if (!(name in merged)) merged[name] = value;
  }
  return merged;
}

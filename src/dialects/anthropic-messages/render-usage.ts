// Canonical usage → Anthropic's. There `input_tokens` is only what came neither from the cache nor went into it: counting
// cached tokens twice makes Claude Code believe that its context is full.

import type { Usage } from '../../canon/usage.ts';
import type { JsonObject } from '../../lib/json.ts';

/** The `usage` of a message. The counts are always numbers; `fallbackInputTokens` stands in for an unknown prompt. */
export function renderUsage(usage: Usage | undefined, fallbackInputTokens: () => number): JsonObject {
  return {
    ...renderDeltaUsage(usage, fallbackInputTokens),
    cache_creation: null,
    service_tier: null,
    inference_geo: null,
  };
}

/** The cumulative `usage` of a `message_delta` event. */
export function renderDeltaUsage(usage: Usage | undefined, fallbackInputTokens: () => number): JsonObject {
  const cached = usage?.cachedInputTokens ?? 0;
  const written = usage?.cacheWriteTokens ?? 0;
  const prompt = usage?.inputTokens ?? fallbackInputTokens();
  const reasoning = usage?.reasoningTokens;
  return {
    input_tokens: Math.max(0, prompt - cached - written),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: cached,
    output_tokens: usage?.outputTokens ?? 0,
    output_tokens_details: reasoning === undefined ? null : { thinking_tokens: reasoning },
    server_tool_use: null,
  };
}

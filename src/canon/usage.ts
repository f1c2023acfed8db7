// Tokens used. What a provider did not say is undefined, never zero.

import type { JsonObject } from '../lib/json.ts';

/** Of one answer; in a stream it is cumulative, and the last that was told counts. */
export interface Usage {
  /** Prompt tokens, those read from a cache and those of server-run tools included. */
  readonly inputTokens?: number | undefined;
  /** Of `inputTokens`, those read from the provider's prompt cache. */
  readonly cachedInputTokens?: number | undefined;
  /** Of `inputTokens`, those written to the provider's prompt cache. */
  readonly cacheWriteTokens?: number | undefined;
  /** Answer tokens, reasoning included. */
  readonly outputTokens?: number | undefined;
  /** Of `outputTokens`, those spent on reasoning. */
  readonly reasoningTokens?: number | undefined;
  readonly totalTokens?: number | undefined;
  /** True when counted by us rather than by the provider. */
  readonly estimated?: boolean | undefined;
  /** The provider's own usage object, verbatim. */
  readonly raw?: JsonObject | undefined;
}

// The canonical cache hint → `cache_control`.
// https://platform.claude.com/docs/en/build-with-claude/prompt-caching

import type { CacheHint } from '../../canon/content.ts';
import type { JsonObject } from '../../lib/json.ts';

/** Fields to be spread into a block or tool; none without a hint. */
export function renderCacheControl(hint: CacheHint | undefined): JsonObject {
  if (hint === undefined) return {};
  return { cache_control: { type: 'ephemeral', ...(hint.ttl !== undefined && { ttl: hint.ttl }) } };
}

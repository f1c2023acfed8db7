// `cache_control` on blocks and tools → the canonical cache hint. Never throws: a hint is only a wish.

import type { CacheHint } from '../../canon/content.ts';
import { asString, isObject, type JsonObject } from '../../lib/json.ts';

/** The hint of a block or tool; undefined when it has none. */
export function parseCacheControl(holder: JsonObject): CacheHint | undefined {
  const control = holder['cache_control'];
  if (!isObject(control)) return undefined;
  return { ttl: asString(control['ttl']) };
}

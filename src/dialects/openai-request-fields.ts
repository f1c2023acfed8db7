// The fields of a request that OpenAI's two dialects have in common and nobody else: they go from one to the other as they
// came. What the dialects call otherwise is theirs to translate.

import type { Loss } from '../canon/loss.ts';
import type { JsonObject } from '../lib/json.ts';

const SHARED = [
  'metadata',
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'service_tier',
] as const;

/** Those of them that `body` says. */
export function sharedOpenaiFields(body: JsonObject): JsonObject {
  const said: JsonObject = {};
  for (const name of SHARED) if (body[name] !== undefined && body[name] !== null) said[name] = body[name];
  return said;
}

/** The same, for a target that takes them: none of them is lost after all. */
export function takeOpenaiFields(body: JsonObject, loss: Loss): JsonObject {
  const said = sharedOpenaiFields(body);
  for (const name of Object.keys(said)) loss.remove(name);
  return said;
}

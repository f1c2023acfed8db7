// A page of Anthropic's model list → entries.
// https://platform.claude.com/docs/en/api/models/list

import type { ModelEntry } from '../../canon/model-entry.ts';
import { asArray, asNumber, asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { anthropicTraits } from './model-traits.ts';

/** The list is whole when a page comes without `afterId`. */
export interface AnthropicModelPage {
  /** Each with Anthropic's own object, for the native list. */
  readonly models: readonly { readonly entry: ModelEntry; readonly raw: JsonObject }[];
  /** Present when more pages follow: the `after_id` of the next one. */
  readonly afterId?: string;
}

/** Reads one page of `GET /v1/models`; entries without an id are left out. */
export function parseAnthropicModels(body: JsonValue): AnthropicModelPage {
  const page = asObject(body);
  const models = asArray(page?.['data']).flatMap((item) => {
    const raw = asObject(item);
    const id = asString(raw?.['id']);
    return raw && id !== undefined && id !== '' ? [{ entry: readEntry(id, raw), raw }] : [];
  });
  const last =
    page?.['has_more'] === true ? (asString(page['last_id']) ?? models.at(-1)?.entry.id) : undefined;
  return { models, ...(last !== undefined && last !== '' && { afterId: last }) };
}

function readEntry(id: string, raw: JsonObject): ModelEntry {
  return {
    id,
    provider: 'anthropic',
    displayName: asString(raw['display_name']),
    inputTokenLimit: asNumber(raw['max_input_tokens']),
    outputTokenLimit: asNumber(raw['max_tokens']) ?? anthropicTraits(id).outputTokenLimit,
  };
}

// `/v1/models` in OpenAI's form. https://platform.openai.com/docs/api-reference/models

import type { ModelEntry } from '../../canon/model-entry.ts';
import type { JsonObject } from '../../lib/json.ts';

/** One model. `knownSinceMs` (Unix milliseconds) stands for `created`, which no other provider tells. */
export function renderModel(entry: ModelEntry, knownSinceMs: number): JsonObject {
  return {
    id: entry.id,
    object: 'model',
    created: Math.floor(knownSinceMs / 1000),
    owned_by: entry.provider,
  };
}

/** The whole list; OpenAI has no pages. */
export function renderModelList(entries: readonly ModelEntry[], knownSinceMs: number): JsonObject {
  return { object: 'list', data: entries.map((entry) => renderModel(entry, knownSinceMs)) };
}

// A page of Google's model list → entries.
// https://ai.google.dev/api/models

import type { ModelEntry } from '../../canon/model-entry.ts';
import { asArray, asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { wireNumber } from './wire-number.ts';

/** The list is whole when a page comes without `nextPageToken`. */
export interface GeminiModelPage {
  /** Each with Google's own object, for the native list. */
  readonly models: readonly { readonly entry: ModelEntry; readonly raw: JsonObject }[];
  /** Present when more pages follow: Google gives 50 models a page unless asked for more. */
  readonly nextPageToken?: string;
}

/** Reads one page of `GET models`; entries without a name are left out. */
export function parseGeminiModels(body: JsonValue): GeminiModelPage {
  const page = asObject(body);
  const models = asArray(page?.['models']).flatMap((item) => {
    const raw = asObject(item);
    const name = asString(raw?.['name']);
    return raw && name !== undefined && name !== '' ? [{ entry: readEntry(name, raw), raw }] : [];
  });
  const nextPageToken = asString(page?.['nextPageToken']);
  return { models, ...(nextPageToken !== undefined && nextPageToken !== '' && { nextPageToken }) };
}

function readEntry(name: string, raw: JsonObject): ModelEntry {
  const methods = raw['supportedGenerationMethods'];
  return {
    id: name.replace(/^models\//u, ''),
    provider: 'gemini',
    displayName: asString(raw['displayName']),
    description: asString(raw['description']),
    inputTokenLimit: wireNumber(raw['inputTokenLimit']),
    outputTokenLimit: wireNumber(raw['outputTokenLimit']),
    methods: Array.isArray(methods) ? methods.filter((method) => typeof method === 'string') : undefined,
  };
}

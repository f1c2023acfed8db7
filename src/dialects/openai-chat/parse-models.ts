// `GET /models` of OpenAI and its kin → entries. Services add what they know under names of their own.
// https://platform.openai.com/docs/api-reference/models/list

import type { ModelEntry } from '../../canon/model-entry.ts';
import { asArray, asNumber, asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';

/** OpenAI's list has no pages: this is all of it. */
export interface OpenaiModelPage {
  /** Each with the service's own object, for the native list. */
  readonly models: readonly { readonly entry: ModelEntry; readonly raw: JsonObject }[];
}

/** Names of the context's size: Groq, OpenRouter and Together, Mistral, vLLM, Fireworks and others. */
const CONTEXT = [
  'context_window',
  'context_length',
  'max_context_length',
  'max_model_len',
  'input_token_limit',
];
const OUTPUT = ['max_completion_tokens', 'max_output_tokens', 'output_token_limit'];

/** Reads the list, which has one page; Together sends the array bare. Entries without an id are left out. */
export function parseOpenaiModels(body: JsonValue, provider: string): OpenaiModelPage {
  const holder = asObject(body);
  const list = Array.isArray(body) ? body : asArray(holder?.['data'] ?? holder?.['models']);
  const models = list.flatMap((item) => {
    const raw = asObject(item);
    const id = asString(raw?.['id']) ?? asString(raw?.['name']);
    return raw && id !== undefined && id !== '' ? [{ entry: readEntry(id, provider, raw), raw }] : [];
  });
  return { models };
}

function readEntry(id: string, provider: string, raw: JsonObject): ModelEntry {
  const top = asObject(raw['top_provider']);
  return {
    // Google's OpenAI-compatible list has its own prefix.
    id: id.replace(/^models\//u, ''),
    provider,
    displayName: asString(raw['display_name']) ?? asString(raw['name']),
    description: asString(raw['description']),
    inputTokenLimit: firstCount(raw, CONTEXT),
    outputTokenLimit: firstCount(raw, OUTPUT) ?? firstCount(top, OUTPUT),
  };
}

function firstCount(from: JsonObject | undefined, names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = asNumber(from?.[name]);
    if (value !== undefined && value > 0) return value;
  }
  return undefined;
}

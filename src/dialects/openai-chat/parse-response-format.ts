// `response_format` → canonical response format.
// https://platform.openai.com/docs/guides/structured-outputs

import type { ResponseFormat } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { readBoolean, readObject, readString, refuse } from '../openai-field-reader.ts';

/** Parses the format; undefined when the caller named none. */
export function parseResponseFormat(body: JsonObject): ResponseFormat | undefined {
  const format = readObject(body, 'response_format');
  if (format === undefined) return undefined;
  const type = readString(format, 'type', 'response_format.');
  if (type === 'text') return { type };
  if (type === 'json_object') return { type: 'json' };
  if (type !== 'json_schema') throw refuse('response_format.type', 'text, json_object or json_schema', type);
  const at = 'response_format.json_schema';
  const named = readObject(format, 'json_schema', 'response_format.');
  if (named === undefined) throw refuse(at, 'an object with name and schema');
  const schema = readObject(named, 'schema', `${at}.`);
  // A name without a schema promises JSON and nothing more.
  if (schema === undefined) return { type: 'json' };
  return {
    type: 'json-schema',
    schema,
    name: readString(named, 'name', `${at}.`),
    description: readString(named, 'description', `${at}.`),
    strict: readBoolean(named, 'strict', `${at}.`),
  };
}

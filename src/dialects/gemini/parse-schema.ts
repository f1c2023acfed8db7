// Google's OpenAPI-like schema → JSON Schema: capital types, `nullable`, figures in quotes, snake_case keywords.
// https://ai.google.dev/api/caching#Schema

import { isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { wireNumber } from './wire-number.ts';
import { camelCase } from './read-field.ts';
import { readSchemaType } from './schema-type.ts';

const NUMBERS = new Set(
  'minimum maximum minItems maxItems minLength maxLength minProperties maxProperties'.split(' '),
);
/** Keywords that JSON Schema says otherwise, or that only order what is shown. */
const DROPPED = new Set(['type', 'nullable', 'propertyOrdering', 'example']);

/** Translates a schema with all that is in it. */
export function parseSchema(schema: JsonObject): JsonObject {
  const parsed: JsonObject = {};
  const type = readSchemaType(schema);
  if (type !== undefined) parsed['type'] = type;
  for (const [given, value] of Object.entries(schema)) {
    const name = given.startsWith('$') ? given : camelCase(given);
    if (DROPPED.has(name) || value === undefined || value === null) continue;
    // Google's word for "see the enum beside me".
    if (name === 'format' && value === 'enum') continue;
    parsed[name] = parseKeyword(name, value);
  }
  return parsed;
}

function parseKeyword(name: string, value: JsonValue): JsonValue {
  if (NUMBERS.has(name)) return wireNumber(typeof value === 'string' ? Number(value) : value) ?? value;
  switch (name) {
    case 'properties':
    case '$defs':
    case 'defs':
      return isObject(value) ? parseNamed(value) : value;
    case 'items':
    case 'additionalProperties':
      return isObject(value) ? parseSchema(value) : value;
    case 'anyOf':
    case 'oneOf':
    case 'allOf':
    case 'prefixItems':
      return Array.isArray(value) ? value.map((item) => (isObject(item) ? parseSchema(item) : item)) : value;
    default:
      return value;
  }
}

/** Names of properties are the caller's: they are no keywords, whatever they look like. */
function parseNamed(schemas: JsonObject): JsonObject {
  const parsed: JsonObject = {};
  for (const [name, value] of Object.entries(schemas)) {
    if (value !== undefined) parsed[name] = isObject(value) ? parseSchema(value) : value;
  }
  return parsed;
}

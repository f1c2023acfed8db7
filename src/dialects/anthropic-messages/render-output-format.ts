// The wished form of the answer → `output_config.format`. Its schema must be closed, and may not bound lengths or values.
// https://platform.claude.com/docs/en/build-with-claude/structured-outputs

import type { ResponseFormat } from '../../canon/request.ts';
import { isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import type { RenderScene } from './render-scene.ts';

/** Keywords that are a 400 in a schema for an answer. */
const REFUSED = new Set(
  (
    '$schema minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength maxItems uniqueItems ' +
    'minProperties maxProperties patternProperties propertyNames if then else not'
  ).split(' '),
);
/** Keywords whose value maps names to schemas: the names are the caller's, never keywords. */
const NAMED = new Set(['properties', '$defs', 'definitions']);
/** Keywords whose value is data. */
const DATA = new Set(['enum', 'const', 'default', 'examples', 'required']);

/** The `format`; undefined for plain text, and where the model cannot be held to a form. */
export function renderOutputFormat(
  format: ResponseFormat | undefined,
  { context, traits }: RenderScene,
): JsonObject | undefined {
  if (format === undefined || format.type === 'text') return undefined;
  if (format.type === 'json' || !traits.structuredOutput) {
    context.loss.add('response_format');
    return undefined;
  }
  return { type: 'json_schema', schema: closeSchema(format.schema) };
}

function closeSchema(schema: JsonObject): JsonObject {
  const closed: JsonObject = {};
  for (const [name, value] of Object.entries(schema)) {
    // Lists of no or one entry are the only ones whose length may be asked for.
    if (REFUSED.has(name) || (name === 'minItems' && value !== 0 && value !== 1)) continue;
    if (NAMED.has(name) && isObject(value)) closed[name] = mapValues(value);
    else closed[name] = DATA.has(name) || value === undefined ? value : closeValue(value);
  }
  if (closed['type'] === 'object' || closed['properties'] !== undefined)
    closed['additionalProperties'] = false;
  return closed;
}

function mapValues(schemas: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, value]) => [name, value === undefined ? value : closeValue(value)]),
  );
}

function closeValue(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(closeValue);
  return isObject(value) ? closeSchema(value) : value;
}

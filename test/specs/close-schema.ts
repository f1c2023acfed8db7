// OpenAPI schemas as JSON Schemas that let nothing pass which they do not name: vendors leave their objects open, but a
// field that no vendor knows is a mistake of whoever sends it.

import {
  asArray,
  asObject,
  asString,
  isObject,
  type JsonObject,
  type JsonValue,
} from '../../src/lib/json.ts';
import type { Allowances } from './allowances.ts';

/** Each schema twice: closed, and open for use as one part of several that make up an object together. */
export function closeSchemas(schemas: JsonObject, allowances: Allowances): JsonObject {
  const definitions: JsonObject = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const patched = addFields(schema, allowances.fields[name] ?? []);
    definitions[name] = convert(patched, { closed: true, allowances });
    definitions[openName(name)] = convert(patched, { closed: false, allowances });
  }
  return definitions;
}

function openName(name: string): string {
  return `${name}~open`;
}

function addFields(schema: JsonValue | undefined, fields: readonly string[]): JsonValue | undefined {
  if (!isObject(schema) || fields.length === 0) return schema;
  const added = Object.fromEntries(fields.map((field) => [field, {}]));
  return { ...schema, properties: { ...asObject(schema['properties']), ...added } };
}

interface Manner {
  readonly closed: boolean;
  readonly allowances: Allowances;
}

/** Annotations, and what only code generators read. */
const LEFT_OUT = new Set([
  'discriminator',
  'example',
  'examples',
  'nullable',
  'format',
  'default',
  'deprecated',
]);

function convert(schema: JsonValue | undefined, manner: Manner): JsonValue {
  if (!isObject(schema)) return schema ?? true;
  const { closed, allowances } = manner;
  const own = (inner: JsonValue | undefined): JsonValue => convert(inner, { closed: true, allowances });
  // An object without any named field is a free one.
  const named = Object.keys(asObject(schema['properties']) ?? {}).length > 0;
  const composed = named || schema['allOf'] !== undefined;
  const out: JsonObject = {};
  for (const [name, value] of Object.entries(schema)) {
    if (LEFT_OUT.has(name) || /^x-|^\$recursive/u.test(name) || value === undefined) continue;
    // A flag in the OpenAPI of old, a number today.
    if (typeof value === 'boolean' && name.startsWith('exclusive')) continue;
    switch (name) {
      case '$ref':
        out['$ref'] = pointer(asString(value) ?? '', closed);
        break;
      case 'properties':
        out['properties'] = mapValues(asObject(value) ?? {}, (field) => orNull(own(field), allowances.nulls));
        break;
      case 'items':
      case 'additionalProperties':
        out[name] = own(value);
        break;
      case 'allOf':
        out['allOf'] = listOf(value).map((part) => convert(part, { closed: false, allowances }));
        break;
      // Members of a union overlap, so one of them is enough.
      case 'anyOf':
      case 'oneOf':
        out['anyOf'] = listOf(value).map((part) =>
          convert(part, { closed: closed && !composed, allowances }),
        );
        break;
      case 'required':
        out['required'] = listOf(value).filter((field) => !allowances.lenient || isLabel(schema, field));
        break;
      default:
        out[name] = value;
    }
  }
  if (closed && composed && schema['additionalProperties'] === undefined)
    out['unevaluatedProperties'] = false;
  return orNull(out, schema['nullable'] === true);
}

function listOf(value: JsonValue): readonly JsonValue[] {
  return asArray(value) as readonly JsonValue[];
}

function mapValues(object: JsonObject, change: (value: JsonValue | undefined) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}

function orNull(schema: JsonValue, allowed: boolean): JsonValue {
  return allowed ? { anyOf: [schema, { type: 'null' }] } : schema;
}

/** What tells one member of a union from the others. */
function isLabel(schema: JsonObject, field: JsonValue): boolean {
  const named = asObject(asObject(schema['properties'])?.[asString(field) ?? '']);
  return named?.['const'] !== undefined || asArray(named?.['enum']).length === 1;
}

function pointer(ref: string, closed: boolean): string {
  const name = ref.slice(ref.lastIndexOf('/') + 1);
  return `#/$defs/${closed ? name : openName(name)}`;
}

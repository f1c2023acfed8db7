// JSON Schema as tools bring it → the part of it that Google takes. An unknown keyword is a 400 for the whole request,
// so only known ones pass; property names are never mistaken for keywords. Pure, and the order of keys is kept.
// https://ai.google.dev/api/generate-content#generationconfig (responseJsonSchema)

import { asArray, asObject, isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { mergeBranches } from './schema-branches.ts';
import { createReferenceResolver, type ReferenceResolver } from './schema-references.ts';
import { translateKeywords } from './schema-keywords.ts';
import { readSchemaType } from './schema-type.ts';

/** Deeper than any tool, shallower than the stack. */
const DEEPEST = 48;

const translated = new WeakMap<JsonObject, JsonObject>();

/** The schema in Google's terms. Translated once per object: callers must not change it afterwards. */
export function translateSchema(schema: JsonObject): JsonObject {
  const known = translated.get(schema);
  if (known) return known;
  const fresh = translateNode(schema, createReferenceResolver(schema), 0);
  translated.set(schema, fresh);
  return fresh;
}

/** A function's parameters; undefined when it takes none. The root is always an object. */
export function translateParameters(schema: JsonObject | undefined): JsonObject | undefined {
  if (!schema) return undefined;
  const parameters = translateSchema(schema);
  const isEmpty = Object.keys(asObject(parameters['properties']) ?? {}).length === 0;
  const isOpen = parameters['anyOf'] !== undefined || isObject(parameters['additionalProperties']);
  if (isEmpty && !isOpen && parameters['additionalProperties'] !== true) return undefined;
  return { ...parameters, type: 'object' };
}

function translateNode(node: unknown, references: ReferenceResolver, depth: number): JsonObject {
  // `true` and `{}` allow anything; there is no way to say `false`.
  if (!isObject(node) || depth > DEEPEST) return {};
  const resolved = references.enter(node);
  if (!resolved) return {};
  const child = (inner: unknown): JsonObject => translateNode(inner, references, depth + 1);
  const merged = mergeBranches(resolved.node, (inner) => references.peek(inner));
  const type = readSchemaType(merged);
  const result: JsonObject = {
    ...(type !== undefined && { type }),
    ...translateKeywords(merged, type),
    ...translateObject(merged, type, child),
    ...translateArray(merged, type, child),
    ...translateChoices(merged, child),
  };
  resolved.leave();
  return result;
}

type Translate = (node: unknown) => JsonObject;

function translateObject(node: JsonObject, type: JsonValue | undefined, child: Translate): JsonObject {
  const result: JsonObject = {};
  const properties = asObject(node['properties']);
  if (properties) {
    const kept: JsonObject = {};
    for (const [name, schema] of Object.entries(properties)) {
      // Own keys only: a property may be called `__proto__`.
      Object.defineProperty(kept, name, {
        value: child(schema),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    result['properties'] = kept;
    const required = requiredNames(node, properties);
    if (required.length > 0) result['required'] = required;
    const ordering = asArray(node['propertyOrdering']).filter(
      (name) => typeof name === 'string' && name in kept,
    );
    if (ordering.length > 0) result['propertyOrdering'] = ordering as string[];
  }
  const additional = node['additionalProperties'];
  if (includesType(type, 'object') && additional !== undefined) {
    result['additionalProperties'] = isObject(additional) ? child(additional) : additional !== false;
  }
  return result;
}

/** The names that exist, those included that a property claims for itself with `required: true`. */
function requiredNames(node: JsonObject, properties: JsonObject): string[] {
  const names = asArray(node['required']).filter((name) => typeof name === 'string');
  for (const [name, schema] of Object.entries(properties)) {
    if (asObject(schema)?.['required'] === true) names.push(name);
  }
  return [...new Set(names)].filter((name) => Object.hasOwn(properties, name));
}

function translateArray(node: JsonObject, type: JsonValue | undefined, child: Translate): JsonObject {
  const result: JsonObject = {};
  const items = node['items'];
  const tuple = Array.isArray(items) ? items : node['prefixItems'];
  if (Array.isArray(tuple) && tuple.length > 0) result['prefixItems'] = tuple.map(child);
  if (isObject(items)) result['items'] = child(items);
  // An array without items is refused by some models.
  else if (includesType(type, 'array') && result['prefixItems'] === undefined) result['items'] = {};
  return result;
}

function translateChoices(node: JsonObject, child: Translate): JsonObject {
  const choices = [...asArray(node['anyOf']), ...asArray(node['oneOf'])];
  const kept = choices.map(child).filter((choice) => Object.keys(choice).length > 0);
  if (kept.length === 0 || kept.length < choices.length) return {};
  return { anyOf: kept };
}

function includesType(type: JsonValue | undefined, name: string): boolean {
  return type === name || (Array.isArray(type) && type.includes(name));
}

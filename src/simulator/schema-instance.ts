// Makes a JSON value that satisfies a schema: JSON Schema, or the OpenAPI subset with upper-case type names.
// Deterministic. Knows nothing of vendors.
import { asArray, asNumber, asObject, asString, type JsonObject, type JsonValue } from '../lib/json.ts';

/** Below this depth optional properties are left out, so that recursive schemas come to an end. */
const DEEPEST_OPTIONAL = 4;
const DEEPEST = 24;

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2026-01-31T12:00:00Z',
  date: '2026-01-31',
  time: '12:00:00Z',
  duration: 'PT1H',
  email: 'leda@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
};

/** A value that satisfies `schema`; `name` flavours free strings. */
export function createSchemaInstance(schema: unknown, name = 'value'): JsonValue {
  return build(schema, name, { root: schema, depth: 0 });
}

interface Place {
  readonly root: unknown;
  readonly depth: number;
}

function build(schema: unknown, name: string, place: Place): JsonValue {
  const node = asObject(schema);
  if (!node || place.depth > DEEPEST) return schema === undefined ? {} : null;
  const inner = { root: place.root, depth: place.depth + 1 };
  const target = asString(node['$ref']);
  if (target !== undefined) return build(resolve(place.root, target), name, inner);
  if (node['const'] !== undefined) return node['const'];
  const choices = asArray(node['enum']);
  if (choices.length > 0) return choices[0] as JsonValue;
  if (asArray(node['allOf']).length > 0) return build(merge(node, place.root), name, inner);
  const option = asArray(node['anyOf'] ?? node['any_of'] ?? node['oneOf'])[0];
  if (option !== undefined) return build({ ...without(node), ...asObject(option) }, name, inner);
  switch (typeOf(node)) {
    case 'object':
      return buildObject(node, inner);
    case 'array':
      return buildArray(node, name, inner);
    case 'string':
      return buildString(node, name);
    case 'integer':
      return buildNumber(node, 1);
    case 'number':
      return buildNumber(node, 0.5);
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function typeOf(node: JsonObject): string {
  const listed = asArray(node['type']).find((type) => asString(type)?.toLowerCase() !== 'null');
  const type = asString(listed ?? node['type'])?.toLowerCase();
  if (type) return type;
  if (node['properties'] !== undefined) return 'object';
  return node['items'] === undefined ? 'string' : 'array';
}

function buildObject(node: JsonObject, place: Place): JsonObject {
  const result: JsonObject = {};
  const required = new Set(asArray(node['required']));
  for (const [name, property] of Object.entries(asObject(node['properties']) ?? {})) {
    if (place.depth <= DEEPEST_OPTIONAL || required.has(name)) result[name] = build(property, name, place);
  }
  for (const name of required) {
    if (typeof name === 'string' && !(name in result))
      result[name] = build(node['additionalProperties'], name, place) ?? name;
  }
  return result;
}

function buildArray(node: JsonObject, name: string, place: Place): JsonValue[] {
  const fixed = asArray(node['prefixItems']);
  const least = asNumber(node['minItems']) ?? Number(node['minItems'] ?? 0);
  const most = node['maxItems'] === undefined ? Infinity : Number(node['maxItems']);
  const wanted = place.depth > DEEPEST_OPTIONAL ? least : Math.max(least, fixed.length, 1);
  return Array.from({ length: Math.min(wanted, most) }, (_, index) => {
    const value = build(fixed[index] ?? node['items'] ?? { type: 'string' }, name, place);
    return node['uniqueItems'] === true && index > 0 ? vary(value, index) : value;
  });
}

function vary(value: JsonValue, index: number): JsonValue {
  if (typeof value === 'string') return `${value} ${index}`;
  return typeof value === 'number' ? value + index : value;
}

function buildString(node: JsonObject, name: string): string {
  const sample =
    FORMATS[asString(node['format']) ?? ''] ?? fitPattern(asString(node['pattern'])) ?? `sample ${name}`;
  const least = Number(node['minLength'] ?? 0);
  const most = node['maxLength'] === undefined ? Infinity : Number(node['maxLength']);
  return sample.padEnd(least, 'x').slice(0, Math.min(sample.length + least, most));
}

/** Good enough for the patterns that tools really have: a few shapes are tried, the first that matches is taken. */
function fitPattern(pattern: string | undefined): string | undefined {
  if (pattern === undefined) return undefined;
  const candidates = [
    'abc',
    'ABC',
    '123',
    'a1',
    'A1',
    '2026-01-31',
    '12:00',
    '#aabbcc',
    'abc-123',
    'a',
    '1',
    'AB',
    '12345',
    '1.2.3',
  ];
  try {
    const test = new RegExp(pattern, 'u');
    return candidates.find((candidate) => test.test(candidate));
  } catch {
    return undefined;
  }
}

function buildNumber(node: JsonObject, step: number): number {
  const above = asNumber(node['exclusiveMinimum']);
  const below = asNumber(node['exclusiveMaximum']);
  const least = asNumber(node['minimum']) ?? (above === undefined ? undefined : above + step);
  const most = asNumber(node['maximum']) ?? (below === undefined ? undefined : below - step);
  const multiple = asNumber(node['multipleOf']);
  let value = least ?? Math.min(1, most ?? 1);
  if (multiple !== undefined && multiple > 0) value = Math.ceil(value / multiple) * multiple;
  return most !== undefined && value > most ? most : value;
}

function without(node: JsonObject): JsonObject {
  const rest = { ...node };
  for (const name of ['anyOf', 'any_of', 'oneOf', 'allOf']) delete rest[name];
  return rest;
}

function merge(node: JsonObject, root: unknown): JsonObject {
  const branches = asArray(node['allOf']).map((entry) => {
    const target = asString(asObject(entry)?.['$ref']);
    return asObject(target === undefined ? entry : resolve(root, target)) ?? {};
  });
  const all = [without(node), ...branches];
  const merged: JsonObject = Object.assign({}, ...all);
  if (all.some((branch) => asObject(branch['properties']))) {
    merged['properties'] = Object.assign({}, ...all.map((branch) => asObject(branch['properties'])));
  }
  merged['required'] = all.flatMap((branch) => asArray(branch['required']) as JsonValue[]);
  delete merged['allOf'];
  return merged;
}

function resolve(root: unknown, pointer: string): unknown {
  let node: unknown = root;
  for (const step of pointer.replace(/^#\/?/u, '').split('/')) {
    if (step !== '')
      node = asObject(node)?.[decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return node;
}

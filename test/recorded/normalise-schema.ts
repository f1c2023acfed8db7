// Brings JSON Schemas and Google's subset of OpenAPI schemas into one form, so that only what they demand is compared.

import {
  asArray,
  asObject,
  asString,
  isObject,
  type JsonObject,
  type JsonValue,
} from '../../src/lib/json.ts';

/** Says nothing about which values are right, or cannot be said to every model. */
const LEFT_OUT = new Set([
  '$schema',
  '$id',
  '$defs',
  'definitions',
  'title',
  'additionalProperties',
  'propertyOrdering',
  'property_ordering',
  'strict',
  'default',
  'examples',
  'example',
]);

/** Types in lower case, `nullable` as a type, references in place, `const` as `enum`, required names sorted. */
export function normaliseSchema(schema: unknown): JsonValue {
  return normalise(schema, asObject(schema) ?? {}, 0);
}

const DEEPEST = 12;

function normalise(given: unknown, root: JsonObject, depth: number): JsonValue {
  if (!isObject(given) || depth > DEEPEST) return {};
  const value = Object.fromEntries(
    Object.entries(given).map(([name, child]) => [SPELLINGS[name] ?? name, child]),
  );
  const reference = asString(value['$ref']);
  if (reference !== undefined) {
    return normalise({ ...resolve(reference, root), ...omit(value, '$ref') }, root, depth + 1);
  }
  const all = asArray(value['allOf']);
  if (all.length === 1) return normalise({ ...asObject(all[0]), ...omit(value, 'allOf') }, root, depth + 1);
  const out: JsonObject = {};
  const types = new Set(typesOf(value));
  if (value['nullable'] === true) types.add('null');
  const branches = asArray(value['anyOf'] ?? value['oneOf']).map((branch) =>
    normalise(branch, root, depth + 1),
  );
  const [nulls, others] = [branches.filter(isNullBranch), branches.filter((branch) => !isNullBranch(branch))];
  if (others.length === 1) {
    Object.assign(out, asObject(others[0]));
    for (const type of asArray(out['type'])) if (typeof type === 'string') types.add(type);
    if (nulls.length > 0) types.add('null');
  } else if (others.length > 1) {
    out['anyOf'] = [...others, ...nulls];
  }
  if (types.size === 0 && value['properties'] !== undefined && branches.length === 0) types.add('object');
  if (types.size > 0) out['type'] = [...types].sort();
  for (const [name, child] of Object.entries(value)) copyKeyword(out, name, child, root, depth);
  return Object.fromEntries(Object.entries(out).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Google takes the names of its own fields in snake case too. */
const SPELLINGS: Readonly<Record<string, string>> = { any_of: 'anyOf' };

function copyKeyword(
  out: JsonObject,
  name: string,
  child: JsonValue | undefined,
  root: JsonObject,
  depth: number,
): void {
  if (child === undefined || child === null || child === '' || LEFT_OUT.has(name)) return;
  switch (name) {
    case 'type':
    case 'nullable':
    case 'anyOf':
    case 'oneOf':
      return;
    case 'const':
      out['enum'] = [child];
      return;
    case 'properties': {
      const properties = Object.entries(asObject(child) ?? {}).map(
        ([property, schema]) => [property, normalise(schema, root, depth + 1)] as const,
      );
      if (properties.length > 0)
        out[name] = Object.fromEntries(properties.sort(([a], [b]) => (a < b ? -1 : 1)));
      return;
    }
    case 'items':
      out[name] = normalise(child, root, depth + 1);
      return;
    case 'required':
      if (asArray(child).length > 0) out[name] = [...asArray(child)].map(String).sort();
      return;
    default:
      out[name] = typeof child === 'string' && /^\d+$/u.test(child) ? Number(child) : child;
  }
}

function typesOf(value: JsonObject): readonly string[] {
  const type = value['type'];
  return (Array.isArray(type) ? type : [type]).flatMap((name) =>
    typeof name === 'string' ? [name.toLowerCase()] : [],
  );
}

function isNullBranch(branch: JsonValue): boolean {
  return (
    isObject(branch) &&
    Array.isArray(branch['type']) &&
    branch['type'].length === 1 &&
    branch['type'][0] === 'null'
  );
}

function resolve(reference: string, root: JsonObject): JsonObject {
  let at: JsonValue | undefined = root;
  for (const step of reference.replace(/^#\//u, '').split('/')) at = asObject(at)?.[step];
  return asObject(at) ?? {};
}

function omit(value: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}

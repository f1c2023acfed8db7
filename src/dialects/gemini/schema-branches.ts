// Branches that Google has no words for (`allOf`, `if/then/else`, `dependentSchemas`) are folded into the node, and
// nodes that MCP servers write down wrongly are put right.

import { asArray, asObject, asString, isObject, type JsonObject } from '../../lib/json.ts';

const DEEPEST = 16;

/** A node that says the same without those branches; the node itself is not changed. */
export function mergeBranches(
  node: JsonObject,
  resolve: (node: JsonObject) => JsonObject,
  depth = 0,
): JsonObject {
  const repaired = repairMap(node);
  if (depth > DEEPEST) return repaired;
  let merged = repaired;
  for (const branch of asArray(repaired['allOf'])) merged = addBranch(merged, branch, true, resolve, depth);
  for (const name of ['then', 'else'] as const) {
    // A condition may hold or not: its properties become optional ones.
    if (!isProperty(node, name)) merged = addBranch(merged, repaired[name], false, resolve, depth);
  }
  for (const branch of Object.values(asObject(repaired['dependentSchemas']) ?? {})) {
    merged = addBranch(merged, branch, false, resolve, depth);
  }
  return merged;
}

/** `then` in a bare map of properties is a property. */
function isProperty(node: JsonObject, name: string): boolean {
  return isBareMap(node) && Object.hasOwn(node, name);
}

function addBranch(
  node: JsonObject,
  branch: unknown,
  demands: boolean,
  resolve: (node: JsonObject) => JsonObject,
  depth: number,
): JsonObject {
  if (!isObject(branch)) return node;
  const other = mergeBranches(resolve(branch), resolve, depth + 1);
  const result: JsonObject = { ...(demands && other), ...node };
  const properties = { ...asObject(other['properties']), ...asObject(node['properties']) };
  if (Object.keys(properties).length > 0) result['properties'] = properties;
  if (demands) {
    const required = [...new Set([...asArray(node['required']), ...asArray(other['required'])])];
    if (required.length > 0) result['required'] = required.filter((name) => typeof name === 'string');
  }
  return result;
}

/** Words that make an object a schema rather than a map of properties. */
const words = new Set(
  (
    'type properties items prefixItems enum const anyOf oneOf allOf not $ref description title default format required ' +
    'additionalProperties patternProperties if then else nullable minimum maximum pattern $defs definitions $schema $id'
  ).split(' '),
);

/** A map of properties that lacks its wrapper: none of its names is a word with a fitting value, all hold schemas. */
function isBareMap(node: JsonObject): boolean {
  const entries = Object.entries(node);
  if (entries.length === 0) return false;
  return entries.every(([name, value]) => {
    const inner = asObject(value);
    if (!inner || asString(inner['type']) === undefined) return false;
    return (
      !words.has(name) || ['type', 'description', 'title', 'format', 'required', 'pattern'].includes(name)
    );
  });
}

function repairMap(node: JsonObject): JsonObject {
  return isBareMap(node) ? { type: 'object', properties: node } : node;
}

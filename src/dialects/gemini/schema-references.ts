// `$ref` inside one schema: inlined, because Google's side must never meet a name that it cannot look up. Cycles are cut.

import { asObject, asString, isObject, type JsonObject } from '../../lib/json.ts';

/** Chains of references longer than this are a mistake. */
const LONGEST_CHAIN = 16;

/** Inlining multiplies: a schema that grows past this is cut off. */
const MOST_NODES = 20_000;

/**
 * One for each schema. Every `enter` that gives a node is followed by its `leave`, else that node counts as a cycle.
 */
export interface ReferenceResolver {
  /** The node with its reference replaced; undefined when it stands inside itself. `leave` must follow. */
  enter(node: JsonObject): { readonly node: JsonObject; leave(): void } | undefined;
  /** The same without taking part in the watch over cycles. */
  peek(node: JsonObject): JsonObject;
}

/** Creates a resolver for references into `root`. */
export function createReferenceResolver(root: JsonObject): ReferenceResolver {
  const inside = new Set<JsonObject>();
  let nodes = 0;

  function follow(node: JsonObject): { readonly merged: JsonObject; readonly targets: JsonObject[] } {
    const targets: JsonObject[] = [];
    let merged = node;
    for (let step = 0; step < LONGEST_CHAIN; step++) {
      const pointer = asString(merged['$ref']);
      if (pointer === undefined) break;
      const target = lookUp(root, pointer);
      const { $ref: _, ...beside } = merged;
      if (target) targets.push(target);
      // What stands beside the reference (a description) is nearer to the use.
      merged = { ...target, ...beside };
    }
    return { merged, targets };
  }

  return {
    enter(node) {
      if (++nodes > MOST_NODES) return undefined;
      const { merged, targets } = follow(node);
      if (inside.has(node) || targets.some((target) => inside.has(target))) return undefined;
      const entered = [node, ...targets];
      for (const item of entered) inside.add(item);
      return {
        node: merged,
        leave() {
          for (const item of entered) inside.delete(item);
        },
      };
    },
    peek: (node) => follow(node).merged,
  };
}

function lookUp(root: JsonObject, pointer: string): JsonObject | undefined {
  if (pointer === '#') return root;
  if (!pointer.startsWith('#')) return undefined;
  if (!pointer.startsWith('#/')) return findAnchor(root, pointer.slice(1));
  let found: unknown = root;
  for (const step of pointer.slice(2).split('/')) {
    const name = decode(step);
    if (Array.isArray(found)) found = found[Number(name)] as unknown;
    else if (isObject(found) && Object.hasOwn(found, name)) found = found[name];
    else return undefined;
  }
  return asObject(found);
}

function findAnchor(root: JsonObject, name: string): JsonObject | undefined {
  for (const holder of [asObject(root['$defs']), asObject(root['definitions'])]) {
    for (const node of Object.values(holder ?? {})) {
      if (isObject(node) && node['$anchor'] === name) return node;
    }
  }
  return undefined;
}

function decode(step: string): string {
  const plain = step.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

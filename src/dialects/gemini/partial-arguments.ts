// Arguments of a function call that stream in as `partialArgs`: values at JSON paths, strings in pieces.
// https://ai.google.dev/api/caching#FunctionCall

import { asArray, asObject, asString, isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';

/** Arrays longer than this come from a broken path, not from a model. */
const LONGEST_ARRAY = 10_000;

/** Path steps that would reach an object's prototype. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Never throws: a path that is none, or that would reach a prototype, is passed over. */
export interface PartialArguments {
  add(partialArgs: unknown): void;
  /** Whole arguments that came at once, instead of or before pieces. */
  merge(args: JsonObject): void;
  toJson(): string;
}

/** Gathers the pieces of one call. */
export function createPartialArguments(): PartialArguments {
  const root: JsonObject = {};
  return {
    add(partialArgs) {
      for (const item of asArray(partialArgs)) {
        const piece = asObject(item);
        const path = parsePath(asString(piece?.['jsonPath']) ?? '');
        if (piece && path) place(root, path, piece);
      }
    },
    merge: (args) => void Object.assign(root, args),
    toJson: () => JSON.stringify(root),
  };
}

type Step = string | number;

/** `$.a[0]['b c']` → steps; undefined when the path is none, or a step is not one of ours. */
function parsePath(path: string): Step[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: Step[] = [];
  const matcher = /\.([^.[\]]+)|\[(\d+)\]|\[(?:'([^']*)'|"([^"]*)")\]/gy;
  matcher.lastIndex = 1;
  while (matcher.lastIndex < path.length) {
    const match = matcher.exec(path);
    if (!match) return undefined;
    const index = match[2];
    const name = match[1] ?? match[3] ?? match[4] ?? '';
    const step = index === undefined ? name : Number(index);
    if (FORBIDDEN.has(name) || (typeof step === 'number' && step > LONGEST_ARRAY)) return undefined;
    steps.push(step);
  }
  return steps.length > 0 ? steps : undefined;
}

function place(root: JsonObject, path: readonly Step[], piece: JsonObject): void {
  let holder: JsonValue = root;
  for (const [at, step] of path.entries()) {
    const next = path[at + 1];
    if (next === undefined) {
      write(holder, step, valueOf(piece, read(holder, step)));
      return;
    }
    let inner = read(holder, step);
    if (!isObject(inner) && !Array.isArray(inner)) {
      inner = typeof next === 'number' ? [] : {};
      write(holder, step, inner);
    }
    holder = inner;
  }
}

function read(holder: JsonValue, step: Step): JsonValue | undefined {
  if (Array.isArray(holder)) return typeof step === 'number' ? holder[step] : undefined;
  return isObject(holder) ? holder[String(step)] : undefined;
}

function write(holder: JsonValue, step: Step, value: JsonValue): void {
  if (Array.isArray(holder)) {
    if (typeof step !== 'number') return;
    while (holder.length < step) holder.push(null);
    holder[step] = value;
  } else if (isObject(holder)) {
    holder[String(step)] = value;
  }
}

function valueOf(piece: JsonObject, before: JsonValue | undefined): JsonValue {
  const text = asString(piece['stringValue']);
  if (text !== undefined) return typeof before === 'string' ? before + text : text;
  if (piece['numberValue'] !== undefined) return piece['numberValue'];
  if (piece['boolValue'] !== undefined) return piece['boolValue'];
  return null;
}

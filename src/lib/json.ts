// JSON shapes at the edge: everything from outside is `unknown` until one of these has looked at it.

import { hasBrackets, jsonDepth } from './json-depth.ts';

/** What `JSON.parse` gives. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** `undefined` members are there for building: they do not get into the text. */
export interface JsonObject {
  [name: string]: JsonValue | undefined;
}

/** True for a plain JSON object: not null, not an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value when it is an object, else undefined. */
export function asObject(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

/** The value when it is an array, else an empty one. */
export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value when it is a string, else undefined. */
export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The value when it is a finite number, else undefined. */
export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The value when it is a boolean, else undefined. */
export function asBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** Node 24 cannot print what nests some thousands of levels deep, and parsers of providers stop far earlier. */
const MAX_DEPTH = 1000;

/** Bodies of requests are bounded as a whole; this finds what stands within their strings, such as arguments of tools. */
function isTooDeep(text: string): boolean {
  if (text.length < 2 * MAX_DEPTH || !hasBrackets(text, MAX_DEPTH)) return false;
  return jsonDepth(Buffer.from(text), MAX_DEPTH) > MAX_DEPTH;
}

/** Parses JSON; undefined (never a JSON value) when the text is not JSON, or nests too deep for anybody. */
export function tryParseJson(text: string): JsonValue | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Sixteen digits in a row may be an integer that a double cannot hold. */
const MAYBE_LOSSY_NUMBER = /\d{16}/u;

/**
 * Parses JSON so that printing it again keeps each number's own digits. Numbers too long for a double become
 * `JSON.rawJSON` objects: right for values that only pass through (tool arguments), wrong for arithmetic.
 * Undefined when the text is not JSON, or nests too deep for anybody.
 */
export function tryParseJsonExact(text: string): JsonValue | undefined {
  if (!MAYBE_LOSSY_NUMBER.test(text)) return tryParseJson(text);
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text, keepDigits) as JsonValue;
  } catch {
    return undefined;
  }
}

interface RawJson {
  rawJSON(text: string): JsonValue;
}

function keepDigits(_name: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined || String(value) === source) return value;
  return (JSON as unknown as RawJson).rawJSON(source);
}

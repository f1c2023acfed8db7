// Reads a field of a Gemini request by either of its spellings, `inlineData` or `inline_data`; null is unset.
import { asArray, asObject, isObject, type JsonObject } from '../../lib/json.ts';

const snakeNames = new Map<string, string>();

function toSnake(name: string): string {
  let snake = snakeNames.get(name);
  if (snake === undefined) {
    snake = name.replaceAll(/(?<=[a-z0-9])[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
    snakeNames.set(name, snake);
  }
  return snake;
}

/** The value of `name` (camel case), or undefined. */
export function wireField(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined;
  return value[name] ?? value[toSnake(name)] ?? undefined;
}

/** An object field, or undefined. */
export function wireObject(value: unknown, name: string): JsonObject | undefined {
  return asObject(wireField(value, name));
}

/** A repeated field; a single value passes for a list of one. */
export function wireList(value: unknown, name: string): readonly unknown[] {
  const given = wireField(value, name);
  return given === undefined ? [] : Array.isArray(given) ? asArray(given) : [given];
}

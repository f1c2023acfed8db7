// Reads one field of a caller's request as leniently as Google does: `null` counts as absent, snake_case as camelCase, one
// object as a list of one, a number in quotes as a number. What is left over is wrong, and the error names the field.

import { GatewayError } from '../../errors/gateway-error.ts';
import { isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';

/** An `invalid_request` that names the field at fault, e.g. `contents[0].parts[1]`. */
export function invalidField(path: string, problem: string): GatewayError {
  return new GatewayError('invalid_request', `Invalid value at '${path}': ${problem}`, { param: path });
}

/** `a.b`, or `b` where there is nothing before it. */
export function joinPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** `systemInstruction` for `system_instruction`. */
export function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/gu, (_match, letter: string) => letter.toUpperCase());
}

/** The field under either spelling; undefined when absent or null. */
export function readField(object: JsonObject, name: string): JsonValue | undefined {
  return object[name] ?? object[snakeCase(name)] ?? undefined;
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

/** An object; undefined when unset, `invalid_request` for anything else. */
export function readObject(object: JsonObject, name: string, path: string): JsonObject | undefined {
  const value = readField(object, name);
  if (value === undefined || isObject(value)) return value;
  throw invalidField(joinPath(path, name), 'expected an object');
}

/** A string; undefined when unset, `invalid_request` for anything else. */
export function readString(object: JsonObject, name: string, path: string): string | undefined {
  const value = readField(object, name);
  if (value === undefined || typeof value === 'string') return value;
  throw invalidField(joinPath(path, name), 'expected a string');
}

/** Upper case, as Google's enums are. */
export function readEnum(object: JsonObject, name: string, path: string): string | undefined {
  return readString(object, name, path)?.toUpperCase();
}

/** True or false; undefined when unset, `invalid_request` for anything else. */
export function readBoolean(object: JsonObject, name: string, path: string): boolean | undefined {
  const value = readField(object, name);
  if (value === undefined || typeof value === 'boolean') return value;
  throw invalidField(joinPath(path, name), 'expected true or false');
}

/** A finite number, also one in quotes; undefined when unset, `invalid_request` for anything else. */
export function readNumber(object: JsonObject, name: string, path: string): number | undefined {
  const value = readField(object, name);
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw invalidField(joinPath(path, name), 'expected a number');
}

/** A whole number; undefined when unset, `invalid_request` for anything else. */
export function readWhole(object: JsonObject, name: string, path: string): number | undefined {
  const value = readNumber(object, name, path);
  if (value === undefined || Number.isInteger(value)) return value;
  throw invalidField(joinPath(path, name), 'expected a whole number');
}

/** A list; a single value stands for a list of one. */
export function readList(object: JsonObject, name: string): readonly JsonValue[] {
  const value = readField(object, name);
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

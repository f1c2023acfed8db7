// Reads typed fields from the JSON of OpenAI's clients. Null is the same as unset; a wrong type is refused by the
// field's own path. Knows no field by name.

import { GatewayError } from '../errors/gateway-error.ts';
import { isObject, type JsonObject, type JsonValue } from '../lib/json.ts';

/** Refuses the request: `param` names the field, `expected` says what may stand there. */
export function refuse(param: string, expected: string, found?: unknown): GatewayError {
  const got = found === undefined ? '' : `, got ${describe(found)}`;
  return new GatewayError('invalid_request', `Invalid value for '${param}': expected ${expected}${got}.`, {
    param,
  });
}

/** The field, or undefined when it is missing or null. */
export function readField(from: JsonObject, name: string): Exclude<JsonValue, null> | undefined {
  return from[name] ?? undefined;
}

/** A string. Undefined when unset; throws `invalid_request` for anything else. */
export function readString(from: JsonObject, name: string, at = ''): string | undefined {
  const value = readField(from, name);
  if (value === undefined || typeof value === 'string') return value;
  throw refuse(at + name, 'a string', value);
}

/** A string with at least one character. */
export function requireString(from: JsonObject, name: string, at = ''): string {
  const value = readString(from, name, at);
  if (value === undefined || value === '') throw refuse(at + name, 'a non-empty string', value);
  return value;
}

/** A finite number. Undefined when unset; throws `invalid_request` for anything else. */
export function readNumber(from: JsonObject, name: string, at = ''): number | undefined {
  const value = readField(from, name);
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw refuse(at + name, 'a number', value);
}

/** A whole number that is at least `least`. */
export function readInteger(from: JsonObject, name: string, least: number, at = ''): number | undefined {
  const value = readField(from, name);
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw refuse(at + name, least === -Infinity ? 'an integer' : `an integer of at least ${least}`, value);
}

/** True or false. Undefined when unset; throws `invalid_request` for anything else. */
export function readBoolean(from: JsonObject, name: string, at = ''): boolean | undefined {
  const value = readField(from, name);
  if (value === undefined || typeof value === 'boolean') return value;
  throw refuse(at + name, 'true or false', value);
}

/** An object. Undefined when unset; throws `invalid_request` for anything else. */
export function readObject(from: JsonObject, name: string, at = ''): JsonObject | undefined {
  const value = readField(from, name);
  if (value === undefined || isObject(value)) return value;
  throw refuse(at + name, 'an object', value);
}

/** A list. Undefined when unset; throws `invalid_request` for anything else. */
export function readArray(from: JsonObject, name: string, at = ''): readonly JsonValue[] | undefined {
  const value = readField(from, name);
  if (value === undefined || Array.isArray(value)) return value;
  throw refuse(at + name, 'an array', value);
}

/** What a wrong value looks like, without repeating more of it than helps. */
function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return value.length <= 40 ? `'${value}'` : 'a longer string';
  return typeof value === 'number' || typeof value === 'boolean' ? `${value}` : typeof value;
}

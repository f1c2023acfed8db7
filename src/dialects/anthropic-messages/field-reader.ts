// Reads one field of a request and says which field is wrong, in Anthropic's dotted spelling (`messages.0.content`).
// Knows nothing of what the fields mean. `null` counts as absent: SDKs send it for unset fields.

import { GatewayError } from '../../errors/gateway-error.ts';
import { isObject, type JsonObject } from '../../lib/json.ts';

/** An `invalid_request` that names the field at fault, e.g. `messages.0.role`. */
export function invalidField(path: string, problem: string): GatewayError {
  return new GatewayError('invalid_request', `${path}: ${problem}`, { param: path });
}

/** Appends a field or an index to a dotted path. */
export function joinPath(path: string, name: string | number): string {
  return path === '' ? String(name) : `${path}.${name}`;
}

/** The object's field as a string, undefined when absent; throws for anything else. */
export function readString(object: JsonObject, name: string, path: string): string | undefined {
  const value = object[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw invalidField(joinPath(path, name), 'expected a string');
}

/** As {@link readString}, but the field must be there. */
export function requireString(object: JsonObject, name: string, path: string): string {
  const value = readString(object, name, path);
  if (value === undefined) throw invalidField(joinPath(path, name), 'field required');
  return value;
}

/** The object's field as a finite number, undefined when absent; throws for anything else. */
export function readNumber(object: JsonObject, name: string, path: string): number | undefined {
  const value = object[name] ?? undefined;
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw invalidField(joinPath(path, name), 'expected a number');
}

/** The object's field as a whole number of at least `minimum`, undefined when absent; throws for anything else. */
export function readWhole(
  object: JsonObject,
  name: string,
  path: string,
  minimum: number,
): number | undefined {
  const value = readNumber(object, name, path);
  if (value === undefined || (Number.isInteger(value) && value >= minimum)) return value;
  throw invalidField(joinPath(path, name), `expected a whole number of at least ${minimum}`);
}

/** The object's field as a boolean, undefined when absent; throws for anything else. */
export function readBoolean(object: JsonObject, name: string, path: string): boolean | undefined {
  const value = object[name] ?? undefined;
  if (value === undefined || typeof value === 'boolean') return value;
  throw invalidField(joinPath(path, name), 'expected true or false');
}

/** The object's field as an object, undefined when absent; throws for anything else. */
export function readObject(object: JsonObject, name: string, path: string): JsonObject | undefined {
  const value = object[name] ?? undefined;
  if (value === undefined || isObject(value)) return value;
  throw invalidField(joinPath(path, name), 'expected an object');
}

/** The object's field as an array, empty when absent; throws for anything else. */
export function readArray(object: JsonObject, name: string, path: string): readonly unknown[] {
  const value = object[name] ?? [];
  if (Array.isArray(value)) return value;
  throw invalidField(joinPath(path, name), 'expected an array');
}

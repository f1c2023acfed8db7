// `name:` with nothing behind it is null in YAML and means "not set".

import { isObject } from '../lib/json.ts';

/** A copy in which null members are undefined; the names stay, so that an unknown one is still found. */
export function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropNulls);
  if (!isObject(value)) return value ?? undefined;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, dropNulls(inner)]));
}

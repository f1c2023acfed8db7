// The objects in a JSON list: what most lists of requests and answers hold.

import { asArray, isObject, type JsonObject } from '../../src/lib/json.ts';

/** Everything else in the list is left out; no list is an empty one. */
export function jsonObjects(value: unknown): readonly JsonObject[] {
  return asArray(value).filter(isObject);
}

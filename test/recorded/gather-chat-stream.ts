// Puts the deltas of a Chat Completions stream together as OpenAI's SDKs do: texts are joined, lists by their `index`.

import { isObject, type JsonObject, type JsonValue } from '../../src/lib/json.ts';
import { jsonObjects } from './json-objects.ts';
import { readEventData } from './read-event-data.ts';

/** The message of the first choice. */
export function gatherChatStream(body: string): JsonObject {
  const deltas = (readEventData(body) ?? [])
    .flatMap((chunk) => jsonObjects(chunk['choices']))
    .filter(({ index }) => index === 0)
    .flatMap(({ delta }) => (isObject(delta) ? [delta] : []));
  let message: JsonObject = {};
  for (const delta of deltas) message = join(message, delta);
  return message;
}

/** Said once and for all, however often it is repeated. */
const CONSTANT = new Set(['role', 'type', 'id', 'index']);

function join(known: JsonObject, delta: JsonObject): JsonObject {
  const joined = { ...known };
  for (const [name, value] of Object.entries(delta)) {
    if (value === undefined || value === null) continue;
    joined[name] = CONSTANT.has(name) ? value : joinValue(known[name], value);
  }
  return joined;
}

function joinValue(known: JsonValue | undefined, value: JsonValue): JsonValue {
  if (known === undefined || known === null) return Array.isArray(value) ? joinLists([], value) : value;
  if (typeof known === 'string' && typeof value === 'string') return known + value;
  if (Array.isArray(known) && Array.isArray(value)) return joinLists(known, value);
  return isObject(known) && isObject(value) ? join(known, value) : value;
}

function joinLists(known: readonly JsonValue[], more: readonly JsonValue[]): JsonValue[] {
  const list = [...known];
  for (const item of more) {
    const index = isObject(item) ? item['index'] : undefined;
    const at = list.findIndex((other) => index !== undefined && isObject(other) && other['index'] === index);
    const before = list[at];
    if (isObject(before) && isObject(item)) list[at] = join(before, item);
    else list.push(item);
  }
  return list;
}

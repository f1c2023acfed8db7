// Calls of a Gemini answer: whole, or with arguments that come bit by bit, each bit with its place.
// https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/Content#PartialArg

import { asObject, asString, isObject, type JsonObject, type JsonValue } from '../../src/lib/json.ts';
import { jsonObjects } from './json-objects.ts';

export interface GatheredCall {
  readonly name: string;
  readonly args: unknown;
}

/** In their order. A call without a name goes on with the one before. */
export function gatherGeminiCalls(parts: readonly JsonObject[]): readonly GatheredCall[] {
  const calls: { name: string; args: JsonValue }[] = [];
  for (const { functionCall } of parts) {
    const call = asObject(functionCall);
    if (call === undefined) continue;
    const name = asString(call['name']);
    if (name !== undefined) calls.push({ name, args: call['args'] ?? {} });
    const last = calls.at(-1);
    if (last === undefined) continue;
    for (const bit of jsonObjects(call['partialArgs'])) {
      const path = [
        ...(asString(bit['jsonPath']) ?? '').matchAll(/\['([^']*)'\]|\[(\d+)\]|\.?([^.[\]$]+)/gu),
      ];
      const steps = path.map(([, quoted, index, name]) =>
        index === undefined ? (quoted ?? name ?? '') : Number(index),
      );
      last.args = put(last.args, steps, bit);
    }
  }
  return calls;
}

function put(
  at: JsonValue | undefined,
  [step, ...rest]: readonly (string | number)[],
  bit: JsonObject,
): JsonValue {
  if (step === undefined) {
    const text = asString(bit['stringValue']);
    if (text !== undefined) return (asString(at) ?? '') + text;
    return bit['numberValue'] ?? bit['boolValue'] ?? null;
  }
  if (typeof step === 'number') {
    const list = Array.isArray(at) ? [...at] : [];
    list[step] = put(list[step], rest, bit);
    return list;
  }
  const object = isObject(at) ? { ...at } : {};
  object[step] = put(object[step], rest, bit);
  return object;
}

// What a tool answered, out of the wrappers that each dialect and each client puts around it.

import {
  asObject,
  asString,
  isObject,
  tryParseJson,
  type JsonObject,
  type JsonValue,
} from '../../src/lib/json.ts';
import { jsonObjects } from './json-objects.ts';

const WRAPPERS = new Set(['output', 'result', 'content', 'return_value', 'error']);

/** The bare answer: no single-key wrapper, no list of text blocks, JSON in text parsed. */
export function bareToolResult(value: JsonValue | undefined): JsonValue {
  if (typeof value === 'string') {
    const parsed = tryParseJson(value);
    return isObject(parsed) || Array.isArray(parsed) ? bareToolResult(parsed) : value;
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    const texts = value.map((item) =>
      asObject(item)?.['type'] === 'text' ? asString(asObject(item)?.['text']) : undefined,
    );
    return texts.length > 0 && texts.every((text) => text !== undefined)
      ? bareToolResult(texts.join('\n'))
      : value;
  }
  if (!isObject(value)) return '';
  const names = Object.keys(value);
  const [name] = names;
  return names.length === 1 && name !== undefined && WRAPPERS.has(name) ? bareToolResult(value[name]) : value;
}

/** Blocks of a result that are neither text nor JSON: media that a tool returned. */
export function mediaBlocks(value: JsonValue | undefined): readonly JsonObject[] {
  return jsonObjects(value).filter(({ type }) => type === 'image' || type === 'document');
}

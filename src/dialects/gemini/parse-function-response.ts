// functionResponse → a tool result. What Google's clients wrap plain results in is taken off again.
// https://ai.google.dev/api/caching#FunctionResponse

import type { MediaPart, TextPart, ToolResultPart } from '../../canon/content.ts';
import { isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { parseBlob, parseFile } from './parse-media.ts';
import type { PartPlace } from './part-place.ts';
import { invalidField, readField, readList, readObject, readString } from './read-field.ts';

/** Wrappers that hold nothing but the result. */
const WRAPPERS = ['result', 'output'] as const;

/** Parses one response; a field `error` alone tells of a failed call. */
export function parseFunctionResponse(response: JsonObject, place: PartPlace): ToolResultPart {
  const path = `${place.path}.functionResponse`;
  const name = readString(response, 'name', path) ?? '';
  const wireId = readString(response, 'id', path);
  const value = unwrap(readField(response, 'response'));
  const text = typeof value.result === 'string' ? value.result : JSON.stringify(value.result);
  const parts: (TextPart | MediaPart)[] = text === undefined ? [] : [{ type: 'text', text }];
  for (const [index, item] of readList(response, 'parts').entries()) {
    const itemPath = `${path}.parts[${index}]`;
    if (!isObject(item)) throw invalidField(itemPath, 'expected an object');
    const blob = readObject(item, 'inlineData', itemPath);
    const file = readObject(item, 'fileData', itemPath);
    if (blob) parts.push(parseBlob(blob, item, itemPath));
    else if (file) parts.push(parseFile(file, item, itemPath));
    else place.loss.add(itemPath);
  }
  return {
    type: 'tool-result',
    callId: place.pairs.answer(name, wireId === '' ? undefined : wireId),
    ...(name !== '' && { name }),
    parts,
    isError: value.failed,
  };
}

interface Unwrapped {
  readonly result: JsonValue | undefined;
  readonly failed: boolean;
}

function unwrap(response: JsonValue | undefined): Unwrapped {
  if (!isObject(response)) return { result: response, failed: false };
  const names = Object.keys(response);
  if (names.length !== 1) return { result: response, failed: false };
  const [name = ''] = names;
  if (name === 'error') return { result: response['error'], failed: true };
  return WRAPPERS.some((wrapper) => wrapper === name)
    ? { result: response[name], failed: false }
    : { result: response, failed: false };
}

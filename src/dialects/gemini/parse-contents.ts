// `systemInstruction` and `contents` → canonical instructions and turns.
// https://ai.google.dev/api/caching#Content

import type { TextPart } from '../../canon/content.ts';
import type { Loss } from '../../canon/loss.ts';
import type { Message } from '../../canon/request.ts';
import { isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { createCallPairs, type CallPairs } from './call-pairs.ts';
import { parsePart } from './parse-parts.ts';
import { invalidField, readField, readList, readString } from './read-field.ts';

/** The instructions at the head: a string, a content, or parts. */
export function parseSystemInstruction(body: JsonObject, loss: Loss): readonly TextPart[] {
  const value = readField(body, 'systemInstruction');
  if (value === undefined) return [];
  const parts = parseParts(value, 'systemInstruction', 0, createCallPairs(), loss);
  const texts = parts.filter((part) => part.type === 'text');
  if (texts.length < parts.length) loss.add('systemInstruction');
  return texts;
}

/** The turns that say anything, in order. Throws when there is none. */
export function parseContents(body: JsonObject, loss: Loss): readonly Message[] {
  const pairs = createCallPairs();
  const messages: Message[] = [];
  const contents = readList(body, 'contents');
  for (const [index, content] of contents.entries()) {
    const path = `contents[${index}]`;
    const parts = parseParts(content, path, index, pairs, loss);
    if (parts.length > 0) messages.push({ role: parseRole(content, path), parts });
  }
  if (contents.length === 0) throw invalidField('contents', 'contents is not specified');
  // Google answers a prompt of empty texts.
  if (messages.length === 0) messages.push({ role: 'user', parts: [{ type: 'text', text: '' }] });
  return messages;
}

function parseRole(content: JsonValue, path: string): Message['role'] {
  const role = isObject(content) ? readString(content, 'role', path)?.toLowerCase() : undefined;
  switch (role) {
    case 'model':
    case 'assistant':
      return 'assistant';
    case 'system':
      return 'system';
    case undefined:
    case '':
    case 'user':
    case 'function':
    case 'tool':
      return 'user';
    default:
      throw invalidField(`${path}.role`, 'expected user or model');
  }
}

function parseParts(
  content: JsonValue,
  path: string,
  turn: number,
  pairs: CallPairs,
  loss: Loss,
): Message['parts'] {
  const list = isObject(content) && !isPart(content) ? readList(content, 'parts') : [content];
  return list.flat().flatMap((item, index) => {
    const part = parsePart(item, { path: `${path}.parts[${index}]`, turn, pairs, loss });
    return part === undefined ? [] : [part];
  });
}

/** Some clients send a part where a content belongs. */
function isPart(content: JsonObject): boolean {
  return readField(content, 'parts') === undefined && typeof content['text'] === 'string';
}

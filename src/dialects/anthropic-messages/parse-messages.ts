// `system` and `messages` → canonical instructions and turns.

import type { TextPart } from '../../canon/content.ts';
import type { Loss } from '../../canon/loss.ts';
import type { Message } from '../../canon/request.ts';
import { isObject, type JsonObject } from '../../lib/json.ts';
import { invalidField, joinPath, readArray, requireString } from './field-reader.ts';
import { lostType } from './loss-name.ts';
import { parseContent } from './parse-blocks.ts';

/** Claude Code's attribution line changes with every conversation; in front of the prompt it would void every prompt cache. */
const ATTRIBUTION = 'x-anthropic-billing-header';

/** The instructions at the head: a string or an array of text blocks. */
export function parseSystem(body: JsonObject, loss: Loss): readonly TextPart[] {
  const system = body['system'];
  if (system === undefined || system === null) return [];
  const parts = parseContent(system, 'system', loss);
  const texts = parts.filter((part) => part.type === 'text');
  if (texts.length < parts.length) loss.add('system');
  const [first, ...rest] = texts;
  if (first === undefined || !first.text.startsWith(ATTRIBUTION)) return texts;
  const lineEnd = first.text.indexOf('\n');
  return lineEnd === -1 ? rest : [{ ...first, text: first.text.slice(lineEnd + 1) }, ...rest];
}

/** The turns that say anything, in order. Throws when there is none. */
export function parseMessages(body: JsonObject, loss: Loss): readonly Message[] {
  if (body['messages'] === undefined || body['messages'] === null)
    throw invalidField('messages', 'field required');
  const list = readArray(body, 'messages', '');
  if (list.length === 0) throw invalidField('messages', 'at least one message is required');
  const messages: Message[] = [];
  for (const [index, item] of list.entries()) {
    const path = joinPath('messages', index);
    if (!isObject(item)) throw invalidField(path, 'expected an object');
    const role = parseRole(item, path);
    const parts = parseContent(item['content'], joinPath(path, 'content'), loss);
    if (role === 'system') pushSystem(messages, parts, path, loss);
    else if (parts.length > 0) messages.push({ role, parts });
  }
  if (messages.length === 0) throw invalidField('messages', 'no message has any content');
  return messages;
}

function parseRole(message: JsonObject, path: string): Message['role'] {
  const role = requireString(message, 'role', path);
  if (role === 'user' || role === 'assistant' || role === 'system') return role;
  throw invalidField(joinPath(path, 'role'), 'expected "user", "assistant" or "system"');
}

function pushSystem(messages: Message[], parts: Message['parts'], path: string, loss: Loss): void {
  const texts = parts.filter((part) => part.type === 'text');
  for (const part of parts) if (part.type !== 'text') loss.add(lostType(path, part.type));
  if (texts.length > 0) messages.push({ role: 'system', parts: texts });
}

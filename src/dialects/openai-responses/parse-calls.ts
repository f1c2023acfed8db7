// Calls of tools that the client runs, and what they gave: functions, free-text tools, and the typed ones (shell,
// patch, computer), which for other models are functions of their type's name.

import type { ToolCallPart, ToolResultPart } from '../../canon/content.ts';
import type { Loss } from '../../canon/loss.ts';
import { asString, isObject, tryParseJson, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { readField, readString, refuse, requireString } from '../openai-field-reader.ts';
import { isTextOrMedia, parseContent } from './parse-content.ts';
import { qualifiedName } from './tool-kinds.ts';

/** The call that an item is; undefined for items that are none. */
export function parseCall(item: JsonObject, type: string, at: string): ToolCallPart | undefined {
  if (type === 'function_call' || type === 'custom_tool_call') {
    const id = requireString(item, 'call_id', `${at}.`);
    const name = requireString(item, 'name', `${at}.`);
    const qualified = qualifiedName(name, readString(item, 'namespace', `${at}.`));
    const argumentsJson =
      type === 'function_call'
        ? parseArguments(readField(item, 'arguments'), `${at}.arguments`)
        : JSON.stringify({ input: readString(item, 'input', `${at}.`) ?? '' });
    return { type: 'tool-call', id, idFromModel: true, name: qualified, argumentsJson };
  }
  const id = asString(item['call_id']);
  if (!type.endsWith('_call') || id === undefined || id === '') return undefined;
  const input = item['action'] ?? item['operation'] ?? item['arguments'] ?? item['actions'] ?? {};
  const argumentsJson = JSON.stringify(isObject(input) ? input : { input });
  const name = type.slice(0, -'_call'.length);
  const extras = { 'openai-responses': item };
  return { type: 'tool-call', id, idFromModel: true, name, argumentsJson, extras };
}

/** The result that a `…_output` item is. */
export function parseCallOutput(item: JsonObject, at: string, loss: Loss): ToolResultPart {
  const type = asString(item['type']) ?? '';
  const callId = requireString(item, 'call_id', `${at}.`);
  const output = readField(item, 'output');
  const plain = type === 'function_call_output' || type === 'custom_tool_call_output';
  const name = readString(item, 'name', `${at}.`);
  const qualified =
    name === undefined ? undefined : qualifiedName(name, readString(item, 'namespace', `${at}.`));
  const parts = parseContent(toContent(output, plain), `${at}.output`, loss).filter(isTextOrMedia);
  return {
    type: 'tool-result',
    callId,
    ...(qualified !== undefined && { name: qualified }),
    parts,
    isError: false,
    ...(!plain && { extras: { 'openai-responses': item } }),
  };
}

/** A screenshot is content; whatever else a typed tool gave is told as JSON. */
function toContent(output: JsonValue | undefined, plain: boolean): JsonValue | undefined {
  if (output === undefined || typeof output === 'string') return output;
  if (isObject(output)) return output['type'] === 'computer_screenshot' ? [output] : JSON.stringify(output);
  return plain ? output : JSON.stringify(output);
}

/** Arguments stay text, so that large integers keep their digits. */
function parseArguments(value: JsonValue | undefined, at: string): string {
  if (value === undefined) return '{}';
  if (isEmptyList(value)) return '{}';
  if (typeof value !== 'string') return JSON.stringify(isObject(value) ? value : { value });
  if (value.trim() === '') return '{}';
  const parsed = tryParseJson(value);
  if (parsed === undefined) throw refuse(at, 'JSON text of an object');
  if (isObject(parsed)) return value;
  // Models encode their arguments twice now and then.
  if (typeof parsed === 'string' && isObject(tryParseJson(parsed))) return parsed;
  return parsed === null || isEmptyList(parsed) ? '{}' : JSON.stringify({ value: parsed });
}

/** What PHP makes of an empty object. */
function isEmptyList(value: JsonValue): boolean {
  return Array.isArray(value) && value.length === 0;
}

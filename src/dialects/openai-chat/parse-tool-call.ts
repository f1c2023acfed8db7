// `tool_calls[]` and the legacy `function_call` of assistant messages → canonical tool calls.
// Knows nothing of the messages around them.

import type { Signature, ToolCallPart } from '../../canon/content.ts';
import {
  asObject,
  asString,
  isObject,
  tryParseJson,
  type JsonObject,
  type JsonValue,
} from '../../lib/json.ts';
import { readField, readObject, readString, refuse, requireString } from '../openai-field-reader.ts';

/** Parses one entry of `tool_calls`. `fallbackId` serves clients whose provider gave no id. */
export function parseToolCall(item: JsonValue, at: string, fallbackId: string): ToolCallPart {
  if (!isObject(item)) throw refuse(at, 'a tool call object', item);
  const id = readString(item, 'id', `${at}.`) ?? '';
  const named = { type: 'tool-call', id: id === '' ? fallbackId : id, idFromModel: id !== '' } as const;
  const custom = readObject(item, 'custom', `${at}.`);
  const signature = parseSignature(item);
  if (custom !== undefined) {
    const input = readString(custom, 'input', `${at}.custom.`) ?? '';
    const name = requireString(custom, 'name', `${at}.custom.`);
    return { ...named, name, argumentsJson: JSON.stringify({ input }), signature };
  }
  const call = readObject(item, 'function', `${at}.`);
  if (call === undefined) throw refuse(`${at}.function`, 'an object with name and arguments');
  return { ...named, ...parseFunctionCall(call, `${at}.function`), signature };
}

/** Parses `{name, arguments}`. Arguments stay text, so that large integers keep their digits. */
export function parseFunctionCall(call: JsonObject, at: string): { name: string; argumentsJson: string } {
  return {
    name: requireString(call, 'name', `${at}.`),
    argumentsJson: parseArguments(readField(call, 'arguments')),
  };
}

/** Gemini's proof of thought where its OpenAI-compatible clients keep it: `extra_content.google.thought_signature`. */
export function parseSignature(from: JsonObject): Signature | undefined {
  const google = asObject(asObject(from['extra_content'])?.['google']);
  const value = asString(google?.['thought_signature']);
  return value === undefined || value === '' ? undefined : { vendor: 'gemini', value };
}

function parseArguments(value: JsonValue | undefined): string {
  if (value === undefined) return '{}';
  // Some clients send back the parsed object.
  if (isEmptyList(value)) return '{}';
  if (typeof value !== 'string') return isObject(value) ? JSON.stringify(value) : wrap(value);
  if (value.trim() === '') return '{}';
  const parsed = tryParseJson(value);
  // Agents with plain-text arguments exist, and OpenAI takes their history as it is.
  if (parsed === undefined) return wrap(value);
  if (isObject(parsed)) return value;
  // Models encode their arguments twice now and then.
  if (typeof parsed === 'string' && isObject(tryParseJson(parsed))) return parsed;
  return parsed === null || isEmptyList(parsed) ? '{}' : wrap(parsed);
}

/** What PHP makes of an empty object. */
function isEmptyList(value: JsonValue): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Providers take an object only. */
function wrap(value: JsonValue): string {
  return JSON.stringify({ value });
}

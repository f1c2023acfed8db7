// `tools`, the legacy `functions`, `web_search_options` and how the model may choose → canonical tools and choice.
// https://platform.openai.com/docs/api-reference/chat/create#chat-create-tools

import type { Loss } from '../../canon/loss.ts';
import type { FunctionTool, ServerTool, Tool } from '../../canon/tool.ts';
import { isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import {
  readArray,
  readBoolean,
  readObject,
  readString,
  refuse,
  requireString,
} from '../openai-field-reader.ts';
import { toolPlace } from '../tool-place.ts';
import { parseCacheHint } from './parse-content.ts';

/** Schema of a free-text (`custom`) tool, carried as a function with one string. */
const CUSTOM_PARAMETERS: JsonObject = {
  type: 'object',
  properties: { input: { type: 'string' } },
  required: ['input'],
};

/** Parses every way in which a chat request offers tools. Types that no provider shares go to `loss`. */
export function parseTools(body: JsonObject, loss: Loss): readonly Tool[] {
  const tools: Tool[] = [];
  for (const [index, item] of (readArray(body, 'tools') ?? []).entries()) {
    const tool = parseTool(item, `tools[${index}]`, loss);
    if (tool !== undefined) tools.push(tool);
  }
  for (const [index, item] of (readArray(body, 'functions') ?? []).entries()) {
    const at = `functions[${index}]`;
    if (!isObject(item)) throw refuse(at, 'a function object', item);
    tools.push(parseFunction(item, at));
  }
  const search = readObject(body, 'web_search_options');
  if (search !== undefined) tools.push({ type: 'server', name: 'web_search', options: search });
  return tools;
}

/** True when the tool takes free text: its calls are shown to the client as `custom`. */
export function isCustomTool(tool: Tool): boolean {
  return tool.extras?.['openai-chat']?.['type'] === 'custom';
}

function parseTool(item: JsonValue, at: string, loss: Loss): Tool | undefined {
  if (!isObject(item)) throw refuse(at, 'a tool object', item);
  const type = readString(item, 'type', `${at}.`) ?? 'function';
  if (type === 'function') return parseFunctionTool(item, at);
  if (type === 'custom') return parseCustom(item, at, loss);
  if (/^(?:openrouter:)?web_search(?:_preview)?(?:_\d|$)/u.test(type)) return parseSearch(item);
  loss.add(toolPlace(type));
  return undefined;
}

function parseFunctionTool(item: JsonObject, at: string): FunctionTool {
  const nested = readObject(item, 'function', `${at}.`);
  const cacheHint = parseCacheHint(item);
  // The Responses API's flat form comes too, from clients that mix the two.
  const tool = nested === undefined ? parseFunction(item, at) : parseFunction(nested, `${at}.function`);
  return cacheHint === undefined ? tool : { ...tool, cacheHint };
}

function parseFunction(item: JsonObject, at: string): FunctionTool {
  return {
    type: 'function',
    name: requireString(item, 'name', `${at}.`),
    description: readString(item, 'description', `${at}.`),
    parameters: readObject(item, 'parameters', `${at}.`),
    strict: readBoolean(item, 'strict', `${at}.`),
  };
}

function parseCustom(item: JsonObject, at: string, loss: Loss): FunctionTool {
  const custom = readObject(item, 'custom', `${at}.`) ?? item;
  const name = requireString(custom, 'name', `${at}.custom.`);
  const format = readObject(custom, 'format', `${at}.custom.`);
  if (format !== undefined && format['type'] !== 'text') loss.add(`${toolPlace(name)}.format`);
  return {
    type: 'function',
    name,
    description: readString(custom, 'description', `${at}.custom.`),
    parameters: CUSTOM_PARAMETERS,
    extras: { 'openai-chat': { type: 'custom' } },
  };
}

function parseSearch(item: JsonObject): ServerTool {
  const { type: _type, ...options } = item;
  return { type: 'server', name: 'web_search', options };
}

// `tools` → canonical tools: functions, free-text tools, namespaces, and the tools that the provider runs.
// https://platform.openai.com/docs/api-reference/responses/create#responses-create-tools

import type { Loss } from '../../canon/loss.ts';
import type { FunctionTool, Tool } from '../../canon/tool.ts';
import { asString, isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import {
  readArray,
  readBoolean,
  readObject,
  readString,
  refuse,
  requireString,
} from '../openai-field-reader.ts';
import { toolPlace } from '../tool-place.ts';
import { CUSTOM_PARAMETERS, qualifiedName } from './tool-kinds.ts';

/** Neutral names of the tools that a provider runs itself. */
const hosted: ReadonlyMap<string, string> = new Map([
  ['web_search', 'web_search'],
  ['web_search_preview', 'web_search'],
  ['code_interpreter', 'code_execution'],
  ['file_search', 'file_search'],
  ['image_generation', 'image_generation'],
  ['mcp', 'mcp'],
]);

/** The neutral name of a hosted tool's type, dated or not; undefined for types that are none. */
export function hostedName(type: string): string | undefined {
  return hosted.get(type.replace(/_\d{4}_\d{2}_\d{2}$/u, ''));
}

/** Parses a list of tools in its order: prompt caches go by it. Types without a canonical form go to `loss`. */
export function parseTools(items: readonly JsonValue[], at: string, loss: Loss): readonly Tool[] {
  return items.flatMap((item, index) => parseTool(item, `${at}[${index}]`, loss));
}

function parseTool(item: JsonValue, at: string, loss: Loss): readonly Tool[] {
  if (!isObject(item)) throw refuse(at, 'a tool object', item);
  const type = requireString(item, 'type', `${at}.`);
  if (type === 'function') return [parseFunction(item, at, undefined)];
  if (type === 'custom') return [parseCustom(item, at, undefined)];
  if (type === 'namespace') return parseNamespace(item, at, loss);
  const name = hostedName(type);
  if (name === undefined) {
    loss.add(toolPlace(type));
    return [];
  }
  const { type: _type, ...options } = item;
  return [{ type: 'server', name, options, extras: { 'openai-responses': item } }];
}

function parseNamespace(item: JsonObject, at: string, loss: Loss): readonly Tool[] {
  const namespace = requireString(item, 'name', `${at}.`);
  return (readArray(item, 'tools', `${at}.`) ?? []).flatMap((inner, index): readonly Tool[] => {
    const path = `${at}.tools[${index}]`;
    if (!isObject(inner)) throw refuse(path, 'a tool object', inner);
    if (inner['type'] === 'function') return [parseFunction(inner, path, namespace)];
    if (inner['type'] === 'custom') return [parseCustom(inner, path, namespace)];
    loss.add(toolPlace(asString(inner['name']) ?? asString(inner['type']) ?? ''));
    return [];
  });
}

function parseFunction(item: JsonObject, at: string, namespace: string | undefined): FunctionTool {
  // The Chat API's nested form comes too, from clients that mix the two.
  const nested = readObject(item, 'function', `${at}.`);
  const tool = nested ?? item;
  const inside = nested === undefined ? `${at}.` : `${at}.function.`;
  return {
    type: 'function',
    name: qualifiedName(requireString(tool, 'name', inside), namespace),
    description: readString(tool, 'description', inside),
    parameters: readObject(tool, 'parameters', inside),
    strict: readBoolean(tool, 'strict', inside),
    extras: own(tool, namespace),
  };
}

/** What only this dialect says of a tool. */
const carried: ReadonlySet<string> = new Set(['type', 'name', 'description', 'parameters', 'strict']);

function own(tool: JsonObject, namespace: string | undefined): FunctionTool['extras'] {
  const rest = Object.entries(tool).filter(([name]) => !carried.has(name));
  if (namespace !== undefined) {
    const name = asString(tool['name']) ?? '';
    return { 'openai-responses': { ...Object.fromEntries(rest), type: 'function', name, namespace } };
  }
  return rest.length === 0 ? undefined : { 'openai-responses': Object.fromEntries(rest) };
}

function parseCustom(item: JsonObject, at: string, namespace: string | undefined): FunctionTool {
  const name = requireString(item, 'name', `${at}.`);
  const said = [readString(item, 'description', `${at}.`), describeFormat(item, at)];
  const description = said.filter((text) => text !== undefined).join('\n\n');
  return {
    type: 'function',
    name: qualifiedName(name, namespace),
    description: description === '' ? undefined : description,
    parameters: CUSTOM_PARAMETERS,
    extras: { 'openai-responses': { ...item, ...(namespace !== undefined && { namespace }) } },
  };
}

/** Nobody else can hold a model to a grammar; telling it is the next best. */
function describeFormat(item: JsonObject, at: string): string | undefined {
  const format = readObject(item, 'format', `${at}.`);
  const definition = asString(format?.['definition']);
  if (format?.['type'] !== 'grammar' || definition === undefined) return undefined;
  const syntax = asString(format['syntax']) ?? 'lark';
  return `The whole of \`input\` must match this ${syntax} grammar:\n${definition}`;
}

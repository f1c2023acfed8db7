// `tools` and `tool_choice` → canonical tools and choice. Unknown tool types become server tools of the vendor's own
// name: whoever renders for a provider knows whether it has such a one.

import type { Tool, ToolChoice } from '../../canon/tool.ts';
import { isObject, type JsonObject } from '../../lib/json.ts';
import { clientToolSchema } from './client-tool-schemas.ts';
import {
  invalidField,
  joinPath,
  readArray,
  readBoolean,
  readObject,
  readString,
  requireString,
} from './field-reader.ts';
import { parseCacheControl } from './parse-cache-control.ts';

const DATED = /_\d{8}$/u;

/** The tools on offer, in the caller's order: prompt caches go by it. */
export function parseTools(body: JsonObject): readonly Tool[] {
  return readArray(body, 'tools', '').map((item, index) => {
    const path = joinPath('tools', index);
    if (!isObject(item)) throw invalidField(path, 'expected an object');
    const type = readString(item, 'type', path) ?? 'custom';
    return type === 'custom' ? parseFunction(item, path) : parseTypedTool(item, type, path);
  });
}

function parseFunction(tool: JsonObject, path: string): Tool {
  const { name: _name, description: _description, input_schema: _schema, strict: _strict, ...own } = tool;
  const { type: _type, cache_control: _cache, ...rest } = own;
  return {
    type: 'function',
    name: requireString(tool, 'name', path),
    description: readString(tool, 'description', path),
    parameters: readObject(tool, 'input_schema', path),
    strict: readBoolean(tool, 'strict', path),
    cacheHint: parseCacheControl(tool),
    extras: Object.keys(rest).length === 0 ? undefined : { 'anthropic-messages': rest },
  };
}

function parseTypedTool(tool: JsonObject, type: string, path: string): Tool {
  const kind = type.replace(DATED, '');
  const extras = { 'anthropic-messages': tool };
  const known = clientToolSchema(kind, tool);
  if (known !== undefined) {
    const name = readString(tool, 'name', path) ?? kind;
    return { type: 'function', name, ...known, cacheHint: parseCacheControl(tool), extras };
  }
  const { type: _type, name: _name, cache_control: _cache, ...options } = tool;
  return { type: 'server', name: kind, options, extras };
}

/** Two fields of the canon out of one of the wire; undefined is what the caller did not say. */
export interface ParsedToolChoice {
  readonly toolChoice: ToolChoice | undefined;
  readonly parallelToolCalls: boolean | undefined;
}

/** `tool_choice` with its `disable_parallel_tool_use`. */
export function parseToolChoice(body: JsonObject): ParsedToolChoice {
  const choice = readObject(body, 'tool_choice', '');
  if (choice === undefined) return { toolChoice: undefined, parallelToolCalls: undefined };
  const serial = readBoolean(choice, 'disable_parallel_tool_use', 'tool_choice');
  return {
    toolChoice: parseChoice(choice),
    parallelToolCalls: serial === undefined ? undefined : !serial,
  };
}

function parseChoice(choice: JsonObject): ToolChoice {
  switch (choice['type']) {
    case 'auto':
      return { type: 'auto' };
    case 'none':
      return { type: 'none' };
    case 'any':
      return { type: 'required' };
    case 'tool':
      return { type: 'required', names: [requireString(choice, 'name', 'tool_choice')] };
    default:
      throw invalidField('tool_choice.type', 'expected "auto", "any", "tool" or "none"');
  }
}

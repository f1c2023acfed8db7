// `tools` and `toolConfig` → canonical tools and choice. A tool of Google's own becomes a server tool, its wire form kept.
// https://ai.google.dev/api/caching#Tool

import type { Loss } from '../../canon/loss.ts';
import type { FunctionTool, Tool, ToolChoice } from '../../canon/tool.ts';
import { asString, isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { parseSchema } from './parse-schema.ts';
import {
  camelCase,
  invalidField,
  readEnum,
  readField,
  readList,
  readObject,
  readString,
} from './read-field.ts';

const neutralNames: ReadonlyMap<string, string> = new Map([
  ['googleSearch', 'web_search'],
  ['googleSearchRetrieval', 'web_search'],
  ['urlContext', 'web_fetch'],
  ['codeExecution', 'code_execution'],
]);

/** The tools on offer, in the caller's order: prompt caches go by it. */
export function parseTools(body: JsonObject, loss: Loss): readonly Tool[] {
  return readList(body, 'tools').flatMap((item, index) => {
    const path = `tools[${index}]`;
    if (!isObject(item)) throw invalidField(path, 'expected an object');
    return Object.entries(item).flatMap(([given, value]) => {
      const name = camelCase(given);
      if (value === null || value === undefined) return [];
      return name === 'functionDeclarations' ? parseDeclarations(item, path, loss) : [ownTool(name, value)];
    });
  });
}

function ownTool(name: string, value: JsonValue): Tool {
  const options: JsonObject = isObject(value) ? value : {};
  return {
    type: 'server',
    name: neutralNames.get(name) ?? name,
    options,
    extras: { gemini: { [name]: options } },
  };
}

function parseDeclarations(tool: JsonObject, path: string, loss: Loss): FunctionTool[] {
  return readList(tool, 'functionDeclarations').map((item, index) => {
    const place = `${path}.functionDeclarations[${index}]`;
    if (!isObject(item)) throw invalidField(place, 'expected an object');
    const name = readString(item, 'name', place);
    if (name === undefined || name === '') throw invalidField(`${place}.name`, 'a function needs a name');
    for (const field of ['response', 'responseJsonSchema', 'behavior'])
      if (readField(item, field) !== undefined) loss.add(`${place}.${field}`);
    const standard = readObject(item, 'parametersJsonSchema', place);
    const own = readObject(item, 'parameters', place);
    return {
      type: 'function',
      name,
      description: readString(item, 'description', place),
      parameters: standard ?? (own && parseSchema(own)),
    };
  });
}

/** How the model may choose; undefined where the caller leaves it open. */
export function parseToolChoice(body: JsonObject, loss: Loss): ToolChoice | undefined {
  const holder = readObject(body, 'toolConfig', '');
  if (!holder) return undefined;
  if (readField(holder, 'retrievalConfig') !== undefined) loss.add('toolConfig.retrievalConfig');
  const path = 'toolConfig.functionCallingConfig';
  const config = readObject(holder, 'functionCallingConfig', 'toolConfig');
  if (!config) return undefined;
  const names = readList(config, 'allowedFunctionNames').flatMap((name) => asString(name) ?? []);
  const mode = readEnum(config, 'mode', path);
  switch (mode) {
    case undefined:
    case 'MODE_UNSPECIFIED':
      return undefined;
    case 'AUTO':
      return { type: 'auto' };
    case 'NONE':
      return { type: 'none' };
    case 'ANY':
      return names.length > 0 ? { type: 'required', names } : { type: 'required' };
    case 'VALIDATED':
      return names.length > 0 ? { type: 'allowed', names } : { type: 'auto' };
    default:
      throw invalidField(`${path}.mode`, 'expected AUTO, ANY, NONE or VALIDATED');
  }
}

// How this dialect's tools are carried as functions and shown again as what they were: free-text (`custom`) tools as a
// function with one string, tools of a namespace under one name.

import type { CanonRequest } from '../../canon/request.ts';
import type { Tool } from '../../canon/tool.ts';
import { asObject, asString, tryParseJson, type JsonObject } from '../../lib/json.ts';

/** Schema of a free-text tool. */
export const CUSTOM_PARAMETERS: JsonObject = {
  type: 'object',
  properties: { input: { type: 'string' } },
  required: ['input'],
};

/** How the client knows a tool that the canon has as a plain function. */
export interface ToolKind {
  readonly custom: boolean;
  /** The name within its namespace, or the name. */
  readonly name: string;
  readonly namespace: string | undefined;
}

/** One name for a tool of a namespace: most providers know none. */
export function qualifiedName(name: string, namespace: string | undefined): string {
  if (namespace === undefined || namespace === '') return name;
  return namespace.endsWith('__') ? namespace + name : `${namespace}__${name}`;
}

/** Kinds of the tools that are more than plain functions, by their canonical names. */
export function toolKinds(tools: CanonRequest['tools']): ReadonlyMap<string, ToolKind> {
  const kinds = new Map<string, ToolKind>();
  for (const tool of tools) {
    const own = ownTool(tool);
    const namespace = asString(own?.['namespace']);
    const custom = own?.['type'] === 'custom';
    if (custom || namespace !== undefined)
      kinds.set(tool.name, { custom, name: asString(own?.['name']) ?? tool.name, namespace });
  }
  return kinds;
}

/** The tool as this dialect's client wrote it; undefined for tools of other dialects. */
export function ownTool(tool: Tool): JsonObject | undefined {
  return tool.extras?.['openai-responses'];
}

/** The free text of a custom tool's call; the arguments as they are when the model kept to no schema. */
export function customInput(argumentsJson: string): string {
  return asString(asObject(tryParseJson(argumentsJson))?.['input']) ?? argumentsJson;
}

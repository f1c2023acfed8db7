// Canonical tools and choice → `tools` and `tool_choice`.

import type { Loss } from '../../canon/loss.ts';
import type { FunctionTool, ServerTool, Tool, ToolChoice } from '../../canon/tool.ts';
import { asArray, asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { toolPlace } from '../tool-place.ts';
import { ownTool } from './tool-kinds.ts';

/** The list in its order; tools of a namespace stand together where the first of them stood. */
export function renderTools(tools: readonly Tool[], loss: Loss): JsonObject[] {
  const rendered: JsonObject[] = [];
  const namespaces = new Map<string, JsonValue[]>();
  for (const tool of tools) {
    if (tool.type === 'server') {
      const server = renderServerTool(tool, loss);
      if (server !== undefined) rendered.push(server);
      continue;
    }
    const namespace = asString(ownTool(tool)?.['namespace']);
    if (namespace === undefined) {
      rendered.push(renderFunction(tool));
      continue;
    }
    const members = namespaces.get(namespace);
    if (members === undefined) {
      const fresh: JsonValue[] = [renderFunction(tool)];
      namespaces.set(namespace, fresh);
      rendered.push({ type: 'namespace', name: namespace, description: namespace, tools: fresh });
    } else members.push(renderFunction(tool));
  }
  return rendered;
}

function renderFunction(tool: FunctionTool): JsonObject {
  const { namespace: _namespace, ...own } = ownTool(tool) ?? {};
  if (own['type'] === 'custom') return own;
  return {
    ...own,
    type: 'function',
    name: asString(own['name']) ?? tool.name,
    ...(tool.description !== undefined && { description: tool.description }),
    parameters: tool.parameters ?? { type: 'object', properties: {} },
    // Left out it means true, and schemas that were not made for it are refused.
    strict: tool.strict ?? false,
  };
}

function renderServerTool(tool: ServerTool, loss: Loss): JsonObject | undefined {
  const own = ownTool(tool);
  if (own !== undefined) return own;
  if (tool.name === 'web_search') return renderSearch(tool.options, loss);
  if (tool.name === 'code_execution') return { type: 'code_interpreter', container: { type: 'auto' } };
  loss.add(toolPlace(tool.name));
  return undefined;
}

function renderSearch(options: JsonObject, loss: Loss): JsonObject {
  const domains = asArray(options['allowed_domains']).filter((domain) => typeof domain === 'string');
  const location = asObject(options['user_location']);
  const size = asString(options['search_context_size']);
  for (const name of ['max_uses', 'blocked_domains'])
    if (options[name] !== undefined && options[name] !== null) loss.add(`${toolPlace('web_search')}.${name}`);
  return {
    type: 'web_search',
    ...(domains.length > 0 && { filters: { allowed_domains: domains } }),
    ...(location && {
      user_location: { type: 'approximate', ...(asObject(location['approximate']) ?? location) },
    }),
    ...(size !== undefined && { search_context_size: size }),
  };
}

/** The wire's choice; one tool is named by itself, several by a list. */
export function renderToolChoice(choice: ToolChoice, tools: readonly Tool[]): JsonValue {
  if (choice.type === 'auto' || choice.type === 'none') return choice.type;
  const names = choice.names ?? [];
  const [only] = names;
  if (only === undefined) return choice.type === 'required' ? 'required' : 'auto';
  if (choice.type === 'required' && names.length === 1) return nameTool(only, tools);
  const mode = choice.type === 'required' ? 'required' : 'auto';
  return { type: 'allowed_tools', mode, tools: names.map((name) => nameTool(name, tools)) };
}

const hostedTypes: ReadonlyMap<string, string> = new Map([['code_execution', 'code_interpreter']]);

function nameTool(name: string, tools: readonly Tool[]): JsonObject {
  const tool = tools.find((known) => known.name === name);
  const own = tool && ownTool(tool);
  if (tool?.type === 'server') return { type: asString(own?.['type']) ?? hostedTypes.get(name) ?? name };
  const type = own?.['type'] === 'custom' ? 'custom' : 'function';
  const namespace = asString(own?.['namespace']);
  return { type, name: asString(own?.['name']) ?? name, ...(namespace !== undefined && { namespace }) };
}

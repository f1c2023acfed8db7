// Canonical tools, and how the model may choose among them → `tools`, `tool_choice`, `parallel_tool_calls`,
// `web_search_options`. https://platform.openai.com/docs/api-reference/chat/create#chat-create-tools

import type { CanonRequest } from '../../canon/request.ts';
import type { FunctionTool, ServerTool } from '../../canon/tool.ts';
import type { JsonObject } from '../../lib/json.ts';
import { toolPlace } from '../tool-place.ts';
import type { RenderScene } from './render-scene.ts';
import { renderToolChoice } from './render-tool-choice.ts';
import { wireToolName } from './wire-tool-name.ts';

/** Options of a web search that have a place in `web_search_options`. */
const SEARCH_OPTIONS = new Set(['search_context_size', 'user_location']);

/** The fields about tools; empty when none can be offered. */
export function renderTools(request: CanonRequest, scene: RenderScene): JsonObject {
  const functions: FunctionTool[] = [];
  let search: JsonObject | undefined;
  for (const tool of request.tools) {
    if (tool.type === 'server') search = renderSearch(tool, scene) ?? search;
    else if (!scene.quirks.tools) scene.context.loss.add(toolPlace(tool.name));
    else functions.push(tool);
  }
  const searching = search === undefined ? {} : { web_search_options: search };
  if (functions.length === 0) {
    const forced =
      request.toolChoice?.type === 'required' && search === undefined && request.tools.length > 0;
    if (forced) scene.context.loss.add('tool_choice');
    return searching;
  }
  const { choice, offered } = renderToolChoice(request, functions, scene);
  return {
    tools: offered.map((tool) => renderFunction(tool, scene)),
    ...(choice !== undefined && { tool_choice: choice }),
    ...(request.parallelToolCalls !== undefined && { parallel_tool_calls: request.parallelToolCalls }),
    ...searching,
  };
}

function renderFunction(tool: FunctionTool, { quirks, customTools }: RenderScene): JsonObject {
  const name = wireToolName(tool.name);
  const described = { name, ...(tool.description !== undefined && { description: tool.description }) };
  if (customTools.has(tool.name)) return { type: 'custom', custom: described };
  const strict = quirks.strictTools ? tool.strict : undefined;
  return {
    type: 'function',
    function: {
      ...described,
      parameters: renderParameters(tool.parameters),
      ...(strict !== undefined && { strict }),
    },
  };
}

/** A function without arguments is told by an empty object: several services refuse one without a schema. */
function renderParameters(schema: JsonObject | undefined): JsonObject {
  if (schema === undefined) return { type: 'object', properties: {} };
  return schema['type'] === undefined ? { type: 'object', ...schema } : schema;
}

function renderSearch(tool: ServerTool, { quirks, context }: RenderScene): JsonObject | undefined {
  const where = toolPlace(tool.name);
  if (tool.name !== 'web_search' || quirks.webSearchModels?.test(context.model) !== true) {
    context.loss.add(where);
    return undefined;
  }
  const options: JsonObject = {};
  for (const [name, value] of Object.entries(tool.options)) {
    if (SEARCH_OPTIONS.has(name)) options[name] = value;
    else context.loss.add(`${where}.${name}`);
  }
  return options;
}

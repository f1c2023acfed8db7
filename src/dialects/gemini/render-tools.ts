// Tools and the choice among them → tools and toolConfig.
// https://ai.google.dev/api/caching#Tool

import type { Loss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { FunctionTool, ServerTool } from '../../canon/tool.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { ModelTraits } from './model-traits.ts';
import { renderToolChoice } from './render-tool-choice.ts';
import { toolPlace } from '../tool-place.ts';
import { geminiToolName } from './tool-names.ts';
import { translateParameters } from './tool-schema.ts';

/** Fields of the body under their names on the wire. */
export interface RenderedTools {
  readonly tools?: JsonObject[];
  readonly toolConfig?: JsonObject;
}

/** Google's own tools by the vendor-neutral names. */
const serverTools: ReadonlyMap<string, JsonObject> = new Map([
  ['web_search', { googleSearch: {} }],
  ['web_fetch', { urlContext: {} }],
  ['code_execution', { codeExecution: {} }],
]);

/** Renders both fields; each is left out when there is nothing to say. */
export function renderTools(request: CanonRequest, traits: ModelTraits, loss: Loss): RenderedTools {
  const declarations: JsonObject[] = [];
  const names = new Set<string>();
  const own: JsonObject[] = [];
  const hasFunctions = request.tools.some((tool) => tool.type === 'function');
  for (const tool of request.tools) {
    const where = toolPlace(tool.name);
    if (tool.type === 'function') {
      const name = geminiToolName(tool.name);
      // A name declared twice is a 400 for the whole request.
      if (names.has(name)) loss.add(where);
      else declarations.push(declare(tool, name));
      names.add(name);
      continue;
    }
    const rendered = hasFunctions && !traits.mixedTools ? undefined : renderServerTool(tool, where, loss);
    if (rendered) own.push(rendered);
    else loss.add(where);
  }
  const tools = [...(declarations.length > 0 ? [{ functionDeclarations: declarations }] : []), ...own];
  const toolConfig: JsonObject = {
    ...renderToolChoice(request, names, loss),
    ...(declarations.length > 0 && own.length > 0 && { includeServerSideToolInvocations: true }),
  };
  if (request.parallelToolCalls === false && declarations.length > 0) loss.add('parallel_tool_calls');
  return {
    ...(tools.length > 0 && { tools }),
    ...(Object.keys(toolConfig).length > 0 && { toolConfig }),
  };
}

function declare(tool: FunctionTool, name: string): JsonObject {
  const parameters = translateParameters(tool.parameters);
  return {
    name,
    ...(tool.description !== undefined && tool.description !== '' && { description: tool.description }),
    ...(parameters && { parametersJsonSchema: parameters }),
  };
}

function renderServerTool(tool: ServerTool, where: string, loss: Loss): JsonObject | undefined {
  const verbatim = tool.extras?.gemini;
  if (verbatim) return verbatim;
  const rendered = serverTools.get(tool.name);
  if (rendered) for (const option of Object.keys(tool.options)) loss.add(`${where}.${option}`);
  return rendered;
}

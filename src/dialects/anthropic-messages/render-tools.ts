// Tools and the choice among them → `tools` and `tool_choice`.
// https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview

import type { CanonRequest } from '../../canon/request.ts';
import type { FunctionTool, Tool, ToolChoice } from '../../canon/tool.ts';
import type { JsonObject } from '../../lib/json.ts';
import { toolPlace } from '../tool-place.ts';
import { renderCacheControl } from './render-cache-control.ts';
import type { RenderScene } from './render-scene.ts';
import { renderServerToolOffer } from './render-server-tool-offer.ts';
import { anthropicToolName } from './tool-names.ts';
import { renderInputSchema } from './wire-tool-schema.ts';

/** Fields of the body under their names on the wire. */
export interface RenderedTools {
  readonly tools?: JsonObject[];
  readonly tool_choice?: JsonObject;
}

/** Renders both fields; each is left out when there is nothing to say. */
export function renderTools(request: CanonRequest, scene: RenderScene): RenderedTools {
  const tools: JsonObject[] = [];
  const names = new Set<string>();
  for (const tool of request.tools) {
    if (!isOffered(tool, request.toolChoice)) continue;
    const where = toolPlace(tool.name);
    const rendered = renderTool(tool, where, scene);
    const name = typeof rendered?.['name'] === 'string' ? rendered['name'] : undefined;
    // A name declared twice is a 400 for the whole request.
    if (rendered === undefined || (name !== undefined && names.has(name))) scene.context.loss.add(where);
    else tools.push(rendered);
    if (name !== undefined) names.add(name);
  }
  const choice = tools.length === 0 ? undefined : renderToolChoice(request, names, scene);
  return { ...(tools.length > 0 && { tools }), ...(choice && { tool_choice: choice }) };
}

/** True when the choice asked for makes the model call some tool: it cannot think then. */
export function forcesTool({ toolChoice, tools }: CanonRequest): boolean {
  return toolChoice?.type === 'required' && tools.length > 0;
}

/** Anthropic has no list of allowed tools: of several, only those that may be called are offered. */
function isOffered(tool: Tool, choice: ToolChoice | undefined): boolean {
  if (choice?.type !== 'allowed' && choice?.type !== 'required') return true;
  const names = choice.names ?? [];
  if (choice.type === 'required' && names.length < 2) return true;
  return names.includes(tool.name);
}

function renderTool(tool: Tool, where: string, scene: RenderScene): JsonObject | undefined {
  return tool.type === 'function'
    ? renderFunction(tool, where, scene)
    : renderServerToolOffer(tool, where, scene.context.loss);
}

function renderFunction(tool: FunctionTool, where: string, { context, traits }: RenderScene): JsonObject {
  const own = tool.extras?.['anthropic-messages'];
  // A client tool whose schema the model knows by heart.
  if (typeof own?.['type'] === 'string') return own;
  const strict = tool.strict === true && traits.structuredOutput;
  if (tool.strict === true && !strict) context.loss.add(`${where}.strict`);
  return {
    name: anthropicToolName(tool.name),
    ...(tool.description !== undefined && tool.description !== '' && { description: tool.description }),
    input_schema: renderInputSchema(tool.parameters),
    ...(strict && { strict: true }),
    ...own,
    ...renderCacheControl(tool.cacheHint),
  };
}

function renderToolChoice(
  { toolChoice, parallelToolCalls }: CanonRequest,
  names: ReadonlySet<string>,
  { context, traits }: RenderScene,
): JsonObject | undefined {
  const wished = choiceOf(toolChoice, names);
  const forced = wished?.['type'] === 'any' || wished?.['type'] === 'tool';
  // A model that cannot stop thinking cannot be made to call.
  const chosen = forced && traits.alwaysThinks ? { type: 'auto' } : wished;
  if (toolChoice !== undefined && chosen !== wished) context.loss.add('tool_choice');
  if (toolChoice !== undefined && chosen === undefined) context.loss.add('tool_choice');
  const choice = chosen ?? (parallelToolCalls === false ? { type: 'auto' } : undefined);
  if (choice === undefined || choice['type'] === 'none' || parallelToolCalls === undefined) return choice;
  return { ...choice, disable_parallel_tool_use: !parallelToolCalls };
}

function choiceOf(choice: ToolChoice | undefined, names: ReadonlySet<string>): JsonObject | undefined {
  if (choice === undefined) return undefined;
  switch (choice.type) {
    case 'auto':
    case 'none':
      return { type: choice.type };
    case 'allowed':
      return { type: 'auto' };
    default: {
      const [only, ...more] = choice.names ?? [];
      if (only === undefined || more.length > 0) return { type: 'any' };
      const name = anthropicToolName(only);
      return names.has(name) ? { type: 'tool', name } : undefined;
    }
  }
}

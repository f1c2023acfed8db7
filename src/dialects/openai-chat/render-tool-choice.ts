// How the model may choose among tools → `tool_choice`, and which tools to send for it.
// https://platform.openai.com/docs/api-reference/chat/create#chat-create-tool_choice

import type { CanonRequest } from '../../canon/request.ts';
import type { FunctionTool } from '../../canon/tool.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import type { RenderScene } from './render-scene.ts';
import { wireToolName } from './wire-tool-name.ts';

/**
 * `choice` is the field as it is on the wire; `offered` are the tools to send with it, perhaps fewer than the
 * caller's.
 */
export interface RenderedChoice {
  readonly choice: JsonValue | undefined;
  readonly offered: readonly FunctionTool[];
}

/** The choice. Where a service cannot be told of several tools, only those are offered, which comes to the same. */
export function renderToolChoice(
  request: CanonRequest,
  tools: readonly FunctionTool[],
  scene: RenderScene,
): RenderedChoice {
  const { quirks } = scene;
  const choice = request.toolChoice;
  if (choice === undefined) return { choice: undefined, offered: tools };
  switch (choice.type) {
    case 'auto':
    case 'none':
      return { choice: choice.type, offered: tools };
    case 'required': {
      const named = choice.names?.length ? findNamed(choice.names, request, tools, scene) : tools;
      const [only] = named;
      // Only the provider's own tools were named, or none that is known: forcing some function instead would be wrong.
      if (only === undefined) return { choice: undefined, offered: tools };
      if (named === tools) return { choice: quirks.toolChoiceRequired, offered: tools };
      if (named.length === 1) return { choice: nameTool(only, scene), offered: tools };
      if (quirks.allowedTools) return { choice: allow('required', named, scene), offered: tools };
      return { choice: quirks.toolChoiceRequired, offered: named };
    }
    default: {
      const named = findNamed(choice.names, request, tools, scene);
      if (named.length === 0) return { choice: 'none', offered: tools };
      if (quirks.allowedTools) return { choice: allow('auto', named, scene), offered: tools };
      return { choice: 'auto', offered: named };
    }
  }
}

function allow(mode: 'auto' | 'required', tools: readonly FunctionTool[], scene: RenderScene): JsonObject {
  return {
    type: 'allowed_tools',
    allowed_tools: { mode, tools: tools.map((tool) => nameTool(tool, scene)) },
  };
}

function nameTool(tool: FunctionTool, { customTools }: RenderScene): JsonObject {
  const type = customTools.has(tool.name) ? 'custom' : 'function';
  return { type, [type]: { name: wireToolName(tool.name) } };
}

function findNamed(
  names: readonly string[],
  request: CanonRequest,
  tools: readonly FunctionTool[],
  { context }: RenderScene,
): readonly FunctionTool[] {
  for (const name of names) {
    if (!request.tools.some((tool) => tool.name === name)) context.loss.add('tool_choice');
  }
  return tools.filter((tool) => names.includes(tool.name));
}

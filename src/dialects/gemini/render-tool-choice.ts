// How the model may choose among tools → functionCallingConfig.
// https://ai.google.dev/api/caching#FunctionCallingConfig

import type { Loss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { geminiToolName } from './tool-names.ts';

/** The `functionCallingConfig` holder; empty without declarations, where any mode but AUTO is a 400. */
export function renderToolChoice(
  request: CanonRequest,
  declared: ReadonlySet<string>,
  loss: Loss,
): JsonObject {
  const choice = request.toolChoice;
  if (!choice || declared.size === 0) return {};
  switch (choice.type) {
    case 'auto':
      return config('AUTO', []);
    case 'none':
      return config('NONE', []);
    case 'required': {
      const names = known(choice.names ?? [], declared, request, loss);
      // Only Google's own tools were named: forcing some function instead would be wrong.
      if (names.length === 0 && choice.names !== undefined && choice.names.length > 0) return {};
      return config('ANY', names);
    }
    default: {
      const names = known(choice.names, declared, request, loss);
      return names.length === 0 ? config('NONE', []) : config('VALIDATED', names);
    }
  }
}

function config(mode: string, names: readonly string[]): JsonObject {
  return {
    functionCallingConfig: { mode, ...(names.length > 0 && { allowedFunctionNames: [...names] }) },
  };
}

/** Google refuses names that are not declared; a server tool among them needs no naming. */
function known(
  names: readonly string[],
  declared: ReadonlySet<string>,
  request: CanonRequest,
  loss: Loss,
): string[] {
  const wanted = [...new Set(names.map(geminiToolName))];
  for (const name of names) {
    const isServerTool = request.tools.some((tool) => tool.type === 'server' && tool.name === name);
    if (!isServerTool && !declared.has(geminiToolName(name))) loss.add('tool_choice');
  }
  return wanted.filter((name) => declared.has(name));
}

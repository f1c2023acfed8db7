// Blocks of tools that the provider ran itself (`server_tool_use`, `mcp_tool_use`, `…_tool_result`) → server-tool parts.

import type { ServerToolPart } from '../../canon/content.ts';
import type { JsonObject } from '../../lib/json.ts';
import { readObject, requireString } from './field-reader.ts';
import { parseCacheControl } from './parse-cache-control.ts';

const RESULT_SUFFIX = '_tool_result';

/** Undefined for a block that is none of these. The block itself is kept for Anthropic's own wire. */
export function parseServerToolBlock(block: JsonObject, path: string): readonly ServerToolPart[] | undefined {
  const type = requireString(block, 'type', path);
  const kept = { cacheHint: parseCacheControl(block), extras: { 'anthropic-messages': block } };
  if (type === 'server_tool_use' || type === 'mcp_tool_use') {
    return [
      {
        type: 'server-tool',
        phase: 'call',
        id: requireString(block, 'id', path),
        name: requireString(block, 'name', path),
        data: readObject(block, 'input', path) ?? {},
        ...kept,
      },
    ];
  }
  if (!type.endsWith(RESULT_SUFFIX)) return undefined;
  return [
    {
      type: 'server-tool',
      phase: 'result',
      id: requireString(block, 'tool_use_id', path),
      name: type.slice(0, -RESULT_SUFFIX.length),
      data: block['content'] ?? null,
      ...kept,
    },
  ];
}

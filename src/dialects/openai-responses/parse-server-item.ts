// Items of tools that the provider ran itself → server-tool parts; a generated picture → media. The item itself is kept
// for this dialect's own wire.

import type { ContentPart, ServerToolPart } from '../../canon/content.ts';
import { asArray, asObject, asString, type JsonObject } from '../../lib/json.ts';

/** The neutral name of each item that has one part. */
const names: ReadonlyMap<string, string> = new Map([
  ['web_search_call', 'web_search'],
  ['file_search_call', 'file_search'],
  ['code_interpreter_call', 'code_execution'],
  ['shell_call', 'shell'],
  ['shell_call_output', 'shell'],
  ['tool_search_call', 'tool_search'],
  ['tool_search_output', 'tool_search'],
  ['mcp_call', 'mcp'],
  ['mcp_list_tools', 'mcp_list_tools'],
  ['mcp_approval_request', 'mcp_approval_request'],
  ['mcp_approval_response', 'mcp_approval_response'],
  ['compaction', 'compaction'],
]);

/** The parts of an item; undefined when its type is unknown. */
export function parseServerItem(item: JsonObject, type: string): readonly ContentPart[] | undefined {
  const extras = { 'openai-responses': item };
  const id = asString(item['id']) ?? '';
  if (type === 'image_generation_call') {
    const data = asString(item['result']);
    if (data === undefined || data === '') return [];
    const mimeType = `image/${asString(item['output_format']) ?? 'png'}`;
    return [{ type: 'media', kind: 'image', mimeType, source: { type: 'inline', data }, extras }];
  }
  const name = names.get(type);
  if (name === undefined) return undefined;
  const phase = type.endsWith('_output') ? 'result' : 'call';
  const call = { type: 'server-tool', phase, id, name } as const;
  if (type === 'web_search_call') return [{ ...call, data: asObject(item['action']) ?? {}, extras }];
  if (type !== 'code_interpreter_call') return [{ ...call, data: item, extras }];
  const run: ServerToolPart = { ...call, data: { code: asString(item['code']) ?? '' }, extras };
  const outputs = asArray(item['outputs']);
  if (outputs.length === 0) return [run];
  const output = outputs.flatMap((entry) => asString(asObject(entry)?.['logs']) ?? []).join('');
  const outcome = item['status'] === 'failed' ? 'OUTCOME_FAILED' : 'OUTCOME_OK';
  // The item holds the output too: on its own wire the result is part of the call.
  const told = { 'openai-responses': {} };
  return [run, { ...call, phase: 'result', data: { outcome, output }, extras: told }];
}

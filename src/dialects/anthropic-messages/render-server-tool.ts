// Tools that the provider ran itself → `server_tool_use` and `…_tool_result` blocks.

import type { ServerToolPart } from '../../canon/content.ts';
import {
  asArray,
  asNumber,
  asObject,
  asString,
  isObject,
  type JsonObject,
  type JsonValue,
} from '../../lib/json.ts';

/** Tools that Anthropic has too: its clients know no blocks for others. */
const SHARED = new Set(['web_search', 'web_fetch', 'code_execution']);

/**
 * The block of a call or of a result; undefined for a tool that Anthropic does not have. Its own block goes out as it
 * came.
 */
export function renderServerTool(part: ServerToolPart): JsonObject | undefined {
  const own = part.extras?.['anthropic-messages'];
  if (typeof own?.['type'] === 'string') return own;
  if (!SHARED.has(part.name)) return undefined;
  if (part.phase === 'call') {
    const input = isObject(part.data) ? part.data : { input: part.data };
    return {
      type: 'server_tool_use',
      id: wireId(part.id),
      name: part.name,
      input,
      caller: { type: 'direct' },
    };
  }
  return {
    type: `${part.name}_tool_result`,
    tool_use_id: wireId(part.id),
    content: renderResult(part.name, part.data),
    // Code runs for nobody but the model.
    ...(part.name !== 'code_execution' && { caller: { type: 'direct' } }),
  };
}

/** SDKs check these ids against `^srvtoolu_[a-zA-Z0-9_]+$`. */
function wireId(id: string): string {
  if (/^srvtoolu_\w+$/u.test(id)) return id;
  return `srvtoolu_${/^\w+$/u.test(id) ? id : Buffer.from(id, 'utf8').toString('hex')}`;
}

function renderResult(name: string, data: JsonValue): JsonValue {
  if (typeof asObject(data)?.['type'] === 'string') return data;
  switch (name) {
    case 'web_search':
      return renderSearchResults(data);
    case 'code_execution':
      return renderExecution(data);
    default:
      return data;
  }
}

function renderSearchResults(data: JsonValue): JsonValue {
  const found: JsonValue[] = [];
  for (const item of asArray(asObject(data)?.['results'] ?? data)) {
    const url = asString(asObject(item)?.['url']) ?? asString(asObject(item)?.['uri']);
    if (url === undefined) continue;
    found.push({
      type: 'web_search_result',
      title: '',
      encrypted_content: '',
      page_age: null,
      ...asObject(item),
      url,
    });
  }
  return found;
}

function renderExecution(data: JsonValue): JsonObject {
  const result = asObject(data);
  const output = asString(result?.['stdout']) ?? asString(result?.['output']) ?? asString(data) ?? '';
  const outcome = asString(result?.['outcome']);
  const failed = outcome !== undefined && !outcome.endsWith('OK');
  return {
    type: 'code_execution_result',
    stdout: failed ? '' : output,
    stderr: asString(result?.['stderr']) ?? (failed ? output : ''),
    return_code: asNumber(result?.['return_code']) ?? (failed ? 1 : 0),
    content: [],
  };
}

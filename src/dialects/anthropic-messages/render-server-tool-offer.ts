// Tools that Anthropic runs itself, in its typed form.
// https://platform.claude.com/docs/en/agents-and-tools/tool-use/web-search-tool

import type { Loss } from '../../canon/loss.ts';
import type { ServerTool } from '../../canon/tool.ts';
import { asObject, type JsonObject } from '../../lib/json.ts';

interface OwnTool {
  readonly type: string;
  readonly options: readonly string[];
}

const ownTools: ReadonlyMap<string, OwnTool> = new Map([
  [
    'web_search',
    {
      type: 'web_search_20250305',
      options: ['max_uses', 'allowed_domains', 'blocked_domains', 'user_location'],
    },
  ],
  [
    'web_fetch',
    {
      type: 'web_fetch_20250910',
      options: ['max_uses', 'allowed_domains', 'blocked_domains', 'citations', 'max_content_tokens'],
    },
  ],
  ['code_execution', { type: 'code_execution_20250825', options: [] }],
]);

/** The tool; undefined when Anthropic has none such. `where` names its place for losses. */
export function renderServerToolOffer(tool: ServerTool, where: string, loss: Loss): JsonObject | undefined {
  const verbatim = tool.extras?.['anthropic-messages'];
  if (typeof verbatim?.['type'] === 'string') return verbatim;
  const own = ownTools.get(tool.name);
  if (own === undefined) return undefined;
  const rendered: JsonObject = { type: own.type, name: tool.name };
  for (const [option, value] of Object.entries(tool.options)) {
    if (value === undefined || value === null) continue;
    if (own.options.includes(option)) rendered[option] = option === 'user_location' ? place(value) : value;
    else loss.add(`${where}.${option}`);
  }
  return rendered;
}

/** OpenAI wraps the place in one more object. */
function place(value: JsonObject[string]): JsonObject[string] {
  const inner = asObject(asObject(value)?.['approximate']);
  return inner ? { type: 'approximate', ...inner } : value;
}

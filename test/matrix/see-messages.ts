// What an Anthropic provider was asked.

import { nameMedium, namesOf, nameTool, type Seen } from './seen.ts';
import { at, listAt, textAt } from './wire.ts';

/** Reads a recorded body. */
export function seeMessages(body: unknown): Seen {
  const names = new Map<string, string>();
  const lines: string[] = [];
  for (const message of listAt(body, 'messages')) {
    const role = textAt(message, 'role');
    const content = at(message, 'content');
    const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : listAt(content);
    for (const block of blocks) {
      if (textAt(block, 'type') === 'tool_use') {
        names.set(textAt(block, 'id'), textAt(block, 'name'));
        lines.push(`call ${textAt(block, 'name')} ${JSON.stringify(at(block, 'input'))}`);
      } else if (textAt(block, 'type') === 'tool_result') {
        const who = `result ${names.get(textAt(block, 'tool_use_id')) ?? '?'}`;
        const inner = at(block, 'content');
        if (typeof inner === 'string') lines.push(`${who}: ${inner}`);
        else lines.push(...listAt(inner).map((item) => lineOf(who, item)));
      } else lines.push(lineOf(role, block));
    }
  }
  const system = at(body, 'system');
  const tools = listAt(body, 'tools');
  const offered = tools.filter((tool) => at(tool, 'input_schema') !== undefined);
  return {
    system:
      typeof system === 'string'
        ? system
        : listAt(system)
            .map((block) => textAt(block, 'text'))
            .join('\n'),
    lines,
    tools: offered.map((tool) =>
      nameTool(textAt(tool, 'name'), textAt(tool, 'description'), at(tool, 'input_schema')),
    ),
    search: tools.some((tool) => textAt(tool, 'type').startsWith('web_search')),
    schema: namesOf(at(body, 'output_config', 'format', 'schema') ?? at(body, 'output_format', 'schema')),
    maxTokens: at(body, 'max_tokens') as number | undefined,
    stop: listAt(body, 'stop_sequences').map(String),
    thinks: ['enabled', 'adaptive'].includes(textAt(body, 'thinking', 'type')),
  };
}

function lineOf(who: string, block: unknown): string {
  const data = textAt(block, 'source', 'data');
  return data === ''
    ? `${who}: ${textAt(block, 'text')}`
    : nameMedium(textAt(block, 'source', 'media_type'), data);
}

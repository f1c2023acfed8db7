// What an OpenAI Chat provider was asked.

import { nameMedium, namesOf, nameTool, type Seen } from './seen.ts';
import { at, listAt, objectAt, textAt } from './wire.ts';

/** Reads a recorded body. */
export function seeChat(body: unknown): Seen {
  const names = new Map<string, string>();
  const system: string[] = [];
  const lines: string[] = [];
  for (const message of listAt(body, 'messages')) {
    const role = textAt(message, 'role');
    if (role === 'system' || role === 'developer') {
      system.push(...linesOf('', message).map((line) => line.slice(2)));
      continue;
    }
    const who = role === 'tool' ? `result ${names.get(textAt(message, 'tool_call_id')) ?? '?'}` : role;
    lines.push(...linesOf(who, message));
    for (const call of listAt(message, 'tool_calls')) {
      const name = textAt(call, 'function', 'name');
      names.set(textAt(call, 'id'), name);
      lines.push(`call ${name} ${textAt(call, 'function', 'arguments')}`);
    }
  }
  const stop = at(body, 'stop');
  return {
    system: system.join('\n'),
    lines,
    tools: listAt(body, 'tools').map((tool) => {
      const { description, parameters } = objectAt(tool, 'function');
      return nameTool(textAt(tool, 'function', 'name'), String(description), parameters);
    }),
    search: at(body, 'web_search_options') !== undefined,
    schema: namesOf(at(body, 'response_format', 'json_schema', 'schema')),
    maxTokens: (at(body, 'max_completion_tokens') ?? at(body, 'max_tokens')) as number | undefined,
    stop: typeof stop === 'string' ? [stop] : listAt(stop).map(String),
    thinks: !['', 'none', 'minimal'].includes(textAt(body, 'reasoning_effort')),
  };
}

function linesOf(who: string, message: unknown): readonly string[] {
  const content = at(message, 'content');
  if (typeof content === 'string') return content === '' ? [] : [`${who}: ${content}`];
  return listAt(content).map((part) => {
    const audio = objectAt(part, 'input_audio');
    if (typeof audio['data'] === 'string')
      return nameMedium(`audio/${String(audio['format'])}`, audio['data']);
    const url = textAt(part, 'image_url', 'url') || textAt(part, 'file', 'file_data');
    const [, mimeType, data] = /^data:([^;]+);base64,(.*)$/su.exec(url) ?? [];
    return mimeType === undefined || data === undefined
      ? `${who}: ${textAt(part, 'text')}`
      : nameMedium(mimeType, data);
  });
}

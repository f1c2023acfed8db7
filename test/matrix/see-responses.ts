// What an OpenAI Responses provider was asked.

import { nameMedium, namesOf, nameTool, type Seen } from './seen.ts';
import { at, listAt, textAt } from './wire.ts';

/** Reads a recorded body. */
export function seeResponses(body: unknown): Seen {
  const names = new Map<string, string>();
  const lines: string[] = [];
  for (const item of listAt(body, 'input')) {
    const type = textAt(item, 'type');
    if (type === 'function_call') {
      names.set(textAt(item, 'call_id'), textAt(item, 'name'));
      lines.push(`call ${textAt(item, 'name')} ${textAt(item, 'arguments')}`);
    } else if (type === 'function_call_output') {
      const who = `result ${names.get(textAt(item, 'call_id')) ?? '?'}`;
      lines.push(...piecesAt(item, 'output').map((part) => lineOf(who, part)));
    } else lines.push(...piecesAt(item, 'content').map((part) => lineOf(textAt(item, 'role'), part)));
  }
  const tools = listAt(body, 'tools');
  return {
    system: textAt(body, 'instructions'),
    lines,
    tools: tools
      .filter((tool) => textAt(tool, 'type') === 'function')
      .map((tool) => nameTool(textAt(tool, 'name'), textAt(tool, 'description'), at(tool, 'parameters'))),
    search: tools.some((tool) => textAt(tool, 'type').startsWith('web_search')),
    schema: namesOf(at(body, 'text', 'format', 'schema')),
    maxTokens: at(body, 'max_output_tokens') as number | undefined,
    stop: [],
    thinks: !['', 'none', 'minimal'].includes(textAt(body, 'reasoning', 'effort')),
  };
}

/** A string is one piece of text. */
function piecesAt(item: unknown, name: string): readonly unknown[] {
  const whole = at(item, name);
  return typeof whole === 'string' ? [{ text: whole }] : listAt(item, name);
}

function lineOf(who: string, part: unknown): string {
  const url = textAt(part, 'image_url') || textAt(part, 'file_data');
  const [, mimeType, data] = /^data:([^;]+);base64,(.*)$/su.exec(url) ?? [];
  return mimeType === undefined || data === undefined
    ? `${who}: ${textAt(part, 'text')}`
    : nameMedium(mimeType, data);
}

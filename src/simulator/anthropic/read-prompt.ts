// From a Messages request to what the simulated model is asked.
import { asArray, asBoolean, asNumber, asObject, asString, type JsonObject } from '../../lib/json.ts';
import type { OfferedTool, Prompt, SeenMedium } from '../simulated-mind.ts';

/** Reads a checked request. */
export function readMessagesPrompt(body: JsonObject, huge: boolean): Prompt {
  const messages = asArray(body['messages']);
  const lastUser = asObject(messages.findLast((message) => asObject(message)?.['role'] === 'user'));
  const blocks = asArray(lastUser?.['content']);
  const choice = asObject(body['tool_choice']);
  const kind = choice?.['type'];
  const thinking = asObject(body['thinking'])?.['type'];
  const format = asObject(asObject(body['output_config'])?.['format']) ?? asObject(body['output_format']);
  const forced = kind === 'tool' ? asString(choice?.['name']) : undefined;
  const last = asObject(messages.at(-1));
  return {
    begun: last?.['role'] === 'assistant' ? textOf(last['content']) : undefined,
    lastUserText: textOf(lastUser?.['content']),
    media: blocks.flatMap(mediumOf),
    toolResults: toolResults(messages, blocks),
    toolRounds: messages.filter(holdsResult).length,
    tools: asArray(body['tools']).flatMap(toolOf),
    toolMode: kind === 'none' ? 'none' : kind === 'any' || forced !== undefined ? 'any' : 'auto',
    allowedTools: forced === undefined ? undefined : [forced],
    parallelTools: asBoolean(choice?.['disable_parallel_tool_use']) === true ? false : undefined,
    schema: format?.['schema'],
    jsonMode: false,
    thinks: thinking === 'enabled' || thinking === 'adaptive',
    stopSequences: asArray(body['stop_sequences']).map(String),
    maxTokens: asNumber(body['max_tokens']),
    huge,
  };
}

function holdsResult(message: unknown): boolean {
  return asArray(asObject(message)?.['content']).some((block) => asObject(block)?.['type'] === 'tool_result');
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return asArray(content)
    .map((block) => (asObject(block)?.['type'] === 'text' ? (asString(asObject(block)?.['text']) ?? '') : ''))
    .join('');
}

function toolOf(tool: unknown): OfferedTool[] {
  const given = asObject(tool);
  const name = asString(given?.['name']);
  return name === undefined || given?.['input_schema'] === undefined
    ? []
    : [{ name, schema: given['input_schema'] }];
}

function mediumOf(block: unknown): SeenMedium[] {
  const given = asObject(block);
  const source = asObject(given?.['source']);
  if (!source) return [];
  const data = asString(source['data']) ?? '';
  const sizeBytes = source['type'] === 'base64' ? Buffer.byteLength(data, 'base64') : Buffer.byteLength(data);
  return [
    { mimeType: asString(source['media_type']) ?? `${String(asString(given?.['type']))}/*`, sizeBytes },
  ];
}

function toolResults(messages: readonly unknown[], blocks: readonly unknown[]): Prompt['toolResults'] {
  if (asObject(messages.at(-1))?.['role'] !== 'user') return [];
  const uses = asArray(asObject(messages.at(-2))?.['content']);
  return blocks.flatMap((block) => {
    const given = asObject(block);
    if (given?.['type'] !== 'tool_result') return [];
    const use = uses.find((candidate) => asObject(candidate)?.['id'] === given['tool_use_id']);
    return [{ name: asString(asObject(use)?.['name']) ?? '?', text: textOf(given['content']) }];
  });
}

// Reads a Messages request.

import {
  asArray,
  asNumber,
  asObject,
  asString,
  type JsonObject,
  type JsonValue,
} from '../../src/lib/json.ts';
import { jsonObjects } from './json-objects.ts';
import { mediaPart, mergeTurns, type Meaning, type MeaningPart } from './meaning.ts';
import { normaliseSchema } from './normalise-schema.ts';
import { readUrl } from './read-openai-meaning.ts';
import { serverToolName } from './server-tool-name.ts';
import { bareToolResult, mediaBlocks } from './tool-result.ts';

/** https://docs.anthropic.com/en/api/messages */
export function readAnthropicMeaning(value: JsonValue): Meaning {
  const body = asObject(value) ?? {};
  const messages = jsonObjects(body['messages']);
  const tools = jsonObjects(body['tools']);
  const isOwn = (tool: JsonObject): boolean =>
    tool['type'] === undefined || tool['type'] === null || tool['type'] === 'custom';
  return {
    system: blocksOf(body['system'])
      .map(({ text }) => asString(text) ?? '')
      .join('\n'),
    turns: mergeTurns(
      messages.map((message) => ({
        role: message['role'] === 'assistant' ? 'model' : 'user',
        parts: blocksOf(message['content']).flatMap((block) => readBlock(block, callNames(messages))),
      })),
    ),
    tools: new Map(tools.filter(isOwn).map(readTool)),
    serverTools: tools.filter((tool) => !isOwn(tool)).map(({ type }) => serverToolName(type)),
    toolChoice: readToolChoice(asObject(body['tool_choice'])),
    maxTokens: asNumber(body['max_tokens']),
    temperature: asNumber(body['temperature']),
    topP: asNumber(body['top_p']),
    topK: asNumber(body['top_k']),
    seed: undefined,
    stop: asArray(body['stop_sequences']).map(String),
    responseFormat: readResponseFormat(body),
    thinking: readThinking(body),
  };
}

function blocksOf(content: unknown): readonly JsonObject[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : jsonObjects(content);
}

function callNames(messages: readonly JsonObject[]): ReadonlyMap<unknown, string> {
  const calls = messages
    .flatMap(({ content }) => blocksOf(content))
    .filter(({ type }) => type === 'tool_use');
  return new Map(calls.map((call) => [call['id'], asString(call['name']) ?? '']));
}

function readBlock(block: JsonObject, names: ReadonlyMap<unknown, string>): readonly MeaningPart[] {
  switch (block['type']) {
    case 'text':
      return [{ kind: 'text', text: asString(block['text']) ?? '' }];
    case 'tool_use':
      return [{ kind: 'call', name: asString(block['name']) ?? '', args: block['input'] ?? {} }];
    case 'tool_result':
      return readResult(block, names);
    case 'compaction':
      return [{ kind: 'text', text: asString(block['content']) ?? '' }];
    case 'image':
    case 'document':
      return [...readTitle(block), ...readSource(asObject(block['source']) ?? {})];
    default:
      return [];
  }
}

function readResult(block: JsonObject, names: ReadonlyMap<unknown, string>): readonly MeaningPart[] {
  const { content } = block;
  const media = mediaBlocks(content);
  const rest = Array.isArray(content)
    ? content.filter((item) => !media.some((block) => block === item))
    : content;
  const name = names.get(block['tool_use_id']) ?? '';
  return [
    { kind: 'result', name, content: bareToolResult(Array.isArray(rest) && rest.length === 0 ? '' : rest) },
    ...media.flatMap((item) => readBlock(item, names)),
  ];
}

/** A document's title and context, where Gemini can only have them as words before it. */
function readTitle(block: JsonObject): readonly MeaningPart[] {
  const said = [block['title'], block['context']].flatMap((words) => asString(words) ?? []);
  return said.length === 0 ? [] : [{ kind: 'text', text: said.join('\n') }];
}

function readSource(source: JsonObject): readonly MeaningPart[] {
  const mime = asString(source['media_type']) ?? '';
  switch (source['type']) {
    case 'base64':
      return [mediaPart(mime, asString(source['data']) ?? '')];
    case 'text':
      return [{ kind: 'text', text: asString(source['data']) ?? '' }];
    case 'url':
      return [readUrl(asString(source['url']) ?? '')];
    case 'content':
      return blocksOf(source['content']).flatMap((block) => readBlock(block, new Map()));
    default:
      return [{ kind: 'file', uri: asString(source['file_id']) ?? '' }];
  }
}

function readTool(tool: JsonObject) {
  const schema = normaliseSchema(tool['input_schema'] ?? { type: 'object' });
  return [
    asString(tool['name']) ?? '',
    { description: asString(tool['description']) ?? '', schema },
  ] as const;
}

function readToolChoice(choice: JsonObject | undefined): Meaning['toolChoice'] {
  switch (choice?.['type']) {
    case 'any':
      return { mode: 'any', names: [] };
    case 'tool':
      return { mode: 'any', names: [asString(choice['name']) ?? ''] };
    case 'none':
      return { mode: 'none', names: [] };
    default:
      return { mode: 'auto', names: [] };
  }
}

function readResponseFormat(body: JsonObject): Meaning['responseFormat'] {
  const format = asObject(asObject(body['output_config'])?.['format'] ?? body['output_format']);
  const schema = format?.['schema'];
  return {
    json: format?.['type'] === 'json_schema',
    schema: schema === undefined ? undefined : normaliseSchema(schema),
  };
}

function readThinking(body: JsonObject): Meaning['thinking'] {
  const type = asObject(body['thinking'])?.['type'];
  if (type === 'enabled' || type === 'disabled') return type === 'enabled';
  // `adaptive` leaves it to the model, how much or whether.
  const effort = asObject(body['output_config'])?.['effort'];
  return effort === undefined ? undefined : effort === 'minimal' ? 'least' : true;
}

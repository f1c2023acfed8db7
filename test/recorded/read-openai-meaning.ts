// Reads a Chat Completions request.

import {
  asArray,
  asNumber,
  asObject,
  asString,
  tryParseJson,
  type JsonObject,
  type JsonValue,
} from '../../src/lib/json.ts';
import { jsonObjects } from './json-objects.ts';
import {
  mediaPart,
  mergeTurns,
  standInMedia,
  type Meaning,
  type MeaningPart,
  type MeaningTurn,
} from './meaning.ts';
import { normaliseSchema } from './normalise-schema.ts';
import { serverToolName } from './server-tool-name.ts';
import { bareToolResult } from './tool-result.ts';

/** https://platform.openai.com/docs/api-reference/chat/create */
export function readOpenaiMeaning(value: JsonValue): Meaning {
  const body = asObject(value) ?? {};
  const messages = jsonObjects(body['messages']);
  const tools: readonly JsonObject[] = [
    ...jsonObjects(body['tools']),
    ...jsonObjects(body['functions']).map((declared) => ({ function: declared })),
  ];
  // Instructions after the first turn belong where they stand.
  const head = Math.max(
    0,
    messages.findIndex((message) => !isSystem(message)),
    messages.every(isSystem) ? messages.length : 0,
  );
  const stop = body['stop'];
  return {
    system: messages.slice(0, head).map(systemText).join('\n'),
    turns: mergeTurns(messages.slice(head).map((message) => readTurn(message, callNames(messages)))),
    tools: new Map(tools.filter(isFunction).map(readTool)),
    serverTools: [
      ...tools.filter((tool) => !isFunction(tool)).map(({ type }) => serverToolName(type)),
      ...(body['web_search_options'] === undefined ? [] : ['googleSearch']),
    ],
    toolChoice: readToolChoice(body['tool_choice'] ?? body['function_call']),
    maxTokens: asNumber(body['max_completion_tokens'] ?? body['max_tokens']),
    temperature: asNumber(body['temperature']),
    topP: asNumber(body['top_p']),
    topK: asNumber(body['top_k']),
    seed: asNumber(body['seed']),
    stop: typeof stop === 'string' ? [stop] : asArray(stop).map(String),
    responseFormat: readResponseFormat(asObject(body['response_format'])),
    thinking: readThinking(body),
  };
}

function isFunction(tool: JsonObject): boolean {
  return asObject(tool['function']) !== undefined;
}

function isSystem({ role }: JsonObject): boolean {
  return role === 'system' || role === 'developer';
}

function systemText({ content }: JsonObject): string {
  return readContent(content)
    .map((part) => (part.kind === 'text' ? part.text : ''))
    .join('\n');
}

function callNames(messages: readonly JsonObject[]): ReadonlyMap<unknown, string> {
  const calls = messages.flatMap((message) => jsonObjects(message['tool_calls']));
  return new Map(calls.map((call) => [call['id'], asString(asObject(call['function'])?.['name']) ?? '']));
}

function readTurn(message: JsonObject, names: ReadonlyMap<unknown, string>): MeaningTurn {
  if (message['role'] === 'tool' || message['role'] === 'function') {
    const name = asString(message['name']) ?? names.get(message['tool_call_id']) ?? '';
    return { role: 'user', parts: [{ kind: 'result', name, content: bareToolResult(message['content']) }] };
  }
  const parts = readContent(message['content']);
  if (message['role'] !== 'assistant') return { role: 'user', parts };
  const legacy =
    asObject(message['function_call']) === undefined ? [] : [{ function: message['function_call'] }];
  return {
    role: 'model',
    parts: [...parts, ...[...asArray(message['tool_calls']), ...legacy].flatMap(readCall)],
  };
}

function readCall(value: unknown): readonly MeaningPart[] {
  const call = asObject(asObject(value)?.['function']);
  const args = asString(call?.['arguments']) ?? '';
  return [
    {
      kind: 'call',
      name: asString(call?.['name']) ?? '',
      args: readArguments(args),
    },
  ];
}

/** Languages in which an empty object prints as an empty list have clients too. */
export function readArguments(text: string): JsonValue {
  const parsed = text === '' ? {} : (tryParseJson(text) ?? text);
  return Array.isArray(parsed) && parsed.length === 0 ? {} : parsed;
}

function readContent(content: unknown): readonly MeaningPart[] {
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  return asArray(content).flatMap((item) => readPart(asObject(item) ?? {}));
}

function readPart(part: JsonObject): readonly MeaningPart[] {
  switch (part['type']) {
    case 'text':
      return [{ kind: 'text', text: asString(part['text']) ?? '' }];
    case 'refusal':
      return [{ kind: 'text', text: asString(part['refusal']) ?? '' }];
    case 'image_url': {
      const image = part['image_url'];
      return [readUrl(asString(image) ?? asString(asObject(image)?.['url']) ?? '')];
    }
    case 'video_url':
      return [readUrl(asString(asObject(part['video_url'])?.['url']) ?? '')];
    case 'input_audio': {
      const audio = asObject(part['input_audio']);
      return [
        mediaPart(
          audio?.['format'] === 'mp3' ? 'audio/mpeg' : `audio/${asString(audio?.['format'])}`,
          asString(audio?.['data']) ?? '',
        ),
      ];
    }
    case 'file': {
      const file = asObject(part['file']);
      const data = asString(file?.['file_data']);
      return data === undefined
        ? [{ kind: 'file', uri: asString(file?.['file_id']) ?? '' }]
        : [...fileName(file?.['filename']), readUrl(data)];
    }
    default:
      return [];
  }
}

/** A file's name as words, but for those that only tell its type: the API wants each file to have one. */
export function fileName(given: unknown): readonly MeaningPart[] {
  const name = asString(given);
  return name === undefined || /^file\.\w+$/u.test(name) ? [] : [{ kind: 'text', text: name }];
}

/** A `data:` address holds the media itself. */
export function readUrl(url: string): MeaningPart {
  const inline = /^data:([^;,]*)[^,]*;base64,(.*)$/su.exec(url);
  if (inline) return mediaPart(inline[1] ?? '', inline[2] ?? '');
  const { bytes, mimeType } = standInMedia(url);
  return mediaPart(mimeType, bytes.toString('base64'));
}

function readTool(tool: JsonObject) {
  const declared = asObject(tool['function']);
  const schema = normaliseSchema(declared?.['parameters'] ?? { type: 'object' });
  return [
    asString(declared?.['name']) ?? '',
    { description: asString(declared?.['description']) ?? '', schema },
  ] as const;
}

function readToolChoice(value: unknown): Meaning['toolChoice'] {
  if (value === 'required' || value === 'any') return { mode: 'any', names: [] };
  if (value === 'none') return { mode: 'none', names: [] };
  const choice = asObject(value);
  const name = asString(asObject(choice?.['function'])?.['name']) ?? asString(choice?.['name']);
  if (name !== undefined) return { mode: 'any', names: [name] };
  const allowed = asObject(choice?.['allowed_tools']);
  const names = asArray(allowed?.['tools']).flatMap(
    (tool) => asString(asObject(asObject(tool)?.['function'])?.['name']) ?? [],
  );
  return { mode: allowed?.['mode'] === 'required' ? 'any' : 'auto', names: names.sort() };
}

function readResponseFormat(format: JsonObject | undefined): Meaning['responseFormat'] {
  const schema = asObject(format?.['json_schema'])?.['schema'];
  const json = format?.['type'] === 'json_schema' || format?.['type'] === 'json_object';
  return { json, schema: schema === undefined ? undefined : normaliseSchema(schema) };
}

/** OpenAI's word, and those of compatible services: `reasoning: {…}`, `thinking: {type}`. */
function readThinking(body: JsonObject): Meaning['thinking'] {
  const reasoning = asObject(body['reasoning']);
  const thinking = asObject(body['thinking']);
  if (reasoning?.['enabled'] === false || thinking?.['type'] === 'disabled') return false;
  const effort = asString(reasoning?.['effort'] ?? body['reasoning_effort']);
  if (effort !== undefined) return effort === 'minimal' ? 'least' : effort !== 'none';
  return (reasoning?.['max_tokens'] ?? thinking?.['budget_tokens']) === undefined ? undefined : true;
}

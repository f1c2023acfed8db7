// Reads a Responses request.

import {
  asArray,
  asNumber,
  asObject,
  asString,
  type JsonObject,
  type JsonValue,
} from '../../src/lib/json.ts';
import { jsonObjects } from './json-objects.ts';
import { mediaPart, mergeTurns, type Meaning, type MeaningPart, type MeaningTurn } from './meaning.ts';
import { normaliseSchema } from './normalise-schema.ts';
import { fileName, readArguments, readUrl } from './read-openai-meaning.ts';
import { serverToolName } from './server-tool-name.ts';
import { bareToolResult } from './tool-result.ts';

/** https://platform.openai.com/docs/api-reference/responses/create */
export function readResponsesMeaning(value: JsonValue): Meaning {
  const body = asObject(value) ?? {};
  const { input } = body;
  const items: readonly JsonObject[] =
    typeof input === 'string' ? [{ role: 'user', content: input }] : jsonObjects(input);
  // Tools come in namespaces, and some of them later, in the input.
  const tools = [
    ...jsonObjects(body['tools']),
    ...items.flatMap((item) => jsonObjects(item['tools'])),
  ].flatMap((tool) =>
    tool['type'] === 'namespace'
      ? jsonObjects(tool['tools']).map((inner) => Object.assign({}, inner, { namespace: tool['name'] ?? '' }))
      : [tool],
  );
  const head = items.findIndex((item) => !isSystem(item));
  const system = items
    .slice(0, head === -1 ? items.length : head)
    .flatMap(({ content }) => readContent(content));
  const format = asObject(asObject(body['text'])?.['format']);
  return {
    system: [
      ...(asString(body['instructions']) === undefined ? [] : [asString(body['instructions'])]),
      ...system.map((part) => (part.kind === 'text' ? part.text : '')),
    ].join('\n'),
    turns: mergeTurns(
      (head === -1 ? [] : items.slice(head)).flatMap((item) => readItem(item, callNames(items))),
    ),
    tools: new Map(tools.filter(({ type }) => type === 'function' || type === 'custom').map(readTool)),
    serverTools: tools
      .filter(({ type }) => type !== 'function' && type !== 'custom')
      .map(({ type }) => serverToolName(type))
      .sort(),
    toolChoice: readToolChoice(body['tool_choice']),
    maxTokens: asNumber(body['max_output_tokens']),
    temperature: asNumber(body['temperature']),
    topP: asNumber(body['top_p']),
    topK: undefined,
    seed: undefined,
    stop: [],
    responseFormat: {
      json: format?.['type'] === 'json_schema' || format?.['type'] === 'json_object',
      schema: format?.['schema'] === undefined ? undefined : normaliseSchema(format['schema']),
    },
    thinking: readThinking(asObject(body['reasoning'])),
  };
}

function isSystem({ role, type }: JsonObject): boolean {
  return (type === undefined || type === 'message') && (role === 'system' || role === 'developer');
}

function callNames(items: readonly JsonObject[]): ReadonlyMap<unknown, string> {
  return new Map(
    items.flatMap((item) => {
      const typed = /^(\w+)_call$/u.exec(asString(item['type']) ?? '')?.[1];
      const name = item['name'] === undefined ? typed : qualifiedName(item);
      return name === undefined || item['call_id'] === undefined ? [] : [[item['call_id'], name] as const];
    }),
  );
}

function readItem(item: JsonObject, names: ReadonlyMap<unknown, string>): readonly MeaningTurn[] {
  switch (item['type'] ?? 'message') {
    case 'message':
      return [{ role: item['role'] === 'assistant' ? 'model' : 'user', parts: readContent(item['content']) }];
    case 'function_call': {
      const args = readArguments(asString(item['arguments']) ?? '');
      return [{ role: 'model', parts: [{ kind: 'call', name: qualifiedName(item), args }] }];
    }
    case 'custom_tool_call': {
      const args = { input: item['input'] ?? '' };
      return [{ role: 'model', parts: [{ kind: 'call', name: qualifiedName(item), args }] }];
    }
    case 'function_call_output':
    case 'custom_tool_call_output':
      return [{ role: 'user', parts: readOutput(item, names) }];
    default:
      return readTyped(item, names);
  }
}

/** Tools of the client's that have a type of their own, and what they gave. */
function readTyped(item: JsonObject, names: ReadonlyMap<unknown, string>): readonly MeaningTurn[] {
  const [, name, output] = /^(\w+?)_call(_output)?$/u.exec(asString(item['type']) ?? '') ?? [];
  if (typeof item['call_id'] !== 'string' || item['execution'] === 'server') return [];
  if (item['type'] === 'tool_search_output') {
    const content = { tools: jsonObjects(item['tools']).map(qualifiedName) };
    return [{ role: 'user', parts: [{ kind: 'result', name: 'tool_search', content }] }];
  }
  if (name === undefined) return [];
  if (output !== undefined) return [{ role: 'user', parts: readOutput(item, names) }];
  const args = item['action'] ?? item['operation'] ?? item['arguments'] ?? {};
  return [{ role: 'model', parts: [{ kind: 'call', name, args }] }];
}

function qualifiedName({ name, namespace }: JsonObject): string {
  const bare = asString(name) ?? '';
  const space = asString(namespace);
  return space === undefined ? bare : `${space}__${bare}`;
}

function readOutput(item: JsonObject, names: ReadonlyMap<unknown, string>): readonly MeaningPart[] {
  const name = names.get(item['call_id']) ?? '';
  const { output } = item;
  if (!Array.isArray(output)) return [{ kind: 'result', name, content: bareToolResult(output) }];
  const parts = readContent(output);
  const text = parts.map((part) => (part.kind === 'text' ? part.text : '')).join('\n');
  return [
    { kind: 'result', name, content: bareToolResult(text) },
    ...parts.filter(({ kind }) => kind !== 'text'),
  ];
}

function readContent(content: unknown): readonly MeaningPart[] {
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  return asArray(content).flatMap((item) => readPart(asObject(item) ?? {}));
}

function readPart(part: JsonObject): readonly MeaningPart[] {
  switch (part['type']) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return [{ kind: 'text', text: asString(part['text']) ?? '' }];
    case 'refusal':
      return [{ kind: 'text', text: asString(part['refusal']) ?? '' }];
    case 'input_image': {
      const url = asString(part['image_url']);
      return [url === undefined ? { kind: 'file', uri: asString(part['file_id']) ?? '' } : readUrl(url)];
    }
    case 'input_file': {
      const data = asString(part['file_data']) ?? asString(part['file_url']);
      const file: MeaningPart =
        data === undefined ? { kind: 'file', uri: asString(part['file_id']) ?? '' } : readUrl(data);
      return [...fileName(part['filename']), file];
    }
    case 'input_audio': {
      const audio = asObject(part['input_audio']) ?? part;
      const format = asString(audio['format']);
      return [mediaPart(format === 'mp3' ? 'audio/mpeg' : `audio/${format}`, asString(audio['data']) ?? '')];
    }
    default:
      return [];
  }
}

function readTool(tool: JsonObject) {
  const custom = { type: 'object', properties: { input: { type: 'string' } }, required: ['input'] };
  const schema = tool['type'] === 'custom' ? custom : (tool['parameters'] ?? { type: 'object' });
  return [
    qualifiedName(tool),
    { description: asString(tool['description']) ?? '', schema: normaliseSchema(schema) },
  ] as const;
}

function readToolChoice(value: unknown): Meaning['toolChoice'] {
  if (value === 'required') return { mode: 'any', names: [] };
  if (value === 'none') return { mode: 'none', names: [] };
  const choice = asObject(value);
  if (choice?.['type'] === 'allowed_tools') {
    const names = jsonObjects(choice['tools']).flatMap(({ name }) => asString(name) ?? []);
    return { mode: choice['mode'] === 'required' ? 'any' : 'auto', names: names.sort() };
  }
  const name =
    asString(choice?.['name']) ?? (choice === undefined ? undefined : serverToolName(choice['type']));
  return name === undefined ? { mode: 'auto', names: [] } : { mode: 'any', names: [name] };
}

function readThinking(reasoning: JsonObject | undefined): Meaning['thinking'] {
  const effort = asString(reasoning?.['effort']);
  return effort === undefined ? undefined : effort === 'minimal' ? 'least' : effort !== 'none';
}

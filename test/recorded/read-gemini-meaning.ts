// Reads a Gemini request leniently, as Google does: camelCase or snake_case, parts as an object, enums in any case.

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
import { bareToolResult } from './tool-result.ts';

/** https://ai.google.dev/api/generate-content */
export function readGeminiMeaning(value: JsonValue): Meaning {
  const body = camelKeys(asObject(value) ?? {});
  const config = camelKeys(asObject(body['generationConfig']) ?? {});
  const tools = jsonObjects(body['tools']).map(camelKeys);
  const declarations = tools.flatMap((tool) => jsonObjects(tool['functionDeclarations']));
  return {
    system: partsOf(body['systemInstruction'])
      .map(({ text }) => asString(text) ?? '')
      .join('\n'),
    turns: mergeTurns(
      asArray(body['contents']).map((content) => ({
        role: asObject(content)?.['role'] === 'model' ? 'model' : 'user',
        parts: partsOf(content).flatMap(readPart),
      })),
    ),
    tools: new Map(
      declarations.map(camelKeys).map((item) => [asString(item['name']) ?? '', readDeclaration(item)]),
    ),
    serverTools: tools
      .flatMap((tool) => Object.keys(tool).filter((name) => name !== 'functionDeclarations'))
      .sort(),
    toolChoice: readToolChoice(body),
    maxTokens: asNumber(config['maxOutputTokens']),
    temperature: asNumber(config['temperature']),
    topP: asNumber(config['topP']),
    topK: asNumber(config['topK']),
    seed: asNumber(config['seed']),
    stop: asArray(config['stopSequences']).map(String),
    responseFormat: readResponseFormat(config),
    thinking: readThinking(camelKeys(asObject(config['thinkingConfig']) ?? {})),
  };
}

function camelKeys(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [
        name.replaceAll(/_([a-z])/gu, (_all, letter: string) => letter.toUpperCase()),
        value,
      ]),
  );
}

function partsOf(content: unknown): readonly JsonObject[] {
  if (typeof content === 'string') return [{ text: content }];
  const parts = asObject(content)?.['parts'];
  return jsonObjects(asObject(parts) ? [parts] : parts).map(camelKeys);
}

function readPart(part: JsonObject): readonly MeaningPart[] {
  if (part['thought'] === true) return [];
  const text = asString(part['text']);
  if (text !== undefined) return [{ kind: 'text', text }];
  const call = asObject(part['functionCall']);
  if (call) return [{ kind: 'call', name: asString(call['name']) ?? '', args: call['args'] ?? {} }];
  const result = asObject(part['functionResponse']);
  if (result) {
    const content = bareToolResult(result['response']);
    const media = asArray(result['parts']).flatMap((inner) => readPart(camelKeys(asObject(inner) ?? {})));
    return [{ kind: 'result', name: asString(result['name']) ?? '', content }, ...media];
  }
  const inline = camelKeys(asObject(part['inlineData']) ?? {});
  if (asString(inline['data']) !== undefined)
    return [mediaPart(asString(inline['mimeType']) ?? '', asString(inline['data']) ?? '')];
  const file = camelKeys(asObject(part['fileData']) ?? {});
  const uri = asString(file['fileUri']);
  if (uri === undefined) return [];
  return FETCHED_BY_GOOGLE.test(uri) || !/^https?:/u.test(uri) ? [{ kind: 'file', uri }] : [readUrl(uri)];
}

/** Other addresses are fetched by the gateway for vendors that do not read them. */
const FETCHED_BY_GOOGLE = /^https:\/\/(?:www\.youtube\.com|youtu\.be|generativelanguage\.googleapis\.com)\//u;

function readDeclaration(item: JsonObject) {
  return {
    description: asString(item['description']) ?? '',
    schema: normaliseSchema(item['parametersJsonSchema'] ?? item['parameters'] ?? { type: 'object' }),
  };
}

function readToolChoice(body: JsonObject): Meaning['toolChoice'] {
  const config = camelKeys(
    asObject(camelKeys(asObject(body['toolConfig']) ?? {})['functionCallingConfig']) ?? {},
  );
  const mode = asString(config['mode'])?.toLowerCase();
  const names = asArray(config['allowedFunctionNames']).map(String).sort();
  return { mode: mode === 'any' || mode === 'none' ? mode : 'auto', names };
}

function readResponseFormat(config: JsonObject): Meaning['responseFormat'] {
  const schema = config['responseJsonSchema'] ?? config['responseSchema'];
  const json = asString(config['responseMimeType']) === 'application/json';
  return { json, schema: schema === undefined ? undefined : normaliseSchema(schema) };
}

function readThinking(config: JsonObject): Meaning['thinking'] {
  const level = asString(config['thinkingLevel'])?.toLowerCase();
  const budget = asNumber(config['thinkingBudget']);
  // -1 leaves it to the model; thoughts that are to be shown say nothing about how many there should be.
  if (budget !== undefined && budget !== -1) return budget !== 0;
  return level === undefined ? undefined : level === 'minimal' ? 'least' : true;
}

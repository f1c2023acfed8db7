// `generationConfig` → sampling, ceilings, format and reasoning of the canonical request.
// https://ai.google.dev/api/generate-content#generationconfig

import type { Loss } from '../../canon/loss.ts';
import type { CanonRequest, Reasoning, ReasoningEffort, ResponseFormat } from '../../canon/request.ts';
import { asString, isObject, type JsonObject } from '../../lib/json.ts';
import { parseSchema } from './parse-schema.ts';
import {
  camelCase,
  invalidField,
  joinPath,
  readBoolean,
  readEnum,
  readField,
  readList,
  readNumber,
  readObject,
  readString,
  readWhole,
} from './read-field.ts';

const PATH = 'generationConfig';

const CARRIED = new Set(
  (
    'temperature topP topK candidateCount maxOutputTokens stopSequences seed presencePenalty frequencyPenalty ' +
    'responseLogprobs logprobs responseMimeType responseSchema responseJsonSchema _responseJsonSchema responseFormat ' +
    'responseModalities thinkingConfig'
  ).split(' '),
);

/** What `generationConfig` says of a request, by the canon's names. */
export type ParsedConfig = Pick<
  CanonRequest,
  'sampling' | 'maxOutputTokens' | 'stop' | 'responseFormat' | 'reasoning' | 'outputModalities'
> & {
  /** Fields that only Google's models know. */
  readonly own: JsonObject;
};

/** Parses the config of a body; empty where there is none. */
export function parseGenerationConfig(body: JsonObject, loss: Loss): ParsedConfig {
  const config = readObject(body, PATH, '') ?? {};
  const wantsLogprobs = readBoolean(config, 'responseLogprobs', PATH);
  const logprobs = readWhole(config, 'logprobs', PATH);
  const own: JsonObject = {};
  for (const [given, value] of Object.entries(config)) {
    const name = given.startsWith('_') ? given : camelCase(given);
    if (CARRIED.has(name) || value === null || value === undefined) continue;
    own[name] = value;
    loss.add(/^\w{1,64}$/u.test(name) ? `${PATH}.${name}` : PATH);
  }
  return {
    sampling: {
      temperature: readNumber(config, 'temperature', PATH),
      topP: readNumber(config, 'topP', PATH),
      topK: readWhole(config, 'topK', PATH),
      seed: readWhole(config, 'seed', PATH),
      presencePenalty: readNumber(config, 'presencePenalty', PATH),
      frequencyPenalty: readNumber(config, 'frequencyPenalty', PATH),
      topLogprobs: wantsLogprobs === true ? (logprobs ?? 0) : undefined,
      candidateCount: readWhole(config, 'candidateCount', PATH),
    },
    maxOutputTokens: parseCeiling(config),
    stop: parseStop(config),
    responseFormat: parseFormat(config, loss),
    reasoning: parseThinking(config, loss),
    outputModalities: parseModalities(config, loss),
    own,
  };
}

/** Zero is how a client with protocol buffers says nothing. */
function parseCeiling(config: JsonObject): number | undefined {
  const ceiling = readWhole(config, 'maxOutputTokens', PATH);
  if (ceiling === undefined || ceiling === 0) return undefined;
  if (ceiling > 0) return ceiling;
  throw invalidField(joinPath(PATH, 'maxOutputTokens'), 'must be positive');
}

function parseStop(config: JsonObject): readonly string[] {
  return readList(config, 'stopSequences').map((sequence, index) => {
    if (typeof sequence === 'string') return sequence;
    throw invalidField(`${PATH}.stopSequences[${index}]`, 'expected a string');
  });
}

/** The newer `responseFormat`, JSON Schema, or the older schema of Google's own. */
function parseFormat(config: JsonObject, loss: Loss): ResponseFormat | undefined {
  const text = readObject(readObject(config, 'responseFormat', PATH) ?? {}, 'text', `${PATH}.responseFormat`);
  const mimeType = text ? readString(text, 'mimeType', PATH) : readString(config, 'responseMimeType', PATH);
  const standard =
    (text && readField(text, 'schema')) ??
    readField(config, 'responseJsonSchema') ??
    config['_responseJsonSchema'] ??
    undefined;
  const own = readObject(config, 'responseSchema', PATH);
  const schema = isObject(standard) ? standard : own && parseSchema(own);
  if (schema) return { type: 'json-schema', schema };
  if (mimeType === undefined || mimeType === 'text/plain') return undefined;
  if (mimeType === 'application/json') return { type: 'json' };
  loss.add(`${PATH}.responseMimeType`);
  return undefined;
}

const levels: ReadonlyMap<string, ReasoningEffort> = new Map([
  ['MINIMAL', 'minimal'],
  ['LOW', 'low'],
  ['MEDIUM', 'medium'],
  ['HIGH', 'high'],
]);

function parseThinking(config: JsonObject, loss: Loss): Reasoning | undefined {
  const thinking = readObject(config, 'thinkingConfig', PATH);
  if (!thinking) return undefined;
  const path = `${PATH}.thinkingConfig`;
  const word = readEnum(thinking, 'thinkingLevel', path);
  const effort = word === undefined ? undefined : levels.get(word);
  if (word !== undefined && effort === undefined && word !== 'THINKING_LEVEL_UNSPECIFIED')
    loss.add(`${path}.thinkingLevel`);
  const budgetTokens = readWhole(thinking, 'thinkingBudget', path);
  const includeSummary = readBoolean(thinking, 'includeThoughts', path);
  if (effort === undefined && budgetTokens === undefined && includeSummary === undefined) return undefined;
  return { effort, budgetTokens, includeSummary };
}

const modalities: ReadonlyMap<string, 'text' | 'image' | 'audio'> = new Map([
  ['TEXT', 'text'],
  ['IMAGE', 'image'],
  ['AUDIO', 'audio'],
]);

function parseModalities(config: JsonObject, loss: Loss): CanonRequest['outputModalities'] {
  const kinds: ('text' | 'image' | 'audio')[] = [];
  for (const item of readList(config, 'responseModalities')) {
    const kind = modalities.get(asString(item)?.toUpperCase() ?? '');
    if (kind === undefined) loss.add(`${PATH}.responseModalities`);
    else kinds.push(kind);
  }
  return kinds.length === 0 ? undefined : kinds;
}

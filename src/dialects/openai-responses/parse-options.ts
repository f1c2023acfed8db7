// The fields of a request that say how to answer, not what: format, reasoning, sampling, limits.
// https://platform.openai.com/docs/api-reference/responses/create

import type { Loss } from '../../canon/loss.ts';
import type { Reasoning, ReasoningEffort, ResponseFormat, Sampling } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import {
  readArray,
  readBoolean,
  readInteger,
  readNumber,
  readObject,
  readString,
  refuse,
} from '../openai-field-reader.ts';

/** `text.format`; undefined when the caller named none. */
export function parseResponseFormat(body: JsonObject): ResponseFormat | undefined {
  const text = readObject(body, 'text');
  const format = text === undefined ? undefined : readObject(text, 'format', 'text.');
  if (format === undefined) return undefined;
  const at = 'text.format.';
  const type = readString(format, 'type', at);
  if (type === 'text') return { type };
  if (type === 'json_object') return { type: 'json' };
  if (type !== 'json_schema') throw refuse(`${at}type`, 'text, json_object or json_schema', type);
  const schema = readObject(format, 'schema', at);
  if (schema === undefined) throw refuse(`${at}schema`, 'a JSON Schema');
  return {
    type: 'json-schema',
    schema,
    name: readString(format, 'name', at),
    description: readString(format, 'description', at),
    strict: readBoolean(format, 'strict', at),
  };
}

const efforts: readonly ReasoningEffort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/** `reasoning`; any kind of summary asks for summaries. */
export function parseReasoning(body: JsonObject): Reasoning | undefined {
  const reasoning = readObject(body, 'reasoning');
  if (reasoning === undefined) return undefined;
  const said = readString(reasoning, 'effort', 'reasoning.');
  const effort = efforts.find((known) => known === said);
  if (said !== undefined && effort === undefined) throw refuse('reasoning.effort', efforts.join(', '), said);
  const summary =
    readString(reasoning, 'summary', 'reasoning.') ?? readString(reasoning, 'generate_summary', 'reasoning.');
  if (effort === undefined && summary === undefined) return undefined;
  return {
    ...(effort !== undefined && { effort }),
    ...(summary !== undefined && { includeSummary: summary !== 'none' }),
  };
}

/** Reads the sampling fields of a request; each stays undefined unless set. */
export function parseSampling(body: JsonObject): Sampling {
  const top = readInteger(body, 'top_logprobs', 0);
  const wanted = readArray(body, 'include')?.includes('message.output_text.logprobs') ?? false;
  const sampling: { -readonly [Name in keyof Sampling]: Sampling[Name] } = {};
  const temperature = readNumber(body, 'temperature');
  const topP = readNumber(body, 'top_p');
  if (temperature !== undefined) sampling.temperature = temperature;
  if (topP !== undefined) sampling.topP = topP;
  if (wanted || (top !== undefined && top > 0)) sampling.topLogprobs = top ?? 0;
  return sampling;
}

/** Read by the parsers of this folder, or of no effect on the answer. */
const carried: ReadonlySet<string> = new Set(
  (
    'model input instructions tools tool_choice parallel_tool_calls text reasoning temperature top_p top_logprobs ' +
    'max_output_tokens stream stream_options store previous_response_id include user safety_identifier metadata ' +
    'prompt_cache_key prompt_cache_retention prompt_cache_options client_metadata background conversation'
  ).split(' '),
);

const defaults: Readonly<Record<string, string>> = { service_tier: 'auto default', truncation: 'disabled' };

/** Adds to `loss` what the request asks for and no canonical field holds. Odd names are not repeated. */
export function reportLoss(body: JsonObject, loss: Loss): void {
  for (const [name, value] of Object.entries(body)) {
    if (carried.has(name) || value === null || value === undefined || value === false) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    if (typeof value === 'string' && defaults[name]?.split(' ').includes(value) === true) continue;
    loss.add(/^[\w.-]{1,64}$/u.test(name) ? name : 'an unknown field');
  }
  const verbosity = readString(readObject(body, 'text') ?? {}, 'verbosity', 'text.');
  if (verbosity !== undefined && verbosity !== 'medium') loss.add('text.verbosity');
}

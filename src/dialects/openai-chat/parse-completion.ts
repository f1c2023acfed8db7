// `/v1/completions`, the older form: body → canonical requests, one for each prompt.
// https://platform.openai.com/docs/api-reference/completions/create

import type { Loss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import { asArray, asNumber, asObject, type JsonObject } from '../../lib/json.ts';
import { readBoolean, readField, readInteger, readString, refuse } from '../openai-field-reader.ts';
import { parseSampling, parseStop } from './parse-sampling.ts';
import { reportLoss } from './report-loss.ts';

/** A prompt is a conversation of one turn, since that is what chat models are asked. */
export interface CompletionCall {
  /** One for each prompt. */
  readonly requests: readonly CanonRequest[];
  readonly form: CompletionForm;
}

/** The form that the answer is to have. */
export interface CompletionForm {
  /** Choices of one prompt. */
  readonly choices: number;
  /** Put before the texts, where the caller wants its prompt back. */
  readonly echoed: readonly string[];
  readonly includeUsage: boolean;
}

/** Each is a call of its own at providers that know conversations only. */
const MOST_PROMPTS = 32;

const own: ReadonlySet<string> = new Set(['prompt', 'echo', 'logprobs', 'best_of']);

/** Throws GatewayError `invalid_request` with the field's name in `param`. */
export function parseCompletion(body: JsonObject, model: string, loss: Loss): CompletionCall {
  const prompts = parsePrompts(body);
  const echo = readBoolean(body, 'echo') === true;
  const logprobs = readInteger(body, 'logprobs', 0);
  const sampling = parseSampling({ ...body, logprobs: null, top_logprobs: null });
  const choices = sampling.candidateCount ?? 1;
  readString(body, 'suffix');
  if ((readInteger(body, 'best_of', 1) ?? 1) > choices) loss.add('best_of');
  // The tokens of the prompt have no probabilities that a conversation could tell.
  if (echo && logprobs !== undefined) loss.add('echo.logprobs');
  reportLoss(Object.fromEntries(Object.entries(body).filter(([name]) => !own.has(name))), loss);
  const request = {
    model,
    system: [],
    tools: [],
    sampling: { ...sampling, topLogprobs: logprobs },
    maxOutputTokens: readInteger(body, 'max_tokens', 1),
    stop: parseStop(body),
    // Several are told together, once the last is whole: each is asked by itself.
    stream: readBoolean(body, 'stream') === true && prompts.length === 1,
    includeUsage: wantsUsage(body),
    userId: readString(body, 'user'),
  };
  return {
    requests: prompts.map((text) => ({
      ...request,
      messages: [{ role: 'user', parts: [{ type: 'text', text }] }],
    })),
    form: { choices, echoed: echo ? prompts : [], includeUsage: request.includeUsage },
  };
}

/** How many choices the answer will have; never throws. */
export function countChoices(body: JsonObject): number {
  const { prompt } = body;
  const list = asArray(prompt);
  const prompts = list.length === 0 || typeof list[0] === 'number' ? 1 : list.length;
  return prompts * Math.max(1, asNumber(body['n']) ?? 1);
}

function wantsUsage(body: JsonObject): boolean {
  return asObject(body['stream_options'])?.['include_usage'] === true;
}

function parsePrompts(body: JsonObject): readonly string[] {
  const prompt = readField(body, 'prompt');
  if (prompt === undefined) throw refuse('prompt', 'a string or an array of strings');
  const list = Array.isArray(prompt) ? prompt : [prompt];
  if (list.length === 0) throw refuse('prompt', 'at least one text', prompt);
  if (typeof list[0] === 'number' || Array.isArray(list[0])) {
    // Token numbers mean something to OpenAI's tokenizers only; no other provider can read them.
    throw refuse('prompt', 'text: arrays of token numbers are not supported, send the text itself');
  }
  if (list.length > MOST_PROMPTS) throw refuse('prompt', `at most ${MOST_PROMPTS} texts`, list.length);
  return list.map((item, index) => {
    const at = Array.isArray(prompt) ? `prompt[${index}]` : 'prompt';
    if (typeof item !== 'string') throw refuse(at, 'a string', item);
    if (item === '') throw refuse(at, 'text that is not empty');
    return item;
  });
}

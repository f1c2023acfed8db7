// Sampling, ceilings and stop sequences of Chat Completions → canon. Nothing is set that the caller did not set.

import type { Sampling } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { readBoolean, readField, readInteger, readNumber, refuse } from '../openai-field-reader.ts';

/** Parses the sampling fields; ranges are the provider's to judge. */
export function parseSampling(body: JsonObject): Sampling {
  const candidates = readInteger(body, 'n', 1);
  return {
    temperature: readNumber(body, 'temperature'),
    topP: readNumber(body, 'top_p'),
    topK: readInteger(body, 'top_k', -Infinity),
    seed: readInteger(body, 'seed', -Infinity),
    presencePenalty: readNumber(body, 'presence_penalty'),
    frequencyPenalty: readNumber(body, 'frequency_penalty'),
    topLogprobs: parseLogprobs(body),
    // One is what everybody gets; models that cannot give several refuse even the mention.
    candidateCount: candidates === 1 ? undefined : candidates,
  };
}

/** `max_completion_tokens`, else the older `max_tokens`; both count reasoning. */
export function parseMaxOutputTokens(body: JsonObject): number | undefined {
  const older = readInteger(body, 'max_tokens', 1);
  return readInteger(body, 'max_completion_tokens', 1) ?? older;
}

/** Stop sequences; empty ones say nothing and providers refuse them. */
export function parseStop(body: JsonObject): readonly string[] {
  const stop = readField(body, 'stop');
  if (stop === undefined) return [];
  const list = Array.isArray(stop) ? stop : [stop];
  return list.filter((item, index): item is string => {
    if (typeof item !== 'string')
      throw refuse(Array.isArray(stop) ? `stop[${index}]` : 'stop', 'a string or an array of strings', item);
    return item !== '';
  });
}

function parseLogprobs(body: JsonObject): number | undefined {
  const wanted = readBoolean(body, 'logprobs');
  const top = readInteger(body, 'top_logprobs', 0);
  if (wanted === false) return undefined;
  return wanted === true ? (top ?? 0) : top === 0 ? undefined : top;
}

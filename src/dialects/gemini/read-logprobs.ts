// Google's logprobsResult → entries in the shape of OpenAI's `logprobs.content`.
// https://ai.google.dev/api/generate-content#LogprobsResult

import { asArray, asObject, asString, type JsonObject } from '../../lib/json.ts';
import { wireNumber } from './wire-number.ts';

/** One entry for each chosen token; undefined when there is no result. */
export function readGeminiLogprobs(logprobsResult: unknown): JsonObject[] | undefined {
  const result = asObject(logprobsResult);
  if (!result) return undefined;
  const alternatives = asArray(result['topCandidates']);
  return asArray(result['chosenCandidates']).map((chosen, at) =>
    Object.assign(entry(chosen), {
      top_logprobs: asArray(asObject(alternatives[at])?.['candidates']).map(entry),
    }),
  );
}

function entry(candidate: unknown): JsonObject {
  const token = asString(asObject(candidate)?.['token']) ?? '';
  return {
    token,
    logprob: wireNumber(asObject(candidate)?.['logProbability']) ?? 0,
    bytes: [...Buffer.from(token)],
  };
}

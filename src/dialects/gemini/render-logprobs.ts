// Entries in the shape of OpenAI's `logprobs.content` → logprobsResult.
// https://ai.google.dev/api/generate-content#LogprobsResult

import { asArray, asNumber, asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';

/** The result; undefined when there are no entries. */
export function renderLogprobs(entries: JsonValue | undefined): JsonObject | undefined {
  const list = asArray(entries);
  if (list.length === 0) return undefined;
  return {
    chosenCandidates: list.map(candidate),
    topCandidates: list.map((entry) => ({
      candidates: asArray(asObject(entry)?.['top_logprobs']).map(candidate),
    })),
  };
}

function candidate(entry: unknown): JsonObject {
  const fields = asObject(entry);
  return {
    token: asString(fields?.['token']) ?? '',
    logProbability: asNumber(fields?.['logprob']) ?? 0,
  };
}

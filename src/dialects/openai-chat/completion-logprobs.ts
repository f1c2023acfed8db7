// Token figures as the older Completions has them: lists side by side, in place of a list of tokens.
// https://platform.openai.com/docs/api-reference/completions/object#completions-object-choices

import { asArray, asNumber, asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';

/** From canonical token entries; null where there are none. `textStart` is where the first token begins. */
export function renderCompletionLogprobs(entries: JsonValue | undefined, textStart: number): JsonValue {
  if (!Array.isArray(entries)) return null;
  const tokens: string[] = [];
  const figures: (number | null)[] = [];
  const alternatives: JsonObject[] = [];
  const offsets: number[] = [];
  let at = textStart;
  for (const item of entries) {
    const entry = asObject(item);
    const token = asString(entry?.['token']) ?? '';
    tokens.push(token);
    figures.push(asNumber(entry?.['logprob']) ?? null);
    alternatives.push(byToken(entry?.['top_logprobs']));
    offsets.push(at);
    at += token.length;
  }
  return { tokens, token_logprobs: figures, top_logprobs: alternatives, text_offset: offsets };
}

function byToken(list: JsonValue | undefined): JsonObject {
  const figures = asArray(list).flatMap((item) => {
    const token = asString(asObject(item)?.['token']);
    const figure = asNumber(asObject(item)?.['logprob']);
    return token === undefined || figure === undefined ? [] : [[token, figure] as const];
  });
  return Object.fromEntries(figures);
}

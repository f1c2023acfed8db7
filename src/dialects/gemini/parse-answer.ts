// A whole generateContent body → canonical answer.

import type { CanonAnswer } from '../../canon/answer.ts';
import { createStreamFold } from '../../canon/fold-stream.ts';
import type { CanonRequest } from '../../canon/request.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asArray, asObject, isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { createAnswerReader } from './answer-reader.ts';
import { unfenceJson } from './unfence-json.ts';
import { wireNumber } from './wire-number.ts';

/**
 * Parses an answer; an array of chunks (a stream without `alt=sse`) is read as one. Throws {@link GatewayError}:
 * `incomplete_answer` when the body is no answer or has no finish, the error itself when the body is one.
 * Big integers in tool arguments keep their digits when `body` was parsed with `tryParseJsonExact`.
 */
export function parseGeminiAnswer(body: JsonValue, request: CanonRequest): CanonAnswer {
  const fold = createStreamFold();
  let failure: GatewayError | undefined;
  const reader = createAnswerReader(request, (event) => {
    if (event.type === 'error') failure = event.error;
    fold.push(event);
  });
  const chunks = (Array.isArray(body) ? body : [body]).filter((chunk) => isObject(chunk));
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  const answer = fold.answer();
  if (!answer) throw failure ?? new GatewayError('incomplete_answer', 'The provider sent no answer.');
  const candidates = answer.candidates.map((candidate) => unfenceJson(candidate, request));
  return withExtras({ ...answer, candidates }, chunks);
}

/** Fields of a candidate that became part of the canon, or only repeat it. */
const carried = new Set(['content', 'finishReason', 'finishMessage', 'index', 'logprobsResult']);

/** What only this dialect says of a candidate (ratings, grounding as it came) stays beside it. */
function withExtras(answer: CanonAnswer, chunks: readonly JsonObject[]): CanonAnswer {
  const extras = new Map<number, JsonObject>();
  for (const chunk of chunks) {
    for (const [position, item] of asArray(chunk['candidates']).entries()) {
      const candidate = asObject(item) ?? {};
      const rest = Object.entries(candidate).filter(([name]) => !carried.has(name));
      const index = wireNumber(candidate['index']) ?? position;
      if (rest.length > 0) extras.set(index, { ...extras.get(index), ...Object.fromEntries(rest) });
    }
  }
  if (extras.size === 0) return answer;
  const candidates = answer.candidates.map((candidate) => {
    const own = extras.get(candidate.index);
    return own ? { ...candidate, extras: { gemini: own } } : candidate;
  });
  return { ...answer, candidates };
}

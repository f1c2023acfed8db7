// A whole chat completion → canonical answer. https://platform.openai.com/docs/api-reference/chat/object

import type { CanonAnswer } from '../../canon/answer.ts';
import { createStreamFold } from '../../canon/fold-stream.ts';
import type { CanonRequest } from '../../canon/request.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asArray, asNumber, asObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { createAnswerReader } from './answer-reader.ts';

/**
 * Parses an answer. Throws {@link GatewayError}: `incomplete_answer` when the body is no answer or has no finish, the
 * error itself when the body is one.
 */
export function parseOpenaiAnswer(body: JsonValue, request: CanonRequest): CanonAnswer {
  const fold = createStreamFold();
  let failure: GatewayError | undefined;
  const reader = createAnswerReader(request, (event) => {
    if (event.type === 'error') failure = event.error;
    fold.push(event);
  });
  const answer = asObject(Array.isArray(body) ? body[0] : body) ?? {};
  reader.push(answer);
  reader.end();
  const folded = fold.answer();
  if (!folded) throw failure ?? new GatewayError('incomplete_answer', 'The provider sent no answer.');
  return withExtras(folded, answer);
}

/** Fields that became part of the canon, or only say what this is. */
const carriedOfAnswer = new Set(['id', 'object', 'created', 'model', 'choices', 'usage']);
const carriedOfChoice = new Set(['index', 'message', 'delta', 'finish_reason', 'logprobs']);
const carriedOfMessage = new Set(
  (
    'role content refusal tool_calls function_call reasoning reasoning_content reasoning_details annotations audio ' +
    'images extra_content'
  ).split(' '),
);

/** What only this dialect says of an answer (fingerprint, service tier, filter results) stays beside it. */
function withExtras(answer: CanonAnswer, body: JsonObject): CanonAnswer {
  const own = rest(body, carriedOfAnswer);
  const choices = new Map<number, JsonObject>();
  for (const [position, item] of asArray(body['choices']).entries()) {
    const choice = asObject(item) ?? {};
    const message = rest(asObject(choice['message']) ?? {}, carriedOfMessage);
    const extras = { ...rest(choice, carriedOfChoice), ...(message && { message }) };
    if (Object.keys(extras).length > 0) choices.set(asNumber(choice['index']) ?? position, extras);
  }
  const candidates = answer.candidates.map((candidate) => {
    const extras = choices.get(candidate.index);
    return extras ? { ...candidate, extras: { 'openai-chat': extras } } : candidate;
  });
  return { ...answer, candidates, ...(own && { extras: { 'openai-chat': own } }) };
}

/** The fields that are not carried and say something; undefined when there are none. */
function rest(from: JsonObject, carried: ReadonlySet<string>): JsonObject | undefined {
  const kept = Object.entries(from).filter(
    ([name, value]) => !carried.has(name) && value !== null && value !== undefined,
  );
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

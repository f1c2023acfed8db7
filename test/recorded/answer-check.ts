// Whether a client got what the provider said: text, calls, ending and usage of a translated answer.

import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../src/lib/json.ts';
import type { ClientDialect } from './client-dialect.ts';
import { LINKED_MEDIUM } from './explain-answer.ts';
import { readGeminiAnswer, type AnswerMeaning } from './gemini-answer.ts';
import type { OutcomeState } from './outcome.ts';
import type { GatewayReply } from './replay-gateway.ts';

export interface Judgement {
  readonly state: OutcomeState;
  readonly reason: string;
}

const ASPECTS = ['text', 'calls', 'ending', 'usage'] as const;
const HOLDS: Judgement = { state: 'holds', reason: '' };

/** Compares what the provider answered with what the client of `dialect` was told. */
export function judgeAnswer(
  dialect: ClientDialect,
  reply: GatewayReply,
  answered: readonly JsonObject[],
  stream: boolean,
): Judgement {
  const body = reply.body.toString('utf8');
  const said = readGeminiAnswer(answered);
  const told = dialect.readAnswer(body, stream);
  if (told === undefined) {
    if (isFailedGeneration(said) && reply.status >= 500)
      return {
        state: 'excepted',
        reason: 'the model failed to make an answer: other dialects have no word for it but an error',
      };
    return { state: 'failed', reason: `no whole answer came back: ${reply.status} ${body.slice(0, 300)}` };
  }
  const aspect = ASPECTS.find((name) => !isDeepStrictEqual(toJson(said[name]), toJson(told[name])));
  if (aspect === undefined) return HOLDS;
  if (aspect === 'text' && told.text.replaceAll(LINKED_MEDIUM, '') === said.text)
    return { state: 'excepted', reason: 'a medium that the model made is written as Markdown' };
  if (aspect === 'usage' && dialect.mustCountInput && isEstimated(said, told))
    return {
      state: 'excepted',
      reason: 'Google counted no prompt tokens, and this dialect must state a number: an estimate',
    };
  return {
    state: 'failed',
    reason: `${aspect}: the provider said ${excerpt(said[aspect])}, the client was told ${excerpt(told[aspect])}`,
  };
}

function isFailedGeneration({ text, calls, ending }: AnswerMeaning): boolean {
  return text === '' && calls.length === 0 && ending === 'other';
}

function isEstimated(said: AnswerMeaning, told: AnswerMeaning): boolean {
  const same = { ...told.usage, inputTokens: 0 };
  return said.usage.inputTokens === 0 && isDeepStrictEqual(toJson(said.usage), toJson(same));
}

function toJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

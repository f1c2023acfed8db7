// One relayed call whose answer is wanted whole: the provider's bytes, once they were seen to be an answer.

import type { RelayFace } from '../dialects/dialect.ts';
import { tryParseJson } from '../lib/json.ts';
import { callWhole, type ProviderCall, type WholeAnswer } from './call-whole.ts';
import type { HeaderMap } from './client-sink.ts';
import type { Gateway } from './gateway.ts';
import { errorFailure } from './relay-reader.ts';
import type { RequestContext } from './request-context.ts';
import type { AttemptOutcome, Route } from './run-attempts.ts';

/** `passedHeaders` are names in lower case; every other header of the answer stays behind. */
export interface RelayedCall {
  readonly call: ProviderCall;
  /** Undefined: any JSON is an answer (counts, embeddings). */
  readonly face: RelayFace | undefined;
  readonly passedHeaders: readonly string[];
}

/** The provider's bytes, unchanged, with those of its headers that may pass. */
export interface RelayedAnswer {
  readonly headers: HeaderMap;
  readonly body: Buffer;
}

/** Sends, collects, and judges what came. */
export async function relayWhole(
  gateway: Gateway,
  context: RequestContext,
  route: Route,
  relayed: RelayedCall,
): Promise<AttemptOutcome<RelayedAnswer>> {
  const result = await callWhole(route, relayed.call, gateway.maxAnswerBytes, context.sink);
  if (result.type !== 'answer') return result;
  const { answer } = result;
  const value = { headers: passHeaders(answer.headers, relayed.passedHeaders), body: answer.body };
  const body = tryParseJson(answer.body.toString('utf8'));
  if (body === undefined) return { type: 'failed', failure: { type: 'broken', reason: 'truncated' } };
  const { face } = relayed;
  if (face === undefined) return { type: 'done', value, firstByteMs: answer.firstByteMs };
  const seen = face.inspectAnswer(body);
  if (seen.error !== undefined)
    return { type: 'failed', failure: errorFailure(face, seen.error, answer.headers) };
  if (route.withheldGoesOn && seen.withheld === true)
    return { type: 'failed', failure: { type: 'broken', reason: 'withheld' } };
  const usable = seen.hasContent ? seen.finished : seen.answersWithoutContent;
  // A second empty answer is believed if it says that it is finished.
  if (!usable && !(route.unusableAnswers > 0 && seen.finished)) {
    const reason = seen.failed ? 'failed_generation' : 'empty';
    return { type: 'failed', failure: { type: 'broken', reason } };
  }
  context.usage = seen.usage;
  context.modelGiven = seen.model ?? context.modelGiven;
  return { type: 'done', value, firstByteMs: answer.firstByteMs, usage: seen.usage, headers: answer.headers };
}

/** Those of the provider's headers that mean something to its clients. */
export function passHeaders(headers: WholeAnswer['headers'], names: readonly string[]): HeaderMap {
  const passed: HeaderMap = {};
  for (const name of names) {
    const value = headers[name];
    if (typeof value === 'string') passed[name] = value;
  }
  return passed;
}

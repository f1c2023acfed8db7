// Canonical answer → the body of a Messages answer. Of several candidates only the first is said: Messages knows one.

import type { CanonAnswer, Candidate } from '../../canon/answer.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderAnswerContext } from '../dialect.ts';
import { failedAnswer } from './failed-answer.ts';
import { renderBlocks } from './render-blocks.ts';
import { lazyInputEstimate, renderEnvelope, renderMessageId, thinkingManner } from './render-message.ts';
import { renderStop } from './render-stop.ts';
import { renderUsage } from './render-usage.ts';

/** Renders a message. Throws GatewayError `provider_error` for a `failed` finish, which Messages cannot express. */
export function renderAnswer(answer: CanonAnswer, context: RenderAnswerContext): JsonObject {
  const candidate = firstCandidate(answer);
  const stop = renderStop(candidate.finish, {
    toolCall: candidate.parts.some((part) => part.type === 'tool-call'),
    refusal: candidate.parts.some((part) => part.type === 'refusal'),
  });
  if (stop === undefined) throw failedAnswer(candidate.finish);
  return {
    ...renderEnvelope(renderMessageId(answer.id, context.requestId), answer.model),
    content: renderBlocks(candidate.parts, thinkingManner(context.request)),
    ...stop,
    usage: renderUsage(answer.usage, lazyInputEstimate(context.request)),
  };
}

function firstCandidate(answer: CanonAnswer): Candidate {
  const candidate = answer.candidates.find(({ index }) => index === 0) ?? answer.candidates[0];
  if (candidate === undefined) throw new GatewayError('incomplete_answer', 'the provider gave no candidate');
  return candidate;
}

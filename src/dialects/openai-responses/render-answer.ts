// Canonical answer → `response` object.

import type { CanonAnswer } from '../../canon/answer.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderAnswerContext } from '../dialect.ts';
import { candidateEvents } from './answer-events.ts';
import { OutputWriter } from './output-writer.ts';
import { renderOutcome } from './render-outcome.ts';
import { renderEnded } from './render-response.ts';

/**
 * Renders the first candidate: Responses knows one. Callers turn a `failed` finish into an error first; if one comes
 * here it leaves with status `failed`, never as a success.
 */
export function renderAnswer(answer: CanonAnswer, context: RenderAnswerContext): JsonObject {
  const writer = new OutputWriter(() => {}, context.requestId, context.request);
  const candidate = answer.candidates[0] ?? { index: 0, parts: [], finish: { kind: 'failed' } };
  for (const event of candidateEvents(candidate)) writer.write(event);
  return renderEnded(context, {
    model: answer.model,
    outcome: renderOutcome(candidate.finish, writer.hasRefusal),
    output: writer.output,
    usage: answer.usage,
  });
}

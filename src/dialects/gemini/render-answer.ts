// Canonical answer → the body of a generateContent answer.
// https://ai.google.dev/api/generate-content#generatecontentresponse

import type { CanonAnswer, Candidate } from '../../canon/answer.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderAnswerContext } from '../dialect.ts';
import { renderFinish } from './render-finish.ts';
import { createGrounding } from './render-grounding.ts';
import { renderLogprobs } from './render-logprobs.ts';
import { renderPart } from './render-parts.ts';
import { renderGeminiUsage } from './render-usage.ts';

/** Renders an answer, every candidate of it. */
export function renderGeminiAnswer(answer: CanonAnswer, context: RenderAnswerContext): JsonObject {
  const usageMetadata = renderGeminiUsage(answer.usage);
  return {
    candidates: answer.candidates.map(renderCandidate),
    ...(usageMetadata && { usageMetadata }),
    modelVersion: answer.model,
    responseId: answer.id ?? context.requestId,
  };
}

function renderCandidate(candidate: Candidate): JsonObject {
  const grounding = createGrounding();
  const parts: JsonObject[] = [];
  for (const part of candidate.parts) {
    if (part.type === 'server-tool') grounding.search(part);
    const rendered = renderPart(part);
    if (rendered === undefined) continue;
    if (part.type === 'text') grounding.text(part.text, part.citations ?? [], parts.length);
    parts.push(rendered);
  }
  const groundingMetadata = grounding.render();
  const logprobsResult = renderLogprobs(candidate.logprobs);
  return {
    content: { parts, role: 'model' },
    ...renderFinish(candidate.finish),
    index: candidate.index,
    ...(groundingMetadata && { groundingMetadata }),
    ...(logprobsResult && { logprobsResult }),
    // Google's own ratings and metadata go out as they came.
    ...candidate.extras?.gemini,
  };
}

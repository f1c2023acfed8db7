// Answers with status 200 that say nothing: blocked prompts, candidates without content, reasons other than STOP.
import type { JsonObject } from '../../lib/json.ts';
import type { SimulatedFault } from '../faults.ts';
import type { Reply } from '../reply.ts';
import type { GeminiAnswer } from './answer.ts';
import { identity, renderChunks, renderSingle, type AnswerForm } from './render-answer.ts';
import { renderUsage } from './usage.ts';

const MESSAGES: Readonly<Record<string, string>> = {
  MALFORMED_FUNCTION_CALL: 'Malformed function call: print(default_api.get_weather(city="Sparta")',
  UNEXPECTED_TOOL_CALL: 'Model tried to call an undeclared function: default_api.run',
  OTHER: 'Model failed to generate content due to internal error.',
};

/** The answer for `blocked-prompt[-REASON]` (Google's only form of `content-policy`), `empty`, `empty-candidates`, `finish-<REASON>`; undefined for other faults. */
export function emptyAnswer(
  fault: SimulatedFault,
  answer: GeminiAnswer,
  form: AnswerForm,
  stream: boolean,
  sse: boolean,
): Reply | undefined {
  const name = fault.fault === 'content-policy' ? 'blocked-prompt' : fault.fault;
  const usageMetadata = renderUsage({ ...answer.usage, answerTokens: 0 });
  const { modelVersion, responseId } = identity(form);
  const tail = { usageMetadata, modelVersion, responseId };
  if (name.startsWith('blocked-prompt')) {
    const blockReason = name.slice('blocked-prompt-'.length) || 'SAFETY';
    return renderSingle({ promptFeedback: { blockReason }, ...tail }, stream, sse);
  }
  if (name === 'empty-candidates') return renderSingle({ candidates: [], ...tail }, stream, sse);
  if (name === 'empty') {
    return renderSingle({ candidates: [{ content: { role: 'model' }, index: 0 }], ...tail }, stream, sse);
  }
  if (!name.startsWith('finish-')) return undefined;
  const last: JsonObject = { candidates: [finishCandidate(name.slice('finish-'.length))], ...tail };
  if (!stream || !fault.afterEvents) return renderSingle(last, stream, sse);
  const before = answer.parts.slice(0, fault.afterEvents).map((part) => ({
    candidates: [{ content: { parts: [part], role: 'model' }, index: 0 }],
    usageMetadata,
    modelVersion,
    responseId,
  }));
  return renderChunks([...before, last], sse);
}

function finishCandidate(finishReason: string): JsonObject {
  const candidate: JsonObject = { content: { role: 'model' }, finishReason, index: 0 };
  const finishMessage = MESSAGES[finishReason];
  if (finishMessage !== undefined) candidate['finishMessage'] = finishMessage;
  if (finishReason === 'RECITATION') {
    candidate['citationMetadata'] = {
      citationSources: [{ startIndex: 0, endIndex: 40, uri: 'https://example.com/book' }],
    };
  }
  if (finishReason === 'SAFETY') {
    candidate['safetyRatings'] = [
      { category: 'HARM_CATEGORY_DANGEROUS_CONTENT', probability: 'HIGH', blocked: true },
    ];
  }
  return candidate;
}

// Gemini's native API as a provider: the three ways across that the pipeline needs, and nothing of its own.

import type { ProviderFace } from '../dialect.ts';
import { parseGeminiAnswer } from './parse-answer.ts';
import { createGeminiStreamParser } from './parse-stream.ts';
import { renderGeminiRequest } from './render-request.ts';
import { FOREIGN_PROOFS } from './signature-mark.ts';

/** `generateContent` and `streamGenerateContent?alt=sse`: https://ai.google.dev/api/generate-content */
export const geminiProviderFace: ProviderFace = {
  name: 'gemini',
  renderRequest: renderGeminiRequest,
  parseAnswer: parseGeminiAnswer,
  createStreamParser: createGeminiStreamParser,
  foreignProofs: FOREIGN_PROOFS,
};

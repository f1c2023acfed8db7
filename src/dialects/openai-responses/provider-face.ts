// OpenAI Responses as a provider: the three ways across that the pipeline needs, and nothing of its own.

import type { ProviderFace } from '../dialect.ts';
import { parseAnswer } from './parse-answer.ts';
import { createStreamParser } from './parse-stream.ts';
import { renderRequest } from './render-request.ts';
import { FOREIGN_PROOFS } from './signature-mark.ts';

/** `POST /v1/responses`: https://platform.openai.com/docs/api-reference/responses/create */
export const openaiResponsesProviderFace: ProviderFace = {
  name: 'openai-responses',
  renderRequest,
  parseAnswer,
  createStreamParser,
  foreignProofs: FOREIGN_PROOFS,
};

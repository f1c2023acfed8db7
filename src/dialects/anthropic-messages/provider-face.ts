// Anthropic's Messages API as a provider: the three ways across that the pipeline needs, and nothing of its own.

import type { ProviderFace } from '../dialect.ts';
import { anthropicTraits } from './model-traits.ts';
import { parseAnthropicAnswer } from './parse-answer.ts';
import { createAnthropicStreamParser } from './parse-stream.ts';
import { renderAnthropicRequest } from './render-request.ts';
import { FOREIGN_PROOFS } from './signature-mark.ts';

/** `POST /v1/messages`, whole and streamed: https://platform.claude.com/docs/en/api/messages */
export const anthropicMessagesProviderFace: ProviderFace = {
  name: 'anthropic-messages',
  renderRequest: renderAnthropicRequest,
  parseAnswer: parseAnthropicAnswer,
  createStreamParser: createAnthropicStreamParser,
  foreignProofs: FOREIGN_PROOFS,
  // Of a foreign server that speaks this dialect nothing is known.
  prefill: (model) => (/claude/iu.test(model) && anthropicTraits(model).prefill ? 'append' : undefined),
};

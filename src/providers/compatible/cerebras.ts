// Cerebras. https://inference-docs.cerebras.ai/resources/openai

import { createOpenaiVerdicts } from '../openai/verdicts.ts';
import { endpointsAt } from '../endpoint.ts';
import { defineCompatible } from './define-compatible.ts';

/** Cerebras. */
export const cerebras = defineCompatible({
  name: 'cerebras',
  baseUrl: 'https://api.cerebras.ai/v1',
  quirks: {
    maxTokensField: 'max_completion_tokens',
    textContent: 'text',
    media: [],
    // Answered 400: https://inference-docs.cerebras.ai/resources/openai
    dropped: ['frequency_penalty', 'presence_penalty', 'n'],
    effortModels: /gpt-oss/u,
    efforts: ['low', 'medium', 'high'],
  },
  // https://inference-docs.cerebras.ai/support/rate-limits
  verdicts: createOpenaiVerdicts({ limitHeaders: { 'requests-day': 'rpd', 'tokens-minute': 'tpm' } }),
  paths: { embeddings: undefined },
  // https://inference-docs.cerebras.ai/api-reference/completions
  endpoints: endpointsAt(['completions']),
});

// Groq. https://console.groq.com/docs/openai

import { createOpenaiVerdicts } from '../openai/verdicts.ts';
import { endpointsAt } from '../endpoint.ts';
import { defineCompatible } from './define-compatible.ts';

/** Groq. */
export const groq = defineCompatible({
  name: 'groq',
  baseUrl: 'https://api.groq.com/openai/v1',
  quirks: {
    maxTokensField: 'max_completion_tokens',
    // Each of these is answered 400: https://console.groq.com/docs/openai#currently-unsupported-openai-features
    dropped: ['logprobs', 'top_logprobs', 'n'],
    // https://console.groq.com/docs/reasoning
    effortModels: /gpt-oss|qwen/u,
    efforts: ['low', 'medium', 'high'],
    jsonNeedsWord: true,
  },
  // Its request headers count the day, its token headers the minute: https://console.groq.com/docs/rate-limits
  verdicts: createOpenaiVerdicts({ limitHeaders: { requests: 'rpd', tokens: 'tpm' } }),
  paths: { embeddings: undefined },
  // https://console.groq.com/docs/api-reference
  endpoints: endpointsAt(['speech', 'transcriptions', 'translations']),
});

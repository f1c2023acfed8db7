// Cohere by its compatible endpoint. https://docs.cohere.com/docs/compatibility-api

import { defineCompatible } from './define-compatible.ts';

/** Cohere. */
export const cohere = defineCompatible({
  name: 'cohere',
  baseUrl: 'https://api.cohere.ai/compatibility/v1',
  quirks: {
    // https://docs.cohere.com/docs/compatibility-api#unsupported-parameters
    dropped: ['top_logprobs', 'n', 'parallel_tool_calls', 'user', 'tool_choice'],
    efforts: ['none', 'high'],
    effortModels: /reasoning/u,
    maxStops: 5,
  },
  maxEmbeddingInputs: 96,
});

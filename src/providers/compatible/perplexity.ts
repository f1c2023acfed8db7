// Perplexity: answers from the web, with its sources. https://docs.perplexity.ai/api-reference/chat-completions-post

import { defineCompatible } from './define-compatible.ts';

/** Perplexity. */
export const perplexity = defineCompatible({
  name: 'perplexity',
  baseUrl: 'https://api.perplexity.ai',
  quirks: {
    dropped: ['stop', 'logprobs', 'top_logprobs', 'seed', 'n', 'user'],
    topK: true,
    tools: false,
    effortModels: /deep-research|reasoning/u,
    efforts: ['low', 'medium', 'high'],
    // It always searches: https://docs.perplexity.ai/docs/sonar/openai-compatibility
    webSearchModels: /^/u,
    streamUsage: false,
  },
  // It has no list of models. Asking for the searches that are under way costs nothing, and wants a good key.
  paths: { models: undefined, probe: '/async/chat/completions', embeddings: undefined },
});

// Ollama on one's own machine. https://docs.ollama.com/api/openai-compatibility

import { endpointsAt } from '../endpoint.ts';
import { defineCompatible } from './define-compatible.ts';

/** Ollama. */
export const ollama = defineCompatible({
  name: 'ollama',
  baseUrl: 'http://127.0.0.1:11434/v1',
  needsKey: false,
  quirks: {
    // Images only in place: it fetches nothing.
    media: ['image'],
    dropped: ['parallel_tool_calls', 'n', 'user'],
    reasoningField: 'reasoning',
    efforts: ['none', 'low', 'medium', 'high'],
    strictTools: false,
  },
  // https://docs.ollama.com/api/openai-compatibility#endpoints
  endpoints: endpointsAt(['completions', 'images', 'speech', 'transcriptions']),
});

// Fireworks. https://docs.fireworks.ai/api-reference/post-chatcompletions

import { endpointsAt } from '../endpoint.ts';
import { defineCompatible } from './define-compatible.ts';

/** Fireworks. */
export const fireworks = defineCompatible({
  name: 'fireworks',
  baseUrl: 'https://api.fireworks.ai/inference/v1',
  quirks: {
    topK: true,
    reasoningField: 'reasoning_content',
    efforts: ['none', 'low', 'medium', 'high'],
    strictTools: false,
  },
  // Its sound and pictures are at other addresses, in other forms.
  endpoints: endpointsAt(['completions']),
});

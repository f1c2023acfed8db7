// Together. https://docs.together.ai/reference/chat-completions-1

import { endpointsAt } from '../endpoint.ts';
import { defineCompatible } from './define-compatible.ts';

/** Money that is out is 402: https://docs.together.ai/docs/error-codes */
export const together = defineCompatible({
  name: 'together',
  baseUrl: 'https://api.together.xyz/v1',
  quirks: {
    media: ['image', 'image-url', 'video'],
    topK: true,
    dropped: ['user', 'parallel_tool_calls'],
    effortModels: /gpt-oss/u,
    efforts: ['low', 'medium', 'high'],
    strictTools: false,
  },
  // https://docs.together.ai/reference
  endpoints: endpointsAt(['completions', 'images', 'speech', 'transcriptions', 'translations']),
});

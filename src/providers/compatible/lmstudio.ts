// LM Studio on one's own machine. https://lmstudio.ai/docs/developer/openai-compat/chat-completions

import { endpointsAt } from '../endpoint.ts';
import { defineCompatible } from './define-compatible.ts';

/** LM Studio. */
export const lmstudio = defineCompatible({
  name: 'lmstudio',
  baseUrl: 'http://127.0.0.1:1234/v1',
  needsKey: false,
  quirks: {
    media: ['image'],
    topK: true,
    dropped: ['parallel_tool_calls', 'n', 'user'],
    efforts: ['low', 'medium', 'high'],
    effortModels: /gpt-oss/u,
    strictTools: false,
  },
  endpoints: endpointsAt(['completions']),
});

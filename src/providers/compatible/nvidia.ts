// NVIDIA's hosted models. https://docs.api.nvidia.com/nim/reference/llm-apis

import { endpointsAt } from '../endpoint.ts';
import { defineCompatible } from './define-compatible.ts';

/** NVIDIA. */
export const nvidia = defineCompatible({
  name: 'nvidia',
  baseUrl: 'https://integrate.api.nvidia.com/v1',
  quirks: {
    dropped: ['user', 'parallel_tool_calls', 'n'],
    streamUsage: true,
    effortModels: /gpt-oss/u,
    efforts: ['low', 'medium', 'high'],
    strictTools: false,
  },
  endpoints: endpointsAt(['completions']),
});

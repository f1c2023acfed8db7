// vLLM's server. https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html

import { endpointsAt } from '../endpoint.ts';
import { defineCompatible } from './define-compatible.ts';

/** vLLM. */
export const vllm = defineCompatible({
  name: 'vllm',
  baseUrl: 'http://127.0.0.1:8000/v1',
  needsKey: false,
  quirks: {
    maxTokensField: 'max_completion_tokens',
    media: ['image', 'image-url', 'audio', 'video'],
    topK: true,
    efforts: ['none', 'low', 'medium', 'high'],
    strictTools: false,
    maxStops: 64,
    // `continue_final_message`: https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html#chat-api
    prefill: 'continue-final',
  },
  endpoints: endpointsAt(['completions', 'transcriptions', 'translations']),
});

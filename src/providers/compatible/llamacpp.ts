// llama.cpp's server. https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md

import { endpointsAt } from '../endpoint.ts';
import { defineCompatible } from './define-compatible.ts';

/** It has no port that everybody uses, so that its address is always the user's to give. */
export const llamacpp = defineCompatible({
  name: 'llamacpp',
  needsKey: false,
  quirks: {
    media: ['image', 'image-url', 'audio'],
    topK: true,
    reasoningField: 'reasoning_content',
    effortModels: /gpt-oss/u,
    efforts: ['low', 'medium', 'high'],
    strictTools: false,
    maxStops: 64,
  },
  // https://github.com/ggml-org/llama.cpp/pull/21863
  endpoints: endpointsAt(['completions', 'transcriptions']),
});

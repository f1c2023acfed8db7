// Mistral. https://docs.mistral.ai/api/

import { endpointsAt } from '../endpoint.ts';
import { defineCompatible } from './define-compatible.ts';

/** Mistral. */
export const mistral = defineCompatible({
  name: 'mistral',
  baseUrl: 'https://api.mistral.ai/v1',
  quirks: {
    media: ['image', 'image-url'],
    renamed: { seed: 'random_seed' },
    // Unknown fields are answered 422; a stream tells its usage without being asked.
    dropped: ['user', 'logprobs', 'top_logprobs'],
    streamUsage: false,
    toolChoiceRequired: 'any',
    callIds: 'nine',
    effortModels: /^mistral-(?:small|medium)-(?:latest|2[6-9]\d\d)/u,
    efforts: ['none', 'high'],
    maxStops: 64,
    // The answer begins with it once more: https://docs.mistral.ai/guides/prefix/
    prefill: 'prefix',
  },
  // Its speech is JSON, in a form of its own: https://docs.mistral.ai/api/endpoint/audio/transcriptions
  endpoints: endpointsAt(['transcriptions', 'moderations']),
});

// OpenRouter: many vendors behind one API. https://openrouter.ai/docs/api-reference/overview

import { callerFault, createOpenaiVerdicts } from '../openai/verdicts.ts';
import { defineRow } from '../verdict-row.ts';
import { endpointsAt } from '../endpoint.ts';
import { defineCompatible } from './define-compatible.ts';

/** OpenRouter. */
export const openrouter = defineCompatible({
  name: 'openrouter',
  baseUrl: 'https://openrouter.ai/api/v1',
  quirks: {
    media: ['image', 'image-url', 'audio', 'file', 'video'],
    topK: true,
    // https://openrouter.ai/docs/use-cases/reasoning-tokens
    reasoningField: 'reasoning_details',
    effortField: 'reasoning',
    // https://openrouter.ai/docs/features/web-search
    webSearchModels: /^/u,
    // https://openrouter.ai/docs/features/prompt-caching
    cacheControl: true,
    imageOutput: true,
  },
  verdicts: createOpenaiVerdicts({
    rows: [
      // 403 is for keys and for prompts that a moderation flagged, which the metadata tells apart:
      // https://openrouter.ai/docs/api-reference/errors#moderation-errors
      defineRow(
        'content_policy',
        ({ status, error }) =>
          status === 403 &&
          (error?.metadata?.['reasons'] !== undefined || error?.metadata?.['flagged_input'] !== undefined),
        callerFault('invalid_request'),
      ),
    ],
  }),
  // The list of models is open to everybody: only this path tells a good key from a bad one.
  paths: { probe: '/key' },
  // Its transcriptions are JSON, and its pictures come by conversations: https://openrouter.ai/docs/api-reference/overview
  endpoints: endpointsAt(['completions', 'speech']),
});

// xAI. https://docs.x.ai/docs/api-reference

import { callerFault, createOpenaiVerdicts, drained } from '../openai/verdicts.ts';
import { defineRow } from '../verdict-row.ts';
import { endpointsAt } from '../endpoint.ts';
import { defineCompatible } from './define-compatible.ts';

/** xAI. */
export const xai = defineCompatible({
  name: 'xai',
  baseUrl: 'https://api.x.ai/v1',
  quirks: {
    maxTokensField: 'max_completion_tokens',
    // https://docs.x.ai/docs/guides/reasoning
    effortModels: /^grok-(?:3-mini|4\.[3-9]|[5-9])/u,
    efforts: ['none', 'low', 'medium', 'high'],
    // Models that reason, which nearly all do, refuse these: https://docs.x.ai/docs/guides/reasoning
    dropped: ['presence_penalty', 'frequency_penalty', 'stop'],
  },
  verdicts: createOpenaiVerdicts({
    rows: [
      // Its errors have a sentence where others have a word: `{"code": "…", "error": "…"}`.
      defineRow(
        'key_invalid',
        ({ status, error }) =>
          status === 400 && error?.message.startsWith('Incorrect API key provided') === true,
        {
          fault: 'key',
          effect: { kind: 'key_dead', reason: 'invalid' },
          next: 'next_key',
          counts: false,
          code: 'pool_empty',
        },
      ),
      defineRow(
        'drained',
        ({ status, error }) =>
          [403, 429].includes(status) &&
          /^Your (?:newly created )?team (?:\S+ )?(?:doesn't have any credits|has either used all available credits)/u.test(
            error?.message ?? '',
          ),
        drained,
      ),
      defineRow(
        'content_policy',
        ({ status, error }) =>
          status === 403 && error?.message.startsWith('Content violates usage guidelines') === true,
        callerFault('invalid_request'),
      ),
    ],
  }),
  paths: { embeddings: undefined },
  // No model that reasons takes its completions: https://docs.x.ai/developers/rest-api-reference/inference/legacy
  endpoints: endpointsAt(['images']),
});

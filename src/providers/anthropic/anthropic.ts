// Anthropic's API as data.

import type { Provider } from '../provider.ts';
import { readRateLimits } from './rate-limits.ts';
import { judgeAnthropic } from './verdicts.ts';

/** https://platform.claude.com/docs/en/api/overview */
export const anthropicProvider: Provider = {
  name: 'anthropic',
  dialect: 'anthropic-messages',
  defaultBaseUrl: 'https://api.anthropic.com',
  // The version is part of every call: without it Anthropic answers 400.
  authHeaders: (key) => ({ 'x-api-key': key.reveal(), 'anthropic-version': '2023-06-01' }),
  verdicts: judgeAnthropic,
  // https://platform.claude.com/docs/en/api/rate-limits#cache-aware-itpm
  quotaTokens: 'uncached-input',
  readLimits: (headers) => readRateLimits(headers).limits,
  dayZone: 'UTC',
  probePath: '/v1/models?limit=1',
  chatPath: () => '/v1/messages',
};

/** Path of a token count, which costs no quota of answers. */
export const ANTHROPIC_COUNT_PATH = '/v1/messages/count_tokens';

/** Path of one page of the model list; Anthropic's default page holds 20. */
export function anthropicModelsPath(afterId?: string): string {
  return `/v1/models?limit=1000${afterId === undefined ? '' : `&after_id=${encodeURIComponent(afterId)}`}`;
}

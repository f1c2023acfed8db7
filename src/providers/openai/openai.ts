// OpenAI's API as data.

import { endpointsAt } from '../endpoint.ts';
import type { Provider } from '../provider.ts';
import { readMinuteLimits } from './rate-limit.ts';
import { judgeOpenai } from './verdicts.ts';

/** The only ones that are not for conversations: https://platform.openai.com/docs/models#gpt-3-5-turbo-instruct */
const COMPLETION_MODELS = /^(?:ft:)?(?:gpt-3\.5-turbo-instruct|davinci-002|babbage-002)\b/u;

/** https://platform.openai.com/docs/api-reference */
export const openaiProvider: Provider = {
  name: 'openai',
  dialect: 'openai-chat',
  defaultBaseUrl: 'https://api.openai.com/v1',
  authHeaders: (key) => ({ authorization: `Bearer ${key.reveal()}` }),
  verdicts: judgeOpenai,
  readLimits: readMinuteLimits,
  dayZone: 'UTC',
  // The list of models costs nothing.
  probePath: '/models',
  chatPath: () => '/chat/completions',
  endpoints: {
    ...endpointsAt(['images', 'speech', 'transcriptions', 'translations', 'moderations']),
    completions: (model) => (COMPLETION_MODELS.test(model) ? '/completions' : undefined),
  },
};

// OpenAI's API as data.

import type { Provider } from '../provider.ts';
import { judgeOpenai } from './verdicts.ts';

/** https://platform.openai.com/docs/api-reference */
export const openaiProvider: Provider = {
  name: 'openai',
  dialect: 'openai-chat',
  defaultBaseUrl: 'https://api.openai.com/v1',
  authHeaders: (key) => ({ authorization: `Bearer ${key.reveal()}` }),
  verdicts: judgeOpenai,
  dayZone: 'UTC',
  // The list of models costs nothing.
  probePath: '/models',
  chatPath: () => '/chat/completions',
};

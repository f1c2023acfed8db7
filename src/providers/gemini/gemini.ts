// The Gemini API as data. Always spoken natively: Google's own OpenAI-compatible door is never used.

import type { Provider } from '../provider.ts';
import { judgeGemini } from './verdicts.ts';

/** https://ai.google.dev/api */
export const geminiProvider: Provider = {
  name: 'gemini',
  dialect: 'gemini',
  defaultBaseUrl: 'https://generativelanguage.googleapis.com',
  // One credential only: with a second one Google answers 400.
  authHeaders: (key) => ({ 'x-goog-api-key': key.reveal() }),
  verdicts: judgeGemini,
  // https://ai.google.dev/gemini-api/docs/rate-limits
  quotaTokens: 'input',
  // Daily quotas refill at midnight Pacific time: https://ai.google.dev/gemini-api/docs/rate-limits
  dayZone: 'America/Los_Angeles',
  probePath: '/v1beta/models?pageSize=1',
  chatPath: (model, stream) =>
    `/v1beta/models/${encodeURIComponent(model)}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
};

// OpenAI's API. https://platform.openai.com/docs/api-reference
import type { Persona } from '../simulated-world.ts';
import { openaiError } from './errors.ts';

export const openaiPersona: Persona = {
  name: 'openai',
  identify() {},
  authenticate: () => undefined,
  faultReply: () => undefined,
  answer: () => openaiError(404, 'Invalid URL', 'invalid_request_error'),
};

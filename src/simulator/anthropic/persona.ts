// Anthropic's API. https://platform.claude.com/docs/en/api
import type { Persona } from '../simulated-world.ts';

export const anthropicPersona: Persona = {
  name: 'anthropic',
  identify() {},
  authenticate: () => undefined,
  faultReply: () => undefined,
  answer: () => ({
    kind: 'json',
    status: 404,
    body: { type: 'error', error: { type: 'not_found_error', message: 'Not found' } },
  }),
};

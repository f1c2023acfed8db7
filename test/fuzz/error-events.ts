// How each vendor tells of an error inside a stream that began well.

import type { ProviderName } from './plan.ts';
import type { WireEvent } from './wire-event.ts';

interface ErrorForms {
  readonly named: readonly WireEvent[];
  /** JSON where events are expected. */
  readonly bare: readonly string[];
}

function event(body: object, name?: string): WireEvent {
  return { data: JSON.stringify(body), says: [], ends: [], ...(name !== undefined && { name }) };
}

const google = { error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } };
const openai = {
  error: { message: 'The server had an error.', type: 'server_error', param: null, code: null },
};
const anthropic = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
const failure = { code: 'server_error', message: 'The server had an error.' };

const forms: Readonly<Record<ProviderName, ErrorForms>> = {
  chat: {
    named: [
      event(openai),
      event(openai, 'error'),
      event({ error: 'out of memory' }),
      event({ object: 'error', message: 'out of memory', type: 'InternalServerError', code: 500 }),
    ],
    bare: [JSON.stringify(openai), JSON.stringify(openai, undefined, 2), JSON.stringify([openai])],
  },
  responses: {
    named: [
      event({ type: 'error', ...failure, param: null, sequence_number: 90 }, 'error'),
      event({ type: 'error', error: failure, sequence_number: 90 }, 'error'),
      event(
        { type: 'response.failed', response: { id: 'resp_1', status: 'failed', error: failure } },
        'response.failed',
      ),
    ],
    bare: [JSON.stringify(openai), JSON.stringify(openai, undefined, 2)],
  },
  messages: {
    named: [event(anthropic, 'error'), event(anthropic)],
    bare: [JSON.stringify(anthropic), JSON.stringify(anthropic, undefined, 2)],
  },
  gemini: {
    named: [event(google)],
    bare: [
      JSON.stringify(google),
      JSON.stringify(google, undefined, 2),
      JSON.stringify([google], undefined, 2),
    ],
  },
};

/** The forms that a provider's errors have in mid-stream. */
export function errorEvents(provider: ProviderName): ErrorForms {
  return forms[provider];
}

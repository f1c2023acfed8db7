// One provider: its credentials and where it lives. Which wire format a name implies is known-providers.ts.

import { z } from 'zod';
import { isObject } from '../../lib/json.ts';
import { baseUrl } from '../fields/base-url.ts';
import { credential } from '../fields/credential.ts';
import { flag } from '../fields/flag.ts';
import { list } from '../fields/list.ts';
import { oneOf } from '../fields/one-of.ts';
import { positiveNumber } from '../fields/positive-number.ts';
import { secretUrl } from '../fields/secret-url.ts';
import { text } from '../fields/text.ts';
import { wholeNumber } from '../fields/whole-number.ts';
import { section } from './section.ts';
import { modelTimeoutsSection, providerTimeoutsSection } from './timeouts.ts';

const OPENAI_APIS = ['auto', 'chat', 'responses'] as const;

const limit = (): z.ZodExactOptional<z.ZodType<number>> => wholeNumber(1).exactOptional();

/** They stand in log lines and lists, and go with each of ten thousand keys. */
const MOST_LABEL_CHARS = 200;

const label = (what: string): z.ZodType<string> =>
  text(`${what} of at most ${MOST_LABEL_CHARS} characters`, MOST_LABEL_CHARS);

/** What may be said of a credential beside itself. */
export const keyFields = {
  name: label('a name').optional().describe('Name in logs and the key list.'),
  project: label('a project id').optional().describe('Keys of one project share its quotas.'),
  weight: positiveNumber().optional().describe('Share of requests under strategy weighted.'),
  models: list(text('a model name or glob')).optional().describe('Models that this key may serve, as globs.'),
  limits: section({
    rpm: limit().describe('Requests per minute and model.'),
    tpm: limit().describe('Tokens per minute and model.'),
    rpd: limit().describe('Requests per day and model.'),
  })
    .optional()
    .describe('Known limits of the key, obeyed before sending.'),
};

/** One upstream credential; a bare string is short for `{ key }`. */
export const providerKey = z.preprocess(
  (raw) => (isObject(raw) ? raw : { key: raw }),
  section({ key: credential().describe('The credential itself.'), ...keyFields }),
);

/** One entry of `providers`. */
export const providerSection = section({
  type: oneOf(['gemini', 'openai', 'anthropic', 'openai-compatible']).describe(
    'What it speaks. Follows from the name for the providers that Pollux knows.',
  ),
  keys: list(providerKey).optional().describe('Credentials; absent for services that want none.'),
  base_url: baseUrl().optional().describe('Origin and prefix, e.g. https://api.openai.com/v1.'),
  api: oneOf(OPENAI_APIS, { chat_completions: 'chat', 'chat/completions': 'chat' })
    .prefault('auto')
    .describe(
      "Which of OpenAI's APIs it is asked in: chat or responses for all models, or auto, by model and door. For openai and openai-compatible.",
    ),
  strategy: oneOf(['round_robin', 'least_used', 'weighted', 'health', 'least_in_flight'])
    .prefault('least_used')
    .describe('How the next key is chosen.'),
  affinity: flag()
    .prefault(true)
    .describe('Conversations keep the key that holds their prompt cache while it is well and not crowded.'),
  timeouts: providerTimeoutsSection
    .optional()
    .describe('Clocks of this provider, where they are others than `timeouts`.'),
  model_timeouts: z
    .record(z.string(), modelTimeoutsSection, { error: 'a mapping of model names or globs' })
    .optional()
    .describe(
      'Clocks of single models, by name or glob; of several that match, the first that names a clock.',
    ),
  proxy: secretUrl(['http', 'https', 'socks5']).optional().describe('Proxy on the way to the provider.'),
  default_model: text('a model name').optional().describe('Model of requests that name none.'),
  allow_http: flag().prefault(false).describe('Allow plain http to a public address.'),
});

// Every setting there is, once: name, default, description. Durations become milliseconds, sizes become bytes,
// credentials become Secret. Where the values come from is load-settings.ts.

import { z } from 'zod';
import { credential } from './fields/credential.ts';
import { flag } from './fields/flag.ts';
import { list } from './fields/list.ts';
import { oneOf } from './fields/one-of.ts';
import { origin } from './fields/origin.ts';
import { secretUrl } from './fields/secret-url.ts';
import { text } from './fields/text.ts';
import { wholeNumber } from './fields/whole-number.ts';
import { adminSection } from './sections/admin.ts';
import { cacheSection } from './sections/cache.ts';
import { circuitBreakerSection } from './sections/circuit-breaker.ts';
import { clientSection, ipLimitsSection } from './sections/clients.ts';
import { groupSection } from './sections/group.ts';
import { hedgingSection } from './sections/hedging.ts';
import { logsSection } from './sections/logs.ts';
import { modelAlias } from './sections/model-alias.ts';
import { providerSection } from './sections/provider.ts';
import { responsesSection } from './sections/responses.ts';
import { retrySection } from './sections/retry.ts';
import { section } from './sections/section.ts';
import { serverSection } from './sections/server.ts';
import { timeoutsSection } from './sections/timeouts.ts';

const name = z.string();
const mapping = { error: 'a mapping of names' };

/** The shape of the configuration file, with defaults. */
export const settingsSchema = section({
  server: serverSection.prefault({}).describe('Where the gateway listens and what it takes from a caller.'),
  auth: oneOf(['client_keys', 'none'])
    .prefault('client_keys')
    .describe('client_keys: callers present a key once any is configured; none: nobody has to.'),
  admin: adminSection.prefault({}).describe('Administration.'),
  providers: z.record(name, providerSection, mapping).prefault({}).describe('AI providers, by name.'),
  groups: list(groupSection).prefault([]).describe('Groups of keys, the older form of providers.'),
  models: z
    .record(name, modelAlias, mapping)
    .prefault({})
    .describe('Names that clients ask for, and their targets.'),
  fallback_order: list(text('a provider name'))
    .prefault(['openai', 'gemini'])
    .describe('Order of providers for /generate when it names none.'),
  retry: retrySection.prefault({}).describe('How often and how long a request is tried.'),
  timeouts: timeoutsSection.prefault({}).describe('Clocks of one exchange with a provider.'),
  stream_failover: oneOf(['before_first_byte', 'fail_fast', 'resume'])
    .prefault('before_first_byte')
    .describe(
      'What a stream does when its provider fails: another route until the first content; none at all; or a continuation by another route also after it.',
    ),
  hedging: hedgingSection.prefault({}).describe('Second attempts beside streams that are late.'),
  circuit_breaker: circuitBreakerSection.prefault({}).describe('When a failing model is left alone.'),
  key_cooldown_minutes: wholeNumber(1, 43_200)
    .nullable()
    .prefault(null)
    .describe('When set, every rate limit rests its key this many minutes.'),
  max_failures_threshold: wholeNumber(1)
    .optional()
    .describe('Failures in a row after which a key is blocked for temporary_block_minutes.'),
  temporary_block_minutes: wholeNumber(1, 43_200)
    .optional()
    .describe('Minutes that such a key stays blocked.'),
  cache: cacheSection.prefault({}).describe('Answers kept in memory.'),
  clients: list(clientSection).prefault([]).describe('Keys of the applications that may call the gateway.'),
  ip_limits: ipLimitsSection.optional().describe('Limits by address of the caller. Does nothing yet.'),
  cors: section({ origins: list(origin()).prefault([]).describe('Web origins that may call, or *.') })
    .prefault({})
    .describe('Calls from web pages.'),
  logs: logsSection.prefault({}).describe('The log.'),
  big_model: text('a model name').optional().describe("Serves other vendors' large model names."),
  small_model: text('a model name').optional().describe("Serves other vendors' small model names."),
  responses: responsesSection.prefault({}).describe('Kept answers of the Responses API.'),
  strict: flag()
    .prefault(false)
    .describe(
      'Refuse a request of which something cannot be carried to its provider, instead of naming the loss.',
    ),
  auto_alias: flag().prefault(true).describe("Serve a vendor's model names without that vendor's provider."),
  max_tokens_limit: wholeNumber(1).optional().describe('Most output tokens that a request may ask for.'),
  prompt_max_chars: wholeNumber(1)
    .prefault(10_000)
    .describe('Longest prompt of /gemini-proxy, in characters.'),
  redis_url: secretUrl(['redis', 'rediss']).optional().describe('State shared by nodes. Does nothing yet.'),
  redis_key_prefix: text()
    .optional()
    .describe('What the names of keys in Redis begin with. Does nothing yet.'),
  database_url: secretUrl(['postgres', 'postgresql']).optional().describe('Durable state. Does nothing yet.'),
  data_dir: text('a path').prefault('./data').describe('Directory of durable state.'),
  encryption_key: credential('an encryption key')
    .optional()
    .describe(
      'Seals the provider keys and the conversations that are kept on disk; a key file in data_dir when absent.',
    ),
  previous_encryption_key: credential('an encryption key')
    .optional()
    .describe(
      'The encryption_key before it was changed, for one start: stored provider keys are sealed anew.',
    ),
  simulate: flag().prefault(false).describe('Run against the built-in simulator.'),
});

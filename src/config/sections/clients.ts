// The gateway's own keys, one for each application that may call it.

import { credential } from '../fields/credential.ts';
import { list } from '../fields/list.ts';
import { oneOf } from '../fields/one-of.ts';
import { positiveNumber } from '../fields/positive-number.ts';
import { text } from '../fields/text.ts';
import { wholeNumber } from '../fields/whole-number.ts';
import { section } from './section.ts';

/** One entry of `clients`. */
export const clientSection = section({
  name: text('a name').describe('Name in logs and metrics.'),
  key: credential('a client key').describe('What the client presents.'),
  models: list(text('a model name or glob'))
    .optional()
    .describe(
      'Models it may use, as globs; all when absent. Any other name will do, too, where every model behind it is one of these.',
    ),
  rpm: wholeNumber(1).optional().describe('Requests per minute. Does nothing yet.'),
  tpm: wholeNumber(1).optional().describe('Tokens per minute. Does nothing yet.'),
  rpd: wholeNumber(1).optional().describe('Requests per day. Does nothing yet.'),
  concurrency: wholeNumber(1).optional().describe('Requests at one time. Does nothing yet.'),
  budget: section({
    usd: positiveNumber().describe('Dollars that may be spent.'),
    per: oneOf(['day', 'week', 'month', 'total']).prefault('month').describe('The span they are for.'),
  })
    .optional()
    .describe('Money. Does nothing yet.'),
});

/** The section `ip_limits`. */
export const ipLimitsSection = section({
  rpm: wholeNumber(1).optional().describe('Requests per minute of one address. Does nothing yet.'),
});

// The clocks that run on one exchange with a provider: for all, for one provider, for some of its models.

import { duration } from '../fields/duration.ts';
import { section } from './section.ts';

/** Models think in silence for minutes, and Google sends the very headers only with the first word. */
const LONGEST_THOUGHT = '5m';

/** The section `timeouts`; in milliseconds. */
export const timeoutsSection = section({
  connect: duration().prefault('5s').describe('Time to establish a connection with a provider.'),
  headers: duration().prefault(LONGEST_THOUGHT).describe('Streams: time until the response headers.'),
  first_token: duration()
    .prefault(LONGEST_THOUGHT)
    .describe('Streams: longest silence before the first content; pings and comments break it.'),
  idle: duration()
    .prefault(LONGEST_THOUGHT)
    .describe('Streams: longest silence between two chunks after that.'),
});

/** `model_timeouts` of a provider: connections are shared by all models, so `connect` is not among them. */
export const modelTimeoutsSection = section({
  headers: duration().optional().describe('In place of timeouts.headers.'),
  first_token: duration().optional().describe('In place of timeouts.first_token.'),
  idle: duration().optional().describe('In place of timeouts.idle.'),
});

/** `timeouts` of a provider. */
export const providerTimeoutsSection = section({
  connect: duration().optional().describe('In place of timeouts.connect.'),
  ...modelTimeoutsSection.shape,
});

// The clocks that run on one exchange with a provider.

import { duration } from '../fields/duration.ts';
import { section } from './section.ts';

/** The section `timeouts`; in milliseconds. */
export const timeoutsSection = section({
  connect: duration().prefault('5s').describe('Time to establish a connection with a provider.'),
  headers: duration().prefault('60s').describe('Streams: time until the response headers.'),
  first_token: duration().prefault('180s').describe('Streams: time until the first content.'),
  idle: duration().prefault('120s').describe('Streams: longest silence between two chunks after that.'),
});

// Where the gateway listens and what it takes from a caller.

import { byteSize } from '../fields/byte-size.ts';
import { duration } from '../fields/duration.ts';
import { host } from '../fields/host.ts';
import { wholeNumber } from '../fields/whole-number.ts';
import { section } from './section.ts';

/** The section `server`; times in milliseconds, sizes in bytes. */
export const serverSection = section({
  host: host().prefault('127.0.0.1').describe('Address to listen on.'),
  port: wholeNumber(0, 65_535).prefault(8080).describe('Port to listen on; 0 takes any free one.'),
  workers: wholeNumber(1, 1024).prefault(1).describe('Worker processes. More than 1 does nothing yet.'),
  body_limit: byteSize().prefault('100mb').describe('Largest request body that is accepted.'),
  request_timeout: duration().prefault('5m').describe('Time a caller has to send its whole request.'),
  headers_timeout: duration().prefault('30s').describe('Time a caller has to send its request headers.'),
  keep_alive: duration(0).prefault('75s').describe('How long an idle connection of a caller is kept open.'),
  header_limit: byteSize().prefault('32kb').describe('Largest size of all request headers together.'),
  max_headers: wholeNumber(1, 100_000).prefault(200).describe('Most request headers that are accepted.'),
  shutdown_grace: duration(0)
    .prefault('30s')
    .describe('Time that running requests get to finish at shutdown; then they are ended with an error.'),
});

// Answers of the Responses API that the gateway keeps, so that clients can come back to them by their ids.

import { byteSize } from '../fields/byte-size.ts';
import { duration } from '../fields/duration.ts';
import { section } from './section.ts';

/** The section `responses`. */
export const responsesSection = section({
  lifetime: duration().prefault('720h').describe('How long a response is kept.'),
  max_bytes: byteSize().prefault('1gb').describe('Most disk that kept responses take; the oldest make room.'),
});

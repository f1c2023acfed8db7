// How often, how long and in which spirit a request is tried.

import { duration } from '../fields/duration.ts';
import { oneOf } from '../fields/one-of.ts';
import { wholeNumber } from '../fields/whole-number.ts';
import { section } from './section.ts';

/** The section `retry`; times in milliseconds. */
export const retrySection = section({
  max_attempts: wholeNumber(1, 1000)
    .prefault(4)
    .describe('Attempts of one request that may fail by a server error, a reset, a timeout or a bare 429.'),
  same_key_retries: wholeNumber(0, 100)
    .prefault(1)
    .describe('Repeats on the same key after a 500 or a reset, before another key is taken.'),
  prefer_wait: duration(0)
    .prefault('3s')
    .describe('A resting pool that is back within this time is waited for before another model is taken.'),
  wait_for_key: duration(0).prefault('20s').describe('Longest wait for a key when all of them rest.'),
  deadline: duration()
    .prefault('10m')
    .describe('Longest time for a whole request, all attempts and waits included.'),
  on_content_policy: oneOf(['answer', 'next_target'])
    .prefault('answer')
    .describe('An answer that is withheld for its content is the answer, or the next target is asked.'),
});

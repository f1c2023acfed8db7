// Second attempts beside streams that are late.

import { flag } from '../fields/flag.ts';
import { wholeNumber } from '../fields/whole-number.ts';
import { section } from './section.ts';

/** The section `hedging`. */
export const hedgingSection = section({
  enabled: flag()
    .prefault(false)
    .describe(
      'Ask a second key when the first token of a stream is later than 95 % of them are, and take whichever is first.',
    ),
  budget_percent: wholeNumber(1, 100)
    .prefault(5)
    .describe('Extra requests that this may cost, in percent of all requests.'),
});

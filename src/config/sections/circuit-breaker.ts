// When a failing model or key is left alone, and when it is trusted again.

import { wholeNumber } from '../fields/whole-number.ts';
import { section } from './section.ts';

/** The section `circuit_breaker`. */
export const circuitBreakerSection = section({
  failure_threshold: wholeNumber(1).prefault(5).describe('Failures in a row that open the breaker.'),
  recovery_timeout_secs: wholeNumber(1, 86_400)
    .prefault(60)
    .describe('Seconds until an open breaker lets a trial request through.'),
  success_threshold: wholeNumber(1).prefault(3).describe('Successes in a row that close it again.'),
});

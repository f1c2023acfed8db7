// What is written to the log and how.

import { flag } from '../fields/flag.ts';
import { oneOf } from '../fields/one-of.ts';
import { section } from './section.ts';

/** The section `logs`. */
export const logsSection = section({
  level: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
    warning: 'warn',
    critical: 'fatal',
    off: 'silent',
    none: 'silent',
  })
    .prefault('info')
    .describe('Least severity that is written, in any case; WARNING means warn.'),
  format: oneOf(['json', 'pretty']).prefault('json').describe('One JSON object a line, or lines for people.'),
  bodies: flag().prefault(false).describe('Write request and response bodies too. Does nothing yet.'),
});

// What is answered from memory.

import { byteSize } from '../fields/byte-size.ts';
import { duration } from '../fields/duration.ts';
import { oneOf } from '../fields/one-of.ts';
import { section } from './section.ts';

/** The section `cache`. */
export const cacheSection = section({
  enabled: oneOf(['prompts', 'all', 'off'])
    .prefault('prompts')
    .describe('prompts: the prompt endpoints only; off: nothing; all acts as prompts for now.'),
  ttl: duration().prefault('1h').describe('How long an answer is kept.'),
  max_bytes: byteSize().prefault('256mb').describe('Most memory that kept answers take.'),
});

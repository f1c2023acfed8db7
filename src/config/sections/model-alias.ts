// A name that clients ask for, and what it stands for.

import { z } from 'zod';
import { isObject } from '../../lib/json.ts';
import { list } from '../fields/list.ts';
import { oneOf } from '../fields/one-of.ts';
import { positiveNumber } from '../fields/positive-number.ts';
import { text } from '../fields/text.ts';
import { section } from './section.ts';

const target = z.preprocess(
  (raw) => (typeof raw === 'string' ? { model: raw } : raw),
  section({
    provider: text('a provider name').optional().describe('Provider; found by the model name when absent.'),
    model: text('a model name').describe('Model of that provider.'),
    only_for: oneOf(['context', 'overload', 'content_policy'])
      .optional()
      .describe(
        'Tried only when the request is too large for those before it, when none of those can answer, or when the answer was withheld for its content.',
      ),
    weight: positiveNumber().optional().describe('Share of requests; without weights the order counts.'),
  }),
);

/** `{ targets: [...] }`; a string, `provider/model` or `model`, or a bare list of targets is short for it. */
export const modelAlias = z.preprocess(
  (raw) => (isObject(raw) && 'model' in raw ? { targets: [raw] } : isObject(raw) ? raw : { targets: raw }),
  section({ targets: list(target).describe('Ordered or weighted targets.') }),
);

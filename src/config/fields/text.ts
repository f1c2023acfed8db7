// Free text: names, model names, paths.

import type { z } from 'zod';
import { setting } from './setting.ts';

/** A string with something in it, of at most `mostChars`, which `allowed` then says. A bare number in the file counts as its digits only when they come back unchanged. */
export function text(allowed = 'text', mostChars = Infinity): z.ZodType<string> {
  return setting({
    allowed,
    plain: true,
    parse: (raw) => (typeof raw === 'string' && raw !== '' && raw.length <= mostChars ? raw : undefined),
  });
}

// Free text: names, model names, paths.

import type { z } from 'zod';
import { setting } from './setting.ts';

/** A string with something in it. A bare number in the file counts as its digits only when they come back unchanged. */
export function text(allowed = 'text'): z.ZodType<string> {
  return setting({
    allowed,
    plain: true,
    parse: (raw) => (typeof raw === 'string' && raw !== '' ? raw : undefined),
  });
}

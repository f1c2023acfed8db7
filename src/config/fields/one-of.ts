// A choice among a few words.

import type { z } from 'zod';
import { setting } from './setting.ts';

/** One of `words`, in any case; `aliases` (lower case) stand for one of them. */
export function oneOf<const Word extends string>(
  words: readonly Word[],
  aliases: Readonly<Record<string, Word>> = {},
): z.ZodType<Word> {
  return setting({
    allowed: words.join(', '),
    plain: true,
    words,
    parse(raw) {
      // YAML 1.1 habits write `off` without quotes, and some parsers make `false` of it.
      const asked = raw === false ? 'off' : typeof raw === 'string' ? raw.toLowerCase() : undefined;
      if (asked === undefined) return undefined;
      return (
        words.find((word) => word === asked) ?? (Object.hasOwn(aliases, asked) ? aliases[asked] : undefined)
      );
    },
  });
}

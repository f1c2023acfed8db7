// Yes or no, in the spellings that files and environments use.

import type { z } from 'zod';
import { setting } from './setting.ts';

const SPELLINGS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  off: false,
  '0': false,
};

/** `true` or `false`; `yes`, `no`, `on`, `off`, `1` and `0` mean the same. */
export function flag(): z.ZodType<boolean> {
  return setting({
    allowed: 'true, false',
    plain: true,
    parse(raw) {
      if (typeof raw === 'boolean') return raw;
      const word = String(raw).toLowerCase();
      return Object.hasOwn(SPELLINGS, word) ? SPELLINGS[word] : undefined;
    },
  });
}

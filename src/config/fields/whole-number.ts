// Whole numbers within bounds, from a file (number) or from the environment (digits).

import type { z } from 'zod';
import { setting } from './setting.ts';

/** An integer from `least` to `most`, both included. */
export function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): z.ZodType<number> {
  const bounds = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
  return setting({
    allowed: `a whole number ${bounds}`,
    plain: true,
    parse(raw) {
      const value = typeof raw === 'string' && /^-?\d+$/u.test(raw) ? Number(raw) : raw;
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) return undefined;
      return value >= least && value <= most ? value : undefined;
    },
  });
}

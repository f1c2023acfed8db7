// Numbers above zero that need not be whole: weights, money.

import type { z } from 'zod';
import { setting } from './setting.ts';

/** A finite number above 0. */
export function positiveNumber(): z.ZodType<number> {
  return setting({
    allowed: 'a number above 0',
    plain: true,
    parse(raw) {
      const value = typeof raw === 'string' && /^\d+(?:\.\d+)?$/u.test(raw) ? Number(raw) : raw;
      return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
    },
  });
}

// A group of settings with fixed names; any other name in it is an error.

import { z } from 'zod';

/** A strict zod object whose complaint about a wrong shape reads like those of the scalar fields. */
export function section<const Shape extends z.ZodRawShape>(
  shape: Shape,
): z.ZodObject<{ -readonly [Name in keyof Shape]: Shape[Name] }, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'invalid_type' ? 'a section of named settings' : undefined),
  });
}

// Finds the part of a schema that a path leads to. Knows zod's wrappers; holds no setting by name.

import { z } from 'zod';
import type { SettingPath } from './setting-path.ts';

/** The schema at `path`, without optional, nullable, default and shorthand wrappers; undefined where there is none. */
export function schemaAt(schema: z.ZodType, path: SettingPath): z.ZodType | undefined {
  let current = unwrap(schema);
  for (const part of path) {
    if (current instanceof z.ZodObject) current = unwrap(current.shape[String(part)]);
    else if (current instanceof z.ZodArray) current = unwrap(current.element);
    else if (current instanceof z.ZodRecord) current = unwrap(current.valueType);
    else return undefined;
  }
  return current instanceof z.ZodType ? current : undefined;
}

function unwrap(schema: unknown): unknown {
  let current = schema;
  for (;;) {
    if (current instanceof z.ZodPipe) {
      if (current.out instanceof z.ZodTransform) return current;
      current = current.out;
    } else if (
      current instanceof z.ZodOptional ||
      current instanceof z.ZodExactOptional ||
      current instanceof z.ZodNullable ||
      current instanceof z.ZodPrefault
    ) {
      current = current.unwrap();
    } else {
      return current;
    }
  }
}

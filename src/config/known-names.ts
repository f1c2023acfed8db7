// Which names the schema knows where, for "did you mean". Reads the schema; holds no list of its own.

import { z } from 'zod';
import type { SettingPath } from './setting-path.ts';

/** Names allowed in the section at `path`; undefined where names are free or nothing is known. */
export function namesAt(schema: z.ZodType, path: SettingPath): readonly string[] | undefined {
  let current: unknown = unwrap(schema);
  for (const part of path) {
    if (current instanceof z.ZodObject) current = unwrap(current.shape[String(part)]);
    else if (current instanceof z.ZodArray) current = unwrap(current.element);
    else if (current instanceof z.ZodRecord) current = unwrap(current.valueType);
    else return undefined;
  }
  return current instanceof z.ZodObject ? Object.keys(current.shape) : undefined;
}

/** Dotted paths of all settings whose last name is `name`, outside of lists. */
export function placesOf(schema: z.ZodType, name: string, prefix = ''): readonly string[] {
  const current = unwrap(schema);
  if (!(current instanceof z.ZodObject)) return [];
  const found: string[] = [];
  for (const [key, inner] of Object.entries(current.shape)) {
    if (key === name) found.push(prefix + key);
    if (inner instanceof z.ZodType) found.push(...placesOf(inner, name, `${prefix}${key}.`));
  }
  return found;
}

function unwrap(schema: unknown): unknown {
  let current = schema;
  for (;;) {
    if (current instanceof z.ZodPipe) {
      if (current.out instanceof z.ZodTransform) return current;
      current = current.out;
    } else if (
      current instanceof z.ZodOptional ||
      current instanceof z.ZodNullable ||
      current instanceof z.ZodPrefault
    ) {
      current = current.unwrap();
    } else {
      return current;
    }
  }
}

// Which names the schema knows where, for "did you mean". Reads the schema; holds no list of its own.

import { z } from 'zod';
import { schemaAt } from './schema-at.ts';
import type { SettingPath } from './setting-path.ts';

/** Names allowed in the section at `path`; undefined where names are free or nothing is known. */
export function namesAt(schema: z.ZodType, path: SettingPath): readonly string[] | undefined {
  const section = schemaAt(schema, path);
  return section instanceof z.ZodObject ? Object.keys(section.shape) : undefined;
}

/** Dotted paths of all settings whose last name is `name`, outside of lists. */
export function placesOf(
  schema: z.ZodType,
  name: string,
  section: readonly string[] = [],
): readonly string[] {
  const found: string[] = [];
  for (const key of namesAt(schema, section) ?? []) {
    const path = [...section, key];
    if (key === name) found.push(path.join('.'));
    found.push(...placesOf(schema, name, path));
  }
  return found;
}

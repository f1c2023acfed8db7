import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { schemaAt } from './schema-at.ts';
import { settingsSchema } from './settings-schema.ts';

/** Every setting with its path, those of sections within lists and mappings included. */
function everySetting(
  schema: z.ZodType,
  prefix: readonly PropertyKey[] = [],
): readonly (readonly [string, z.ZodType])[] {
  const inner = schemaAt(schema, []);
  if (inner instanceof z.ZodObject) {
    const found: (readonly [string, z.ZodType])[] = [];
    for (const [name, setting] of Object.entries<z.ZodType>(inner.shape)) {
      const path = [...prefix, name];
      found.push([path.join('.'), setting], ...everySetting(setting, path));
    }
    return found;
  }
  const member = schemaAt(schema, [0]);
  return member ? everySetting(member, [...prefix, '*']) : [];
}

const settings = everySetting(settingsSchema);

it('reaches the settings of every section', () => {
  const names = settings.map(([name]) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'server.port',
      'providers.*.keys.*.limits.rpm',
      'models.*.targets.*.weight',
      'clients.*.budget.usd',
      'groups.*.api_keys.*.key',
    ]),
  );
});

describe('the setting', () => {
  it.each(settings)('%s has a description of one line', (_, setting) => {
    expect(setting.description).toMatch(/^\S[^\n]{5,150}$/u);
  });
});

it('has a default for everything outside of lists', () => {
  expect(settingsSchema.safeParse({}).success).toBe(true);
});

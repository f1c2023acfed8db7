import { describe, expect, it } from 'vitest';
import { createSchemaInstance } from './schema-instance.ts';

describe('schema instance', () => {
  const cases: readonly [string, unknown, unknown][] = [
    ['a const', { const: 3 }, 3],
    ['an enum', { enum: ['x', 'y'] }, 'x'],
    ['upper-case types', { type: 'OBJECT', properties: { a: { type: 'NUMBER' } } }, { a: 1 }],
    ['a nullable type list', { type: ['null', 'integer'] }, 1],
    ['null alone', { type: 'null' }, null],
    ['anyOf', { anyOf: [{ type: 'boolean' }, { type: 'null' }] }, true],
    [
      'allOf merged',
      { allOf: [{ properties: { a: { type: 'boolean' } } }, { properties: { b: { const: 1 } } }] },
      { a: true, b: 1 },
    ],
    [
      'a reference',
      {
        $defs: { n: { type: 'integer', minimum: 7 } },
        type: 'array',
        items: { $ref: '#/$defs/n' },
        minItems: 2,
      },
      [7, 7],
    ],
    ['exclusive bounds', { type: 'integer', exclusiveMinimum: 4, exclusiveMaximum: 6 }, 5],
    ['a multiple', { type: 'integer', minimum: 5, multipleOf: 4 }, 8],
    ['lengths', { type: 'string', minLength: 15 }, 'sample valuexxx'],
    ['a short length', { type: 'string', maxLength: 3 }, 'sam'],
    ['a format', { type: 'string', format: 'uuid' }, '00000000-0000-4000-8000-000000000000'],
    ['a pattern', { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }, '2026-01-31'],
    [
      'a required name that is not described',
      { type: 'object', required: ['a'], additionalProperties: { type: 'string' } },
      { a: 'sample a' },
    ],
    [
      'unique items',
      { type: 'array', items: { type: 'string' }, minItems: 2, uniqueItems: true },
      ['sample value', 'sample value 1'],
    ],
    ['a tuple', { type: 'array', prefixItems: [{ const: 1 }, { const: 'b' }] }, [1, 'b']],
  ];
  it.each(cases)('satisfies %s', (_name, schema, expected) => {
    expect(createSchemaInstance(schema)).toEqual(expected);
  });

  it('comes to an end with a recursive schema', () => {
    const tree = {
      $ref: '#/$defs/node',
      $defs: {
        node: {
          type: 'object',
          properties: { next: { $ref: '#/$defs/node' }, name: { type: 'string' } },
          required: ['name'],
        },
      },
    };
    expect(createSchemaInstance(tree)).toMatchObject({ name: 'sample name', next: { name: 'sample name' } });
  });
});

import { describe, expect, it } from 'vitest';
import { normaliseSchema } from './normalise-schema.ts';

describe('schemas of different dialects are one when they demand the same', () => {
  it.each([
    ['the case of types', { type: 'STRING' }, { type: 'string' }],
    ['nullable and null', { type: 'STRING', nullable: true }, { type: ['string', 'null'] }],
    [
      'a null branch',
      { anyOf: [{ type: 'integer' }, { type: 'null' }] },
      { type: 'INTEGER', nullable: true },
    ],
    ['a constant', { const: 'a' }, { enum: ['a'] }],
    ['closed objects', { type: 'object', additionalProperties: false }, { type: 'OBJECT' }],
    ['the order of names', { required: ['b', 'a'] }, { required: ['a', 'b'] }],
    [
      'references',
      { $defs: { p: { type: 'string' } }, type: 'object', properties: { x: { $ref: '#/$defs/p' } } },
      { type: 'OBJECT', properties: { x: { type: 'STRING' } } },
    ],
    [
      'a single allOf',
      { allOf: [{ type: 'number' }], description: 'n' },
      { type: 'number', description: 'n' },
    ],
    ['long integers as text', { maxItems: '3' }, { maxItems: 3 }],
  ])('whatever %s', (_what, one, other) => {
    expect(normaliseSchema(one)).toEqual(normaliseSchema(other));
  });

  it.each([
    ['another type', { type: 'string' }, { type: 'number' }],
    ['another property', { properties: { a: {} } }, { properties: { b: {} } }],
    ['another choice', { enum: ['a'] }, { enum: ['b'] }],
    ['a missing demand', { required: ['a'] }, {}],
    ['a nullable', { type: 'string' }, { type: 'string', nullable: true }],
  ])('but not with %s', (_what, one, other) => {
    expect(normaliseSchema(one)).not.toEqual(normaliseSchema(other));
  });
});

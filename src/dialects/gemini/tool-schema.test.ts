import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { translateParameters, translateSchema } from './tool-schema.ts';

const text = { type: 'string' };
const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties,
  ...more,
});

/** Properties whose names are words of JSON Schema. */
const keywordNames: JsonObject = Object.fromEntries(
  (
    'examples const if not definitions default $ref then additionalProperties title allOf required type format ' +
    '$schema properties items enum anyOf'
  )
    .split(' ')
    .map((name) => [name, text]),
);

const cases: Record<string, { schema: JsonObject; out: JsonObject }> = {
  'keywords that Google does not know are left out, at every depth': {
    schema: object(
      {
        a: {
          ...text,
          $comment: 'x',
          'x-secret': 1,
          deprecated: true,
          enumDescriptions: ['a'],
          contentEncoding: 'base64',
        },
        b: {
          type: 'array',
          uniqueItems: true,
          contains: text,
          items: { type: 'number', multipleOf: 2, encrypted: true },
        },
      },
      {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: 'x',
        propertyNames: text,
        patternProperties: {},
        not: {},
      },
    ),
    out: object({ a: text, b: { type: 'array', items: { type: 'number' } } }),
  },
  'properties that are called like keywords survive': {
    schema: object(keywordNames, { required: ['examples', 'const', 'default', 'type'] }),
    out: object(keywordNames, { required: ['examples', 'const', 'default', 'type'] }),
  },
  'references are put in place, with what stands beside them': {
    schema: object(
      { a: { $ref: '#/$defs/A', description: 'here' }, b: { $ref: '#/definitions/B~1b' } },
      {
        $defs: { A: { type: 'integer', description: 'there' } },
        definitions: { 'B/b': { $ref: '#/$defs/A' } },
      },
    ),
    out: object({
      a: { type: 'integer', description: 'here' },
      b: { type: 'integer', description: 'there' },
    }),
  },
  'a schema that holds itself is cut where it repeats': {
    schema: object({ children: { type: 'array', items: { $ref: '#' } }, name: text }),
    out: object({ children: { type: 'array', items: {} }, name: text }),
  },
  'the same definition used twice is no cycle': {
    schema: object({ a: { $ref: '#/$defs/A' }, b: { $ref: '#/$defs/A' } }, { $defs: { A: text } }),
    out: object({ a: text, b: text }),
  },
  'a reference to nowhere leaves the rest': {
    schema: object({
      a: { $ref: '#/$defs/Gone', description: 'd' },
      b: { $ref: 'https://x.example/s.json' },
    }),
    out: object({ a: { description: 'd' }, b: {} }),
  },
  'a type that may be null stays a list': {
    schema: object({
      a: { type: ['string', 'null'] },
      b: { type: 'STRING', nullable: true },
      c: { type: ['integer'] },
    }),
    out: object({ a: { type: ['string', 'null'] }, b: { type: ['string', 'null'] }, c: { type: 'integer' } }),
  },
  'exclusive bounds become inclusive ones': {
    schema: object({
      a: { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 10 },
      b: { type: 'number', exclusiveMinimum: 0.5, maximum: 2 },
      c: { type: 'integer', minimum: 3, exclusiveMinimum: true },
      d: { type: 'integer', minimum: 5, exclusiveMinimum: 1 },
    }),
    out: object({
      a: { type: 'integer', minimum: 1, maximum: 9 },
      b: { type: 'number', minimum: 0.5, maximum: 2 },
      c: { type: 'integer', minimum: 4 },
      d: { type: 'integer', minimum: 5 },
    }),
  },
  'a constant is an enum of one, and tells the type': {
    schema: object({ a: { const: 'x' }, b: { type: 'integer', const: 3 }, c: { const: true } }),
    out: object({
      a: { type: 'string', enum: ['x'] },
      b: { type: 'integer', enum: [3] },
      c: { type: 'boolean' },
    }),
  },
  'enums hold what their type allows': {
    schema: object({
      a: { type: 'string', enum: [1, true, 'x', null, ''] },
      b: { type: 'boolean', enum: [true] },
      c: { type: 'integer', enum: [1, 2] },
      d: { type: 'string', enum: [] },
    }),
    out: object({
      a: { type: 'string', enum: ['1', 'true', 'x'] },
      b: { type: 'boolean' },
      c: { type: 'integer', enum: [1, 2] },
      d: text,
    }),
  },
  'formats of texts that Google does not know are left out': {
    schema: object({
      a: { ...text, format: 'uri' },
      b: { ...text, format: 'date-time' },
      c: { type: 'integer', format: 'int64' },
    }),
    out: object({ a: text, b: { ...text, format: 'date-time' }, c: { type: 'integer', format: 'int64' } }),
  },
  'oneOf is anyOf, and both together are one list': {
    schema: object({
      a: { oneOf: [text, { type: 'null' }] },
      b: { anyOf: [text], oneOf: [{ type: 'integer' }] },
    }),
    out: object({ a: { anyOf: [text, { type: 'null' }] }, b: { anyOf: [text, { type: 'integer' }] } }),
  },
  'a choice with an empty type does not get out': {
    schema: object({ a: { anyOf: [{ type: '' }, text], description: 'd' } }),
    out: object({ a: { description: 'd' } }),
  },
  'allOf is merged into its node': {
    schema: {
      allOf: [{ $ref: '#/$defs/A' }, object({ b: { type: 'integer' } }, { required: ['b'] })],
      properties: { c: text },
      required: ['c'],
      $defs: { A: object({ a: text }, { required: ['a'], description: 'from A' }) },
    },
    out: {
      ...object({ b: { type: 'integer' }, a: text, c: text }),
      required: ['c', 'a', 'b'],
      description: 'from A',
    },
  },
  'properties of conditional branches are hoisted, and stay optional': {
    schema: object(
      { kind: text },
      {
        required: ['kind'],
        if: {},
        ...(JSON.parse('{"then":{"properties":{"a":{"type":"string"}},"required":["a"]}}') as JsonObject),
        else: { properties: { b: { type: 'integer' } } },
      },
    ),
    out: object({ b: { type: 'integer' }, a: text, kind: text }, { required: ['kind'] }),
  },
  'required names only what exists, once': {
    schema: object({ a: text }, { required: ['a', 'gone', 'a', 5] }),
    out: object({ a: text }, { required: ['a'] }),
  },
  'required on a property itself is lifted': {
    schema: object({ a: { ...text, required: true }, b: { ...text, required: false } }),
    out: object({ a: text, b: text }, { required: ['a'] }),
  },
  'a bare map of properties gets its wrapper': {
    schema: { path: { type: 'string', description: 'p' }, depth: { type: 'integer' } },
    out: object({ path: { type: 'string', description: 'p' }, depth: { type: 'integer' } }),
  },
  'an object without properties is allowed inside': {
    schema: object({ a: { type: 'object' }, b: { type: 'object', additionalProperties: text } }),
    out: object({ a: { type: 'object' }, b: { type: 'object', additionalProperties: text } }),
  },
  'an array without items gets some, a tuple keeps its own': {
    schema: object({
      a: { type: 'array' },
      b: { type: 'array', items: [text, { type: 'integer' }] },
      c: { items: text },
    }),
    out: object({
      a: { type: 'array', items: {} },
      b: { type: 'array', prefixItems: [text, { type: 'integer' }] },
      c: { type: 'array', items: text },
    }),
  },
  'nodes that are no schemas allow anything': {
    schema: object({ a: true, b: 'string', c: null }),
    out: object({ a: {}, b: {}, c: {} }),
  },
};

/** Key order does not matter to Google; sameness between two renderings is tested apart. */
describe('schema translation', () => {
  for (const [name, { schema, out }] of Object.entries(cases)) {
    it(`holds: ${name}`, () => expect(translateSchema(schema)).toEqual(out));
  }

  it('leaves out the parameters of a function that takes none', () => {
    for (const schema of [
      undefined,
      {},
      { type: 'object' },
      object({}),
      object({}, { additionalProperties: false }),
    ]) {
      expect(translateParameters(schema)).toBeUndefined();
    }
  });

  it('keeps parameters that are open or a choice', () => {
    expect(translateParameters({ type: 'object', additionalProperties: true })).toEqual({
      type: 'object',
      additionalProperties: true,
    });
    expect(translateParameters({ anyOf: [object({ a: text })] })).toMatchObject({ type: 'object' });
  });

  it('gives equal schemas equal bytes, keys of properties in their order', () => {
    const make = (): JsonObject =>
      object({ zeta: text, alpha: { $ref: '#/$defs/A' } }, { $defs: { A: object({ y: text, x: text }) } });
    expect(JSON.stringify(translateSchema(make()))).toBe(JSON.stringify(translateSchema(make())));
    expect(Object.keys(translateSchema(make())['properties'] as JsonObject)).toEqual(['zeta', 'alpha']);
  });

  it('does not change what it is given', () => {
    for (const { schema } of Object.values(cases)) {
      const before = JSON.stringify(schema);
      translateSchema(structuredClone(schema));
      translateSchema(schema);
      expect(JSON.stringify(schema)).toBe(before);
    }
  });

  it('survives definitions that multiply', () => {
    const $defs: JsonObject = {};
    for (let level = 0; level < 30; level++) {
      const next = { $ref: `#/$defs/D${level + 1}` };
      $defs[`D${level}`] = object({ a: next, b: next, c: next });
    }
    expect(translateSchema({ $ref: '#/$defs/D0', $defs })).toHaveProperty('properties');
  });
});

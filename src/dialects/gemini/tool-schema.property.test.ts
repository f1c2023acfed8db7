import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObject, type JsonValue } from '../../lib/json.ts';
import { translateSchema } from './tool-schema.ts';

const allowed = new Set(
  (
    'type format title description enum items prefixItems minItems maxItems minLength maxLength minProperties ' +
    'maxProperties minimum maximum pattern anyOf properties additionalProperties required propertyOrdering default'
  ).split(' '),
);

function strangers(node: JsonValue | undefined): string[] {
  if (!isObject(node)) return [];
  const { properties, items, prefixItems, anyOf, additionalProperties } = node;
  const inner = [
    ...Object.values(isObject(properties) ? properties : {}),
    items,
    additionalProperties,
    ...(Array.isArray(prefixItems) ? prefixItems : []),
    ...(Array.isArray(anyOf) ? anyOf : []),
  ];
  return [...Object.keys(node).filter((name) => !allowed.has(name)), ...inner.flatMap(strangers)];
}

describe('any schema', () => {
  const words = fc.constantFrom(
    ...(
      'type properties items required enum const anyOf oneOf allOf not if then $ref $defs format minimum ' +
      'exclusiveMinimum description a b __proto__ default nullable'
    ).split(' '),
  );
  const { node } = fc.letrec<{ node: JsonValue }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom<JsonValue[]>(
        'string',
        'object',
        '#/$defs/a',
        '#',
        true,
        null,
        3,
        ['string', 'null'],
        [],
      ),
      fc.dictionary(words, tie('node'), { maxKeys: 5 }) as fc.Arbitrary<JsonValue>,
      fc.array(tie('node'), { maxLength: 3 }),
    ),
  }));

  it('comes out with known keywords alone, required names that exist, and no surprise', () => {
    fc.assert(
      fc.property(fc.dictionary(words, node, { maxKeys: 6 }), (schema) => {
        const out = translateSchema(schema);
        expect(strangers(out)).toEqual([]);
        JSON.stringify(out);
      }),
      { numRuns: 500 },
    );
  });
});

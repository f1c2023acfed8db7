import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/json.ts';
import { emitErrors } from './emit-errors.ts';
import { valuesOf } from './emitted-values.ts';
import { handWrittenSpecs } from './hand-written-specs.fixture.ts';
import { createSpecSet, type Schemas } from './spec-set.ts';
import { createTally, type Tally } from './tally.ts';

function withSchema(openai: JsonObject): Schemas {
  return { openai, anthropic: openai, gemini: {} };
}

const thing: JsonObject = {
  type: 'object',
  properties: {
    kind: { type: 'string', enum: ['thing'] },
    size: { type: 'integer' },
    part: { $ref: '#/components/schemas/Part' },
    note: { type: 'string', nullable: true },
    free: { type: 'object' },
  },
  required: ['kind', 'size'],
};
const both = {
  Thing: thing,
  Part: {
    allOf: [{ $ref: '#/components/schemas/Base' }, { type: 'object', properties: { b: { type: 'string' } } }],
  },
  Base: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
  Either: { oneOf: [{ $ref: '#/components/schemas/Thing' }, { $ref: '#/components/schemas/Base' }] },
};

describe('a specification', () => {
  const strict = createSpecSet(withSchema(both), false);
  const lenient = createSpecSet(withSchema(both), true);

  it.each<[string, string, JsonObject, boolean]>([
    ['takes what it names', 'Thing', { kind: 'thing', size: 1, free: { any: 1 }, note: null }, true],
    [
      'takes parts that are made up of several',
      'Thing',
      { kind: 'thing', size: 1, part: { a: 'x', b: 'y' } },
      true,
    ],
    ['takes any member of a union', 'Either', { a: 'x' }, true],
    ['refuses a field that it does not name', 'Thing', { kind: 'thing', size: 1, colour: 'red' }, false],
    [
      'refuses such a field deep inside',
      'Thing',
      { kind: 'thing', size: 1, part: { a: 'x', c: 'y' } },
      false,
    ],
    ['refuses such a field in a union', 'Either', { a: 'x', kind: 'thing' }, false],
    ['refuses a wrong type', 'Thing', { kind: 'thing', size: 'x' }, false],
    ['misses what must be there', 'Thing', { kind: 'thing' }, false],
  ])('%s', (_what, schema, value, valid) => {
    expect(strict.check('openai', schema, value).length === 0).toBe(valid);
  });

  it('misses nothing but what tells an object from others where it is lenient', () => {
    expect(lenient.check('openai', 'Thing', { kind: 'thing' })).toEqual([]);
    expect(lenient.check('openai', 'Thing', { size: 1 })).not.toEqual([]);
  });

  it('lets null stand for a field only where the vendor sends it', () => {
    const value = { kind: 'thing', size: null };
    expect(strict.check('openai', 'Thing', value)).toEqual([]);
    expect(strict.check('anthropic', 'Thing', value)).not.toEqual([]);
  });
});

describe('the errors of every door', () => {
  function tallyErrors(change: (body: string) => string): Tally {
    const tally = createTally(createSpecSet(handWrittenSpecs, false));
    emitErrors((emitted) => {
      for (const value of valuesOf({ ...emitted, body: change(emitted.body) }))
        tally.add(value, `${emitted.protocol} ${emitted.id}`);
    });
    return tally;
  }

  it('are as the vendors describe them', () => {
    const { counts, mistakes } = tallyErrors((body) => body);
    expect([...mistakes]).toEqual([]);
    expect([...counts.keys()].sort()).toEqual([
      'anthropic ErrorResponse',
      'gemini Status',
      'openai ErrorResponse',
      'openai ResponseStreamEvent',
    ]);
  });

  it('would be found out if they were not', () => {
    const { mistakes } = tallyErrors((body) => body.replaceAll('"message"', '"massage"'));
    expect([...mistakes.keys()].join('\n')).toMatch(/anthropic[^]*gemini[^]*openai|massage/u);
    expect(mistakes.size).toBeGreaterThan(3);
  });
});

describe('the command', () => {
  const script = fileURLToPath(new URL('run.ts', import.meta.url));

  it.each([
    ['no folders are named', []],
    ['the specifications are missing', [`${tmpdir()}/no-such-specifications`, tmpdir()]],
  ])('says so and exits with 2 when %s', async (_what, args) => {
    const { code, said } = await new Promise<{ code: unknown; said: string }>((resolve) => {
      execFile(process.execPath, [script, ...args], (error, _stdout, stderr) =>
        resolve({ code: error?.code ?? 0, said: stderr }),
      );
    });
    expect(code).toBe(2);
    expect(said).toContain('Nothing was validated');
  });
});

import { describe, expect, it } from 'vitest';
import { compileGlobs } from './glob.ts';

const cases: readonly (readonly [patterns: readonly string[], name: string, matches: boolean])[] = [
  [['gemini-3*'], 'gemini-3.8-flash', true],
  [['gemini-3*'], 'gemini-2.5-flash', false],
  [['gemini-3*'], 'my-gemini-3', false],
  [['a', 'b*'], 'bc', true],
  [['*'], '', true],
  [['gemini-3.8'], 'gemini-3x8', false],
  [['gpt-?'], 'gpt-5', true],
  [['gpt-?'], 'gpt-', false],
  [['Claude-*'], 'claude-opus', true],
  [['a+b(c)|[d]'], 'a+b(c)|[d]', true],
  [['a*a'], 'a', false],
  [['a*a'], 'aa', true],
  [['*b*b'], 'ab', false],
  [['*a?c*d'], 'abacaacd', true],
  [['*a?c*c'], 'xabc', false],
  [['?*?'], 'x', false],
  [['a**b'], 'ab', true],
  [[], 'anything', false],
];

describe('globs', () => {
  for (const [patterns, name, matches] of cases) {
    it(`${JSON.stringify(patterns)} ${matches ? 'match' : 'do not match'} "${name}"`, () => {
      expect(compileGlobs(patterns)(name)).toBe(matches);
    });
  }

  it.each(['*-a*-b', '*-a*-a*-a*-a*-b', '*-?*-?*-?*-?*-b'])(
    '%s is done at once with a name of a million signs',
    (glob) => {
      expect(compileGlobs([glob])('-a'.repeat(500_000))).toBe(false);
    },
  );
});

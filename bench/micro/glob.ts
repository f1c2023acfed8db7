// Whether a key serves a model: mostly the same name again. Beside a regular expression, and with a name made to cost time.

import { compileGlobs } from '../../src/lib/glob.ts';
import type { Cases } from '../measure-cases.ts';

const names = ['gemini-3.8-flash', 'gemini-3.8-pro', 'claude-sonnet-5', 'gpt-6-mini'];
const hostile = ['a'.repeat(500), `${'a'.repeat(499)}b`];
let turn = 0;
const next = (list: readonly string[]): string => list[turn++ % list.length] ?? '';

const known = compileGlobs(['gemini-*-flash', 'gpt-*']);
const fresh = compileGlobs(['gemini-*-flash', 'gpt-*']);
const manyStars = compileGlobs(['*a*a*a*a*c']);
const expression = /^(?:gemini-.*-flash|gpt-.*)$/iu;

export const cases: Cases = {
  'the same name again': () => known('gemini-3.8-flash'),
  'another name each time': () => fresh(next(names)),
  'a regular expression': () => expression.test(next(names)),
  'five stars, a name of 500 characters': () => manyStars(next(hostile)),
};

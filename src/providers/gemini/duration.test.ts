import { describe, expect, it } from 'vitest';
import { parseDuration } from './duration.ts';

describe('parseDuration', () => {
  const cases: readonly (readonly [string | undefined, number | undefined])[] = [
    ['38s', 38_000],
    ['38.204824224s', 38_205],
    ['900ms', 900],
    ['964.972314ms', 965],
    ['0s', undefined],
    ['0.0s', undefined],
    ['', undefined],
    ['soon', undefined],
    ['-3s', undefined],
    [undefined, undefined],
  ];
  for (const [text, ms] of cases) {
    it(`reads ${String(text)} as ${String(ms)} ms`, () => {
      expect(parseDuration(text)).toBe(ms);
    });
  }
});

import { describe, expect, it } from 'vitest';
import { tryParseJson, tryParseJsonExact } from './json.ts';

const nested = (depth: number, within = '1'): string => '['.repeat(depth) + within + ']'.repeat(depth);
const DIGITS = '12345678901234567890';

describe.each([
  ['tryParseJson', tryParseJson],
  ['tryParseJsonExact', tryParseJsonExact],
])('%s', (_name, parse) => {
  it.each(['1', DIGITS])(
    'reads what nests a thousand levels deep, and nothing deeper, around %s',
    (within) => {
      expect(parse(nested(1000, within))).toBeInstanceOf(Array);
      expect(parse(nested(1001, within))).toBeUndefined();
      expect(parse(`{"a":${nested(100_000, within)}}`)).toBeUndefined();
    },
  );

  it('counts neither brackets in strings nor those that stand side by side', () => {
    const flat = [...Array(3000).keys()].map(() => ({ text: '[{' }));
    expect(parse(JSON.stringify(flat))).toEqual(flat);
  });

  it('gives undefined for what is no JSON', () => {
    expect(['', '{', 'undefined', nested(3).slice(1)].map(parse)).toEqual(Array(4).fill(undefined));
  });
});

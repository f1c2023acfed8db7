import { describe, expect, it } from 'vitest';
import { jsonDepth } from './json-depth.ts';

describe('json depth', () => {
  for (const [text, depth] of [
    ['1', 0],
    ['{}', 1],
    ['{"a":[{"b":1}]}', 3],
    ['"[[[["', 0],
    [String.raw`{"a":"\"[[["}`, 1],
    [String.raw`["\\",[]]`, 2],
    ['["unclosed', 1],
  ] as const) {
    it(`counts ${depth} in ${text}`, () => expect(jsonDepth(Buffer.from(text), 100)).toBe(depth));
  }

  it('stops soon after the limit', () => {
    expect(jsonDepth(Buffer.from('['.repeat(1_000_000)), 10)).toBe(11);
  });
});

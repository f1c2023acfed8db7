import { describe, expect, it } from 'vitest';
import { formatByteSize, parseByteSize } from './byte-size.ts';

describe('parseByteSize', () => {
  it.each([
    ['100mb', 104_857_600],
    ['100 MB', 104_857_600],
    ['64k', 65_536],
    ['1GiB', 1_073_741_824],
    ['1.5kb', 1536],
    ['2048', 2048],
    [2048, 2048],
  ])('reads %j as %d bytes', (written, bytes) => {
    expect(parseByteSize(written)).toBe(bytes);
  });

  it.each(['', 'mb', '-1mb', '1tb', '1 constructor', '1e9', '99999999999999gb', null, false, {}])(
    'refuses %j',
    (written) => {
      expect(parseByteSize(written)).toBeUndefined();
    },
  );
});

describe('formatByteSize', () => {
  it.each([1, 1000, 1024, 32_768, 104_857_600, 268_435_456, 1_073_741_824])(
    'spells %d so that it reads back',
    (bytes) => {
      expect(parseByteSize(formatByteSize(bytes))).toBe(bytes);
    },
  );
});

import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['500ms', 500],
    ['3s', 3000],
    ['1.5s', 1500],
    ['10m', 600_000],
    ['1h', 3_600_000],
    ['2d', 172_800_000],
    [' 10 M ', 600_000],
    ['90', 90_000],
    [90, 90_000],
    [0.25, 250],
    ['0', 0],
  ])('reads %j as %d ms', (written, ms) => {
    expect(parseDuration(written)).toBe(ms);
  });

  it.each(['', 's', '-3s', '3 weeks', '1h30m', 'NaN', '1e3', '31d', '99999999999999h', null, true, [], {}])(
    'refuses %j',
    (written) => {
      expect(parseDuration(written)).toBeUndefined();
    },
  );
});

describe('formatDuration', () => {
  it.each([0, 1, 250, 1500, 3000, 90_000, 120_000, 3_600_000, 86_400_000])(
    'spells %d ms so that it reads back',
    (ms) => {
      expect(parseDuration(formatDuration(ms))).toBe(ms);
    },
  );

  it('prefers the largest whole unit', () => {
    expect([7_200_000, 180_000, 75_000, 1500].map(formatDuration)).toEqual(['2h', '3m', '75s', '1500ms']);
  });
});

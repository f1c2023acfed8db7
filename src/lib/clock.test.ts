import { describe, expect, it } from 'vitest';
import { createSystemClock } from './clock.ts';

describe('the clock of the machine', () => {
  const cases: Record<string, { readings: number[]; told: number[] }> = {
    'goes as the machine goes': { readings: [1000, 1005, 90_000], told: [1000, 1005, 90_000] },
    'goes on after the machine was set back': {
      readings: [3_600_000, 0, 10, 5000],
      told: [3_600_000, 3_600_000, 3_600_010, 3_605_000],
    },
    'goes on after it was set back twice': {
      readings: [100_000, 50_000, 50_100, 20_000, 20_007],
      told: [100_000, 100_000, 100_100, 100_100, 100_107],
    },
    'stands still for a correction of up to a second, instead of being put off': {
      readings: [10_000, 9000, 9500, 10_001],
      told: [10_000, 10_000, 10_000, 10_001],
    },
    'follows a jump ahead': { readings: [0, 3_600_000], told: [0, 3_600_000] },
  };
  it.each(Object.entries(cases))('%s', (_name, { readings, told }) => {
    const left = readings.values();
    const clock = createSystemClock(() => left.next().value ?? 0);
    expect(readings.map(() => clock.now())).toEqual(told);
  });
});

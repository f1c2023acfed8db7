import { describe, expect, it } from 'vitest';
import { nextPacificMidnight } from './pacific-day.ts';

describe('next Pacific midnight', () => {
  it.each([
    ['in winter', '2026-01-15T12:00:00.500Z', '2026-01-16T08:00:00.000Z'],
    ['in summer', '2026-07-15T12:00:00.000Z', '2026-07-16T07:00:00.000Z'],
    ['a millisecond before midnight', '2026-07-16T06:59:59.999Z', '2026-07-16T07:00:00.000Z'],
    ['at midnight itself', '2026-07-16T07:00:00.000Z', '2026-07-17T07:00:00.000Z'],
    ['on the day of 23 hours', '2026-03-08T08:00:00.000Z', '2026-03-09T07:00:00.000Z'],
    ['late on the day of 23 hours', '2026-03-09T06:30:00.000Z', '2026-03-09T07:00:00.000Z'],
    ['the evening before the day of 23 hours', '2026-03-08T07:30:00.000Z', '2026-03-08T08:00:00.000Z'],
    ['on the day of 25 hours', '2026-11-01T07:00:00.000Z', '2026-11-02T08:00:00.000Z'],
    ['late on the day of 25 hours', '2026-11-02T07:30:00.000Z', '2026-11-02T08:00:00.000Z'],
    ['in the hour that comes twice', '2026-11-01T09:30:00.000Z', '2026-11-02T08:00:00.000Z'],
  ])('%s', (_name, at, midnight) => {
    expect(new Date(nextPacificMidnight(Date.parse(at))).toISOString()).toBe(midnight);
  });
});

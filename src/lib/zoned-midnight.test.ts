import { describe, expect, it } from 'vitest';
import { createZonedMidnight } from './zoned-midnight.ts';

const cases: readonly (readonly [name: string, zone: string, now: string, midnight: string])[] = [
  ['summer in California', 'America/Los_Angeles', '2026-06-15T19:00:00Z', '2026-06-16T07:00:00Z'],
  ['winter in California', 'America/Los_Angeles', '2026-12-15T19:00:00Z', '2026-12-16T08:00:00Z'],
  [
    'midnight itself, which is not after itself',
    'America/Los_Angeles',
    '2026-06-16T07:00:00Z',
    '2026-06-17T07:00:00Z',
  ],
  ['a millisecond before', 'America/Los_Angeles', '2026-06-16T06:59:59.999Z', '2026-06-16T07:00:00Z'],
  [
    'the day that is an hour short, before the change',
    'America/Los_Angeles',
    '2026-03-08T08:30:00Z',
    '2026-03-09T07:00:00Z',
  ],
  [
    'the day that is an hour short, after the change',
    'America/Los_Angeles',
    '2026-03-08T10:30:00Z',
    '2026-03-09T07:00:00Z',
  ],
  [
    'the day that is an hour long, before the change',
    'America/Los_Angeles',
    '2026-11-01T07:30:00Z',
    '2026-11-02T08:00:00Z',
  ],
  ['the hour that comes twice', 'America/Los_Angeles', '2026-11-01T09:30:00Z', '2026-11-02T08:00:00Z'],
  ['the evening before a change', 'America/Los_Angeles', '2026-11-01T05:00:00Z', '2026-11-01T07:00:00Z'],
  ['UTC', 'UTC', '2026-02-28T12:00:00Z', '2026-03-01T00:00:00Z'],
  ['an offset of three quarters', 'Asia/Kathmandu', '2026-02-28T12:00:00Z', '2026-02-28T18:15:00Z'],
  ['a day without a midnight', 'America/Santiago', '2026-09-05T12:00:00Z', '2026-09-06T04:00:00Z'],
];

describe('next midnight', () => {
  for (const [name, zone, now, midnight] of cases) {
    it(`is right for ${name}`, () => {
      expect(new Date(createZonedMidnight(zone)(Date.parse(now))).toISOString()).toBe(
        new Date(midnight).toISOString(),
      );
    });
  }

  it('refuses a zone that does not exist', () => {
    expect(() => createZonedMidnight('Mars/Olympus')).toThrow(RangeError);
  });
});

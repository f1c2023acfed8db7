import { describe, expect, it } from 'vitest';
import { renderKeyStatus } from './key-status.ts';
import type { BucketStatus, KeyStatus } from './pool.ts';

const NOW_MS = Date.UTC(2023, 9, 27, 10, 0, 0);
const HALF_PAST_MS = NOW_MS + 30 * 60_000;

function key(masked: string, fields: Partial<KeyStatus> = {}): KeyStatus {
  return {
    keyId: masked,
    masked,
    project: 'p',
    state: 'active',
    health: 1,
    inFlight: 0,
    buckets: [],
    ...fields,
  };
}

function bucket(fields: Partial<BucketStatus>): BucketStatus {
  return {
    model: 'm',
    state: 'open',
    limits: {},
    usedThisMinute: 0,
    usedToday: 1,
    lastUsedMs: NOW_MS - 1000,
    ...fields,
  };
}

const resting = bucket({ state: 'cooling', untilMs: HALF_PAST_MS });

describe('renderKeyStatus', () => {
  it('has exactly the three lists and the summary', () => {
    const statuses = [
      key('AIzaSy...o_rA'),
      key('AIzaSy...t_bM', { state: 'quarantined', untilMs: HALF_PAST_MS - 1 }),
      key('AIzaSy...x_pQ', { state: 'dead' }),
    ];
    expect(renderKeyStatus(statuses, NOW_MS)).toEqual({
      available_keys: ['AIzaSy...o_rA'],
      temporarily_disabled_keys: { 'AIzaSy...t_bM': '2023-10-27T10:30:00Z' },
      permanently_disabled_keys: ['AIzaSy...x_pQ'],
      summary: { total: 3, available: 1, temporarily_disabled: 1, permanently_disabled: 1 },
    });
  });

  it('tells keys with the same mask apart', () => {
    const statuses = [key('AIz...'), key('AIz...', { state: 'dead' }), key('AIz...')];
    const report = renderKeyStatus(statuses, NOW_MS);
    expect(report.available_keys).toEqual(['AIz...', 'AIz...-3']);
    expect(report.permanently_disabled_keys).toEqual(['AIz...-2']);
  });

  const cases: readonly (readonly [string, readonly BucketStatus[], string | undefined])[] = [
    ['rests while its only bucket rests', [resting], '2023-10-27T10:30:00Z'],
    [
      'rests until the earliest of its buckets returns',
      [bucket({ state: 'cooling', untilMs: HALF_PAST_MS + 1 }), resting],
      '2023-10-27T10:30:00Z',
    ],
    ['is available while one bucket is open', [resting, bucket({})], undefined],
    [
      'is available while a bucket is being tried again',
      [resting, bucket({ state: 'half_open' })],
      undefined,
    ],
    [
      'is not kept back by a bucket that has not been used for a day',
      [resting, bucket({ lastUsedMs: NOW_MS - 90_000_000 })],
      '2023-10-27T10:30:00Z',
    ],
    ['is available before its first use', [], undefined],
    ['is available when the rest is over', [bucket({ state: 'cooling', untilMs: NOW_MS })], undefined],
  ];
  for (const [name, buckets, until] of cases) {
    it(`a key ${name}`, () => {
      const { temporarily_disabled_keys: resting } = renderKeyStatus([key('k', { buckets })], NOW_MS);
      expect(resting).toEqual(until === undefined ? {} : { k: until });
    });
  }
});

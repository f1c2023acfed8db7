import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from './retry-after.ts';

describe('parseRetryAfter', () => {
  it('reads seconds, and dates against the clock of the one who sent them', () => {
    expect(parseRetryAfter({ 'retry-after': '3' })).toBe(3000);
    const date = 'Wed, 21 Oct 2026 07:28:00 GMT';
    expect(parseRetryAfter({ 'retry-after': 'Wed, 21 Oct 2026 07:28:30 GMT', date })).toBe(30_000);
  });

  it('makes nothing of what it cannot read', () => {
    expect(parseRetryAfter({})).toBeUndefined();
    expect(parseRetryAfter({ 'retry-after': 'later' })).toBeUndefined();
    expect(parseRetryAfter({ 'retry-after': 'Wed, 21 Oct 2026 07:28:30 GMT' })).toBeUndefined();
  });
});

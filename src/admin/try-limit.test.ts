import { describe, expect, it } from 'vitest';
import { createManualClock } from '../lib/clock.ts';
import { createTryLimit } from './try-limit.ts';

function setUp() {
  const clock = createManualClock(1_900_000_000_000);
  return { clock, limit: createTryLimit(clock) };
}

describe('the limit of tries', () => {
  it('earns one try back every six seconds, ten at most', () => {
    const { clock, limit } = setUp();
    for (let index = 0; index < 10; index++) {
      expect(limit.blockedForMs('10.0.0.1')).toBe(0);
      limit.failed('10.0.0.1', `guess ${index}`);
    }
    expect(limit.blockedForMs('10.0.0.1')).toBe(6000);
    clock.advance(6000);
    expect(limit.blockedForMs('10.0.0.1')).toBe(0);
    limit.failed('10.0.0.1', 'one more');
    expect(limit.blockedForMs('10.0.0.1')).toBe(6000);
  });

  it.each([
    ['another address', '10.0.0.2', false],
    ['another network of IPv6', '2001:db8:0:2::1', false],
    ['a neighbour in the same network of IPv6', '2001:db8:0:1:ffff::2', true],
  ])('holds for %s: %s %s', (_what, address, blocked) => {
    const { limit } = setUp();
    for (let index = 0; index < 20; index++) {
      limit.failed('10.0.0.1', `guess ${index}`);
      limit.failed('2001:db8:0:1::1', `guess ${index}`);
    }
    expect(limit.blockedForMs(address) > 0).toBe(blocked);
  });

  it('forgets the longest quiet address when there are too many', () => {
    const { limit } = setUp();
    for (let index = 0; index < 10; index++) limit.failed('10.0.0.1', `guess ${index}`);
    for (let index = 0; index < 10_000; index++) limit.failed(`host-${index}`, 'guess');
    expect(limit.blockedForMs('10.0.0.1')).toBe(0);
  });
});

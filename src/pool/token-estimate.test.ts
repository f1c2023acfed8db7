import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../lib/random.ts';
import { TokenEstimate } from './token-estimate.ts';

describe('what a request is expected to take', () => {
  it('is what was estimated while nothing has been counted', () => {
    expect(new TokenEstimate().expect(100)).toBe(100);
  });

  it.each([0.25, 1, 1.8])('follows a provider that counts %f of the estimate each time', (ratio) => {
    const estimate = new TokenEstimate();
    for (let turn = 0; turn < 100; turn++) estimate.note(1000, 1000 * ratio);
    expect(Math.abs(estimate.expect(1000) - 1000 * ratio)).toBeLessThanOrEqual(1);
  });

  it('is seldom less than what is counted where counts scatter', () => {
    const random = createSeededRandom(5);
    const estimate = new TokenEstimate();
    let short = 0;
    for (let turn = 0; turn < 2000; turn++) {
      const counted = Math.round(1000 * (0.9 + 0.2 * random()));
      if (turn >= 100 && estimate.expect(1000) < counted) short++;
      estimate.note(1000, counted);
    }
    expect(short).toBeLessThan(40);
    expect(estimate.expect(1000)).toBeLessThan(1200);
  });

  it('is not carried away by one odd answer', () => {
    const estimate = new TokenEstimate();
    for (let turn = 0; turn < 50; turn++) estimate.note(100, 100);
    estimate.note(1, 1_000_000);
    expect(estimate.expect(100)).toBeLessThan(250);
  });
});

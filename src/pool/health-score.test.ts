import { describe, expect, it } from 'vitest';
import { HealthScore } from './health-score.ts';

const NOW_MS = 1_750_000_000_000;

describe('health score', () => {
  it('starts at one, stays between nought and one, and comes back with time', () => {
    const health = new HealthScore({ averageMs: undefined });
    expect(health.value(NOW_MS)).toBe(1);
    for (let turn = 0; turn < 50; turn++) health.failed(NOW_MS);
    expect(health.value(NOW_MS)).toBeGreaterThanOrEqual(0);
    expect(health.value(NOW_MS)).toBeLessThan(0.01);
    expect(health.value(NOW_MS + 300_000)).toBeCloseTo(0.5, 1);
    expect(health.value(NOW_MS + 3_600_000)).toBeGreaterThan(0.99);
  });

  it('marks a key down that is far slower than its fellows', () => {
    const norm = { averageMs: undefined };
    const [quick, slow] = [new HealthScore(norm), new HealthScore(norm)];
    for (let turn = 0; turn < 30; turn++) {
      for (let each = 0; each < 5; each++) quick.succeeded(100, NOW_MS);
      slow.succeeded(5000, NOW_MS);
    }
    expect(quick.value(NOW_MS)).toBe(1);
    expect(slow.value(NOW_MS)).toBeLessThan(0.9);
  });
});

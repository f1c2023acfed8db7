import { describe, expect, it } from 'vitest';
import { Breaker } from './breaker.ts';

const settings = { failureThreshold: 2, recoveryTimeoutMs: 60_000, successThreshold: 2 };

function opened(): Breaker {
  const breaker = new Breaker(settings);
  for (let count = 0; count < settings.failureThreshold; count++) breaker.failed(breaker.begin(0), 0);
  return breaker;
}

describe('a breaker', () => {
  it('opens after failures in a row, and only then', () => {
    const breaker = new Breaker(settings);
    breaker.failed(breaker.begin(0), 0);
    breaker.succeeded(breaker.begin(0));
    breaker.failed(breaker.begin(0), 0);
    expect(breaker.admitsAt(0)).toBe(0);
    expect(opened().admitsAt(0)).toBe(60_000);
  });

  it('lets so many trials through, and closes when they succeed', () => {
    const breaker = opened();
    expect(breaker.admitsAt(60_000)).toBe(60_000);
    const trials = [breaker.begin(60_000), breaker.begin(60_000)];
    expect(breaker.admitsAt(60_000)).toBeGreaterThan(60_000);
    for (const trial of trials) breaker.succeeded(trial);
    expect(breaker.admitsAt(60_001)).toBe(60_001);
  });

  it('does not refuse everybody while its trials think', () => {
    const breaker = opened();
    breaker.admitsAt(60_000);
    breaker.begin(60_000);
    breaker.begin(60_000);
    expect(breaker.admitsAt(74_000)).toBe(75_000);
    expect(breaker.admitsAt(75_000)).toBe(75_000);
    breaker.begin(75_000);
    expect(breaker.admitsAt(75_001)).toBeGreaterThan(75_001);
  });

  it('opens longer when a trial fails', () => {
    const breaker = opened();
    breaker.admitsAt(60_000);
    breaker.failed(breaker.begin(60_000), 60_000);
    expect(breaker.admitsAt(60_000)).toBe(180_000);
  });
});

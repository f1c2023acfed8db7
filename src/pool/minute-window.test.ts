import { describe, expect, it } from 'vitest';
import { MinuteWindow } from './minute-window.ts';

const START_MS = 1_750_000_000_000;

describe('minute window', () => {
  it('counts an entry for sixty seconds and no more than a second longer', () => {
    const window = new MinuteWindow();
    window.total(START_MS);
    window.add(MinuteWindow.slot(START_MS, START_MS), 1);
    expect(window.total(START_MS + 60_000)).toBe(1);
    expect(window.total(START_MS + 61_000)).toBe(0);
  });

  it('says when it will have sunk far enough, and then has', () => {
    const window = new MinuteWindow();
    window.total(START_MS);
    for (let second = 0; second < 10; second++)
      window.add(MinuteWindow.slot(START_MS + second * 1000, START_MS + second * 1000), 2);
    const atMs = window.sinksTo(15, START_MS + 10_000);
    expect(window.total(atMs - 1)).toBeGreaterThan(15);
    expect(window.total(atMs)).toBeLessThanOrEqual(15);
  });

  it('counts what has no answer yet as late as the provider may count it, up to a few seconds', () => {
    expect(MinuteWindow.latestSlot(START_MS)).toBe(MinuteWindow.slot(START_MS + 60_000, START_MS));
    expect(MinuteWindow.latestSlot(START_MS)).toBeGreaterThan(MinuteWindow.slot(START_MS + 1000, START_MS));
  });

  it('takes back, but not what has already left', () => {
    const window = new MinuteWindow();
    window.total(START_MS);
    const slot = MinuteWindow.slot(START_MS, START_MS);
    window.add(slot, 3);
    window.add(slot, -1);
    expect(window.total(START_MS)).toBe(2);
    expect(window.total(START_MS + 3_600_000)).toBe(0);
    window.add(slot, -2);
    expect(window.total(START_MS + 3_600_000)).toBe(0);
  });
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FarDeadlines } from './far-deadlines.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function dueIn(ms: number, expired: number[]) {
  return { dueMs: performance.now() + ms, place: -1, expire: () => void expired.push(ms) };
}

it('expires each at its time, at most a second late, and none that has ended', () => {
  const deadlines = new FarDeadlines();
  const expired: number[] = [];
  const ended = dueIn(20_000, expired);
  for (const due of [dueIn(30_000, expired), dueIn(10_500, expired), ended]) deadlines.add(due);
  deadlines.delete(ended);
  vi.advanceTimersByTime(10_000);
  expect(expired).toEqual([]);
  vi.advanceTimersByTime(1500);
  expect(expired).toEqual([10_500]);
  vi.advanceTimersByTime(60_000);
  expect(expired).toEqual([10_500, 30_000]);
});

it('runs no timer while there is nothing to watch, and starts again', () => {
  const deadlines = new FarDeadlines();
  const expired: number[] = [];
  deadlines.add(dueIn(10_000, expired));
  vi.advanceTimersByTime(12_000);
  expect(vi.getTimerCount()).toBe(0);
  deadlines.add(dueIn(10_000, expired));
  vi.advanceTimersByTime(12_000);
  expect(expired).toEqual([10_000, 10_000]);
});

it('lets one that expires add another', () => {
  const deadlines = new FarDeadlines();
  const expired: number[] = [];
  const next = dueIn(40_000, expired);
  deadlines.add({ dueMs: performance.now() + 10_000, place: -1, expire: () => deadlines.add(next) });
  vi.advanceTimersByTime(42_000);
  expect(expired).toEqual([40_000]);
});

it('keeps the others when one in the middle ends, however often it says so', () => {
  const deadlines = new FarDeadlines();
  const expired: number[] = [];
  const all = [11_000, 12_000, 13_000, 14_000].map((ms) => dueIn(ms, expired));
  for (const due of all) deadlines.add(due);
  for (const at of [1, 1, 3]) deadlines.delete(all[at] ?? fail());
  vi.advanceTimersByTime(20_000);
  expect(expired.toSorted((one, other) => one - other)).toEqual([11_000, 13_000]);
});

function fail(): never {
  throw new Error('no such deadline');
}

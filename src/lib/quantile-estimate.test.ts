import { expect, it } from 'vitest';
import { QuantileEstimate } from './quantile-estimate.ts';

/** A seeded generator: the same numbers each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

it.each([
  ['even', (next: () => number) => next() * 1000],
  ['with a long tail', (next: () => number) => -200 * Math.log(1 - next())],
  ['in two humps', (next: () => number) => (next() < 0.9 ? 100 + 50 * next() : 2000 + 500 * next())],
])('is near the exact 95th percentile of numbers that are spread %s', (_how, draw) => {
  const next = numbers(3);
  const drawn = Array.from({ length: 5000 }, () => draw(next));
  const estimate = new QuantileEstimate(0.95);
  for (const value of drawn) estimate.add(value);
  const exact = drawn.toSorted((a, b) => a - b)[4750] ?? 0;
  expect(estimate.count).toBe(5000);
  expect(Math.abs(estimate.value / exact - 1)).toBeLessThan(0.05);
});

it('follows a distribution that moves', () => {
  const next = numbers(5);
  const estimate = new QuantileEstimate(0.95);
  for (let i = 0; i < 200; i++) estimate.add(100 + next());
  for (let i = 0; i < 2000; i++) estimate.add(1000 + next());
  expect(estimate.value).toBeGreaterThan(999);
});

it.each([
  [[], Number.NaN],
  [[7], 7],
  [[9, 1, 5], 9],
])('is exact of a few: %j', (values, wanted) => {
  const estimate = new QuantileEstimate(0.95);
  for (const value of values) estimate.add(value);
  expect(estimate.value).toBe(wanted);
});

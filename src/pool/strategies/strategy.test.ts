import { describe, expect, it } from 'vitest';
import { IndexedHeap, type HeapItem } from '../../lib/indexed-heap.ts';
import { createSeededRandom } from '../../lib/random.ts';
import { createStrategy, strategyNames, type StrategyName } from './create-strategy.ts';
import type { Candidate } from './strategy.ts';

interface Runner extends Candidate, HeapItem {
  readonly name: string;
  rank: number | undefined;
  inFlight: number;
  health: number;
  weight: number;
  chosen: number;
}

const START_MS = 1_750_000_000_000;

function race(strategyName: StrategyName, runners: readonly Partial<Runner>[], seed = 1) {
  const strategy = createStrategy(strategyName, createSeededRandom(seed), START_MS);
  const heap = new IndexedHeap<Runner>();
  const field = runners.map((fields, index): Runner => ({
    name: String(index),
    rank: undefined,
    inFlight: 0,
    health: 1,
    weight: 1,
    chosen: 0,
    priority: 0,
    heapIndex: -1,
    ...fields,
  }));
  let nowMs = START_MS;
  function enter(runner: Runner): void {
    runner.rank = strategy.enter(runner, nowMs);
    heap.push(runner, runner.rank);
  }
  /** One choice, and the end of the request at once. */
  function choose(): Runner {
    const runner = heap.peek();
    if (!runner) throw new Error('nobody is ready');
    runner.chosen++;
    runner.inFlight++;
    runner.rank = strategy.lease(runner, nowMs);
    heap.move(runner, runner.rank);
    runner.inFlight--;
    runner.rank = strategy.release(runner, nowMs);
    heap.move(runner, runner.rank);
    nowMs += 37;
    return runner;
  }
  for (const runner of field) enter(runner);
  return { field, heap, enter, choose };
}

/** The 99.9 % point of chi-square with nine degrees of freedom. */
const CHI_SQUARE_9 = 27.9;

describe.each(strategyNames)('strategy %s', (name) => {
  it('is fair among equals, by chi-square', () => {
    const { field, choose } = race(
      name,
      Array.from({ length: 10 }, () => ({})),
    );
    for (let turn = 0; turn < 5000; turn++) choose();
    const chiSquare = field.reduce((sum, { chosen }) => sum + (chosen - 500) ** 2 / 500, 0);
    expect(chiSquare).toBeLessThan(CHI_SQUARE_9);
  });

  it('gives one that was away no more than a short spell of catching up', () => {
    const { field, heap, enter, choose } = race(name, [{}, {}, {}, {}]);
    const [away] = field;
    if (!away) throw new Error('unreachable');
    heap.remove(away);
    for (let turn = 0; turn < 3000; turn++) choose();
    enter(away);
    away.chosen = 0;
    for (let turn = 0; turn < 400; turn++) choose();
    expect(away.chosen).toBeGreaterThan(50);
    expect(away.chosen).toBeLessThan(250);
  });
});

describe('what each strategy is for', () => {
  it('round_robin keeps the order of the configuration', () => {
    const { choose } = race('round_robin', [{}, {}, {}]);
    expect(Array.from({ length: 7 }, () => choose().name).join('')).toBe('0120120');
  });

  it('weighted shares by weight', () => {
    const { field, choose } = race('weighted', [{ weight: 3 }, { weight: 1 }]);
    for (let turn = 0; turn < 400; turn++) choose();
    expect(field.map(({ chosen }) => chosen)).toEqual([300, 100]);
  });

  it('health shares by the square of the score', () => {
    const scores = [1, 0.9, 0.7, 0.5, 0.3];
    const { field, choose } = race(
      'health',
      scores.map((health) => ({ health })),
    );
    for (let turn = 0; turn < 5000; turn++) choose();
    const whole = scores.reduce((sum, score) => sum + score ** 2, 0);
    for (const [index, { chosen }] of field.entries())
      expect(Math.abs(chosen - (5000 * (scores[index] ?? 0) ** 2) / whole)).toBeLessThan(2);
  });

  it('health leaves the ailing a trickle', () => {
    const { field, choose } = race('health', [{ health: 1 }, { health: 0.1 }]);
    for (let turn = 0; turn < 1000; turn++) choose();
    expect(field[1]?.chosen).toBeGreaterThan(5);
    expect(field[1]?.chosen).toBeLessThan(40);
  });

  it('least_in_flight avoids the busy', () => {
    const { field, choose } = race('least_in_flight', [{ inFlight: 5 }, {}, {}]);
    for (let turn = 0; turn < 100; turn++) choose();
    expect(field[0]?.chosen).toBe(0);
  });

  it('least_used prefers those without a request in this minute', () => {
    const { field, choose } = race('least_used', [{}, {}]);
    const [first, second] = [choose(), choose()];
    expect(first).not.toBe(second);
    expect(field.map(({ chosen }) => chosen)).toEqual([1, 1]);
  });
});

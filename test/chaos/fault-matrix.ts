// The matrix of one door as tests: every cell is one, and names what is wrong with it.

import { beforeAll, describe, expect, it } from 'vitest';
import type { Door } from '../matrix/door.ts';
import { findProblems } from './cell-problems.ts';
import { faultRows } from './fault-rows.ts';
import { runShape, type WorldResult } from './run-world.ts';
import { shapesOf } from './shapes.ts';

const manners = [
  ['whole', false],
  ['streamed', true],
] as const;

/** Declares the tests. */
export function testFaultsAt(door: Door): void {
  const shapes = shapesOf(door.dialect);
  const results = new Map<string, WorldResult>();
  // All shapes at once: most of the time somebody waits for a clock.
  beforeAll(async () => {
    const all = await Promise.all(
      shapes.map(async (shape) => [shape.name, await runShape(door, shape, faultRows)] as const),
    );
    for (const [name, result] of all) results.set(name, result);
  }, 240_000);

  describe.each(shapes)('$name', ({ name }) => {
    describe.each(faultRows)('$name', ({ name: fault }) => {
      it.each(manners)('has its one honest outcome: %s', (_manner, stream) => {
        const cell = results.get(name)?.cells.find((one) => one.fault === fault && one.stream === stream);
        expect(cell === undefined ? ['never run'] : findProblems(cell)).toEqual([]);
      });
    });

    it('leaves no request, socket or timer behind', () => {
      expect(results.get(name)).toMatchObject({ inFlight: 0, openSockets: 0, timers: 0 });
    });
  });
}

// A small share of `npm run fuzz`, always the same: whatever happens to a provider's stream, no caller takes half an
// answer for a whole one.

import { expect, it } from 'vitest';
import { faultNames } from './break-stream.ts';
import { fuzz, fuzzSockets } from './fuzz.ts';
import { makeCase, runCase } from './run-case.ts';
import { shrinkCase } from './shrink-case.ts';

/** A busy machine is no failure. */
const BUSY_MS = 90_000;

it(
  'tells every caller the truth about every broken stream',
  () => {
    const { counts, endings, failures } = fuzz(1500, 1);
    expect(failures.map(({ failing, wrong }) => [wrong, JSON.stringify(shrinkCase(failing))])).toEqual([]);
    // All kinds of ends were met: a fuzzing that breaks nothing, or everything, shows nothing.
    const met = new Set([...counts.keys()].map((cell) => cell.split(' ')[0]));
    expect(met).toEqual(new Set(faultNames));
    expect(Math.min(endings.well, endings.error, endings.unsent)).toBeGreaterThan(150);
  },
  BUSY_MS,
);

it(
  'tells it through a whole gateway and real sockets, too',
  async () => {
    const { runs, endings, failures } = await fuzzSockets(48, 1);
    expect(failures.map(({ failing, wrong }) => [wrong, JSON.stringify(failing)])).toEqual([]);
    expect([runs, Math.min(endings.well, endings.error, endings.unsent) > 4]).toEqual([48, true]);
  },
  BUSY_MS,
);

it('is the same case each time it is replayed', () => {
  const [once, again] = [runCase(makeCase(7)), runCase(makeCase(7))];
  expect(once).toEqual(again);
});

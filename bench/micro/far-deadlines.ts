// A deadline that is set and lifted while a thousand others stand; beside a timer for each.

import { FarDeadlines, type Due } from '../../src/upstream/far-deadlines.ts';
import type { Cases } from '../measure-cases.ts';

const OPEN = 1000;
const FAR_MS = 600_000;
const ignore = (): void => {};

const deadlines = new FarDeadlines();
const dues = Array.from({ length: OPEN }, (): Due => ({
  dueMs: performance.now() + FAR_MS,
  place: -1,
  expire: ignore,
}));
for (const due of dues) deadlines.add(due);
const timers = dues.map(() => setTimeout(ignore, FAR_MS).unref());
let turn = 0;

export const cases: Cases = {
  'lifted and set again': () => {
    const due = dues[turn++ % OPEN];
    if (due === undefined) return undefined;
    deadlines.delete(due);
    deadlines.add(due);
    return due;
  },
  'clearTimeout and setTimeout': () => {
    const place = turn++ % OPEN;
    clearTimeout(timers[place]);
    return (timers[place] = setTimeout(ignore, FAR_MS).unref());
  },
};

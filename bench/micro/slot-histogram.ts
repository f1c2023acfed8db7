// One observation; beside the metrics library's own histogram.

import { Histogram } from 'prom-client';
import { SlotHistogram } from '../../src/telemetry/slot-histogram.ts';
import type { Cases } from '../measure-cases.ts';

const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
const name = 'answer_seconds';
const help = 'Time to the whole answer';
const slots = new SlotHistogram({ name, help, label: 'provider', buckets, maxLabelValues: 50 });
const library = new Histogram({ name, help, buckets, labelNames: ['provider'], registers: [] });
const child = library.labels({ provider: 'gemini' });
let turn = 0;
const seconds = (): number => (turn++ % 64) / 8;

export const cases: Cases = {
  'an observation': () => {
    slots.observe('gemini', seconds());
    return slots;
  },
  "the library's, by label": () => {
    library.observe({ provider: 'gemini' }, seconds());
    return library;
  },
  "the library's, of a child that is kept": () => {
    child.observe(seconds());
    return child;
  },
};

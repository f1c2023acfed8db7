// One count; beside the metrics library's own counter.

import { Counter } from 'prom-client';
import { LazyCounter } from '../../src/telemetry/lazy-counter.ts';
import type { Cases } from '../measure-cases.ts';

const library = new Counter({
  name: 'requests_total',
  help: 'Requests',
  labelNames: ['client'],
  registers: [],
});
const child = library.labels({ client: 'web' });
const lazy = new LazyCounter(child);

export const cases: Cases = {
  'a count': () => {
    lazy.inc();
    return lazy;
  },
  "the library's, by label": () => {
    library.inc({ client: 'web' });
    return library;
  },
  "the library's, of a child that is kept": () => {
    child.inc();
    return child;
  },
};

// What Prometheus is told of the process: event-loop delay, garbage collection, memory, handles.

import { collectDefaultMetrics, Registry } from 'prom-client';

let registry: Registry | undefined;

/** One registry for the whole process: its observers never end, and would keep alive whatever else is registered there. */
export function processMetrics(): Registry {
  if (registry === undefined) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
  }
  return registry;
}

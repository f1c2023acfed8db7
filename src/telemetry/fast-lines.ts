// A way past the logger's general serialiser for the one line that every request writes. It exists only for loggers that
// write JSON; others are told nothing and go the usual way.

import type { Logger } from 'pino';
import type { LineQueue } from './line-queue.ts';

const queues = new WeakMap<Logger, LineQueue>();

/** From now on request lines of this logger go through the queue. */
export function offerFastLines(logger: Logger, queue: LineQueue): void {
  queues.set(logger, queue);
}

/** Undefined for loggers whose lines are made otherwise. */
export function fastLinesOf(logger: Logger): LineQueue | undefined {
  return queues.get(logger);
}

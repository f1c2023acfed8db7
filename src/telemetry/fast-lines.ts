// A way past the logger's general serialiser for the one line that every request writes. It exists only for loggers that
// write JSON; others are told nothing and go the usual way.

import type { Logger } from 'pino';

/** Writes `{"level":…,"time":…,<fields>,"msg":…}`. `fields` is JSON text without its braces. */
export type WriteFastLine = (level: string, fields: string, message: string) => void;

const writers = new WeakMap<Logger, WriteFastLine>();

/** Offers the short way for a logger. */
export function offerFastLines(logger: Logger, write: WriteFastLine): void {
  writers.set(logger, write);
}

/** Undefined for loggers whose lines are made otherwise. */
export function fastLinesOf(logger: Logger): WriteFastLine | undefined {
  return writers.get(logger);
}

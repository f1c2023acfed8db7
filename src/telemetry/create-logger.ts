// The one logger. Every line is redacted as a whole, after it was written out: a secret cannot hide in a nested field,
// a message or a stack. Knows nothing of what is logged.

import { pino, type DestinationStream, type Logger } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { createBatchedOutput } from './batched-output.ts';
import { offerFastLines } from './fast-lines.ts';
import { createLineQueue } from './line-queue.ts';
import type { Redactor } from './redact.ts';

/** pino's levels, and `silent` for no line at all: https://getpino.io/#/docs/api */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** `redactor` sees each line whole, once it was written out as JSON. */
export interface LoggerOptions {
  readonly level: LogLevel;
  /** `json`: one object a line. `pretty`: for people at a terminal. */
  readonly format: 'json' | 'pretty';
  readonly redactor: Redactor;
  /** Standard output when undefined. */
  readonly destination?: DestinationStream | undefined;
}

/** Creates the logger. Its level may be changed while it runs (`logger.level = 'debug'`). */
export function createLogger(options: LoggerOptions): Logger {
  const { redactor, destination = createBatchedOutput(1) } = options;
  const logger = pino(
    {
      level: options.level,
      // The process id and host name say nothing that the platform's own collector does not add.
      base: null,
      timestamp: () => isoTimeOf(Date.now()),
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: (line) => redactor.redact(line) },
    },
    options.format === 'pretty' ? createPrettyStream(destination) : destination,
  );
  // A destination of somebody's own is told of each line at once.
  if (options.format === 'json' && options.destination === undefined) {
    const write = (line: string): void => destination.write(redactor.redact(line));
    offerFastLines(logger, createLineQueue(write, isoTimeOf));
  }
  return logger;
}

let secondMs = -1;
let secondText = '';

/** ISO time, of which only the milliseconds change within a second. */
function isoTimeOf(nowMs: number): string {
  const millisecond = nowMs % 1000;
  if (nowMs - millisecond !== secondMs) {
    secondMs = nowMs - millisecond;
    secondText = `,"time":"${new Date(secondMs).toISOString().slice(0, 20)}`;
  }
  return `${secondText}${String(millisecond).padStart(3, '0')}Z"`;
}

function createPrettyStream(destination: DestinationStream): DestinationStream {
  const colorize = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  const prettify = prettyFactory({ colorize, singleLine: true, translateTime: 'SYS:HH:MM:ss.l' });
  return { write: (line) => destination.write(prettify(line)) };
}

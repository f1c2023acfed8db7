// Lines that may wait a moment, so that many are made in one go: the code that makes a line is cold by the time of the
// next request, and costs several times as much then. Nothing is lost when the process ends by itself.

import { atExit } from '../lib/at-exit.ts';

/** What a line says beside level, time and message. */
export interface Telling {
  /** Members of a JSON object, without its braces; asked for when the line is made. */
  readonly text: string;
}

/** Lines keep their order: one of level `warn` or above is written at once, after all that wait. */
export interface LineQueue {
  push(level: string, told: Telling, message: string): void;
  /** Makes and writes all that wait. */
  drain(): void;
}

interface WaitingLine {
  readonly level: string;
  readonly told: Telling;
  readonly message: string;
  readonly atMs: number;
}

const MOST_WAITING = 128;
const LONGEST_WAIT_MS = 50;
/** Levels whose lines may wait. */
const CALM = new Set(['trace', 'debug', 'info']);

/** Creates the queue. `write` gets one or more whole lines; `timeOf` gives `,"time":"…"` for Unix milliseconds. */
export function createLineQueue(write: (lines: string) => void, timeOf: (atMs: number) => string): LineQueue {
  let waiting: WaitingLine[] = [];
  let timer: NodeJS.Timeout | undefined;

  function lineOf({ level, told, message, atMs }: WaitingLine): string {
    return `{"level":"${level}"${timeOf(atMs)},${told.text},"msg":"${message}"}\n`;
  }

  function drain(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const lines = waiting;
    waiting = [];
    // One text: whoever takes it looks it through and measures it once.
    write(lines.map(lineOf).join(''));
  }

  atExit(drain);
  return {
    push(level, told, message) {
      const line = { level, told, message, atMs: Date.now() };
      if (!CALM.has(level)) {
        drain();
        write(lineOf(line));
        return;
      }
      waiting.push(line);
      if (waiting.length >= MOST_WAITING) drain();
      else timer ??= setTimeout(drain, LONGEST_WAIT_MS).unref();
    },
    drain,
  };
}

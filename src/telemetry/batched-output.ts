// Standard output in batches: one write for many lines while all goes well, at once for what an operator must see.
// Lines may wait a fifth of a second; none is lost when the process ends by itself.

import { writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';
import { atExit } from '../lib/at-exit.ts';

const BATCH_CHARS = 8192;
const FLUSH_EVERY_MS = 200;
const BUSY_WAIT_MS = 20;
/** How lines begin that may wait; see the logger's formatters. */
const CALM = /^\{"level":"(?:trace|debug|info)"/u;

/**
 * Creates the stream on a file descriptor. Lines that cannot be written are lost and nothing else is: a terminal that was
 * closed, a reader that left or a full disk must not end the answers that are under way.
 */
export function createBatchedOutput(fd: number): DestinationStream {
  let waiting = '';
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const bytes = Buffer.from(waiting);
    waiting = '';
    writeWhole(fd, bytes);
  }

  atExit(flush);
  return {
    write(line) {
      waiting += line;
      if (waiting.length >= BATCH_CHARS || !CALM.test(line)) flush();
      else timer ??= setTimeout(flush, FLUSH_EVERY_MS).unref();
    },
  };
}

function writeWhole(fd: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      // Somebody else who has this output made it non-blocking: waited for as it would be otherwise.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_WAIT_MS);
    }
  }
}

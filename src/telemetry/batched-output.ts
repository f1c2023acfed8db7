// Standard output in batches: one write for many lines while all goes well, at once for what an operator must see.
// Lines may wait a fifth of a second; none is lost when the process ends by itself.

import { pino, type DestinationStream } from 'pino';
import { atExit } from '../lib/at-exit.ts';

const BATCH_BYTES = 8192;
const FLUSH_EVERY_MS = 200;
/** How lines begin that may wait; see the logger's formatters. */
const CALM = /^\{"level":"(?:trace|debug|info)"/u;

/** Creates the stream on a file descriptor. */
export function createBatchedOutput(fd: number): DestinationStream {
  const destination = pino.destination({
    dest: fd,
    sync: true,
    minLength: BATCH_BYTES,
    periodicFlush: FLUSH_EVERY_MS,
  });
  atExit(() => destination.flushSync());
  return {
    write(line) {
      destination.write(line);
      if (!CALM.test(line)) destination.flushSync();
    },
  };
}

// Waiting a moment in the middle of a request.

import type { Clock } from '../lib/clock.ts';
import type { ClientSink } from './client-sink.ts';

/** Resolves after `delayMs`, or as soon as the client has left. */
export function pause(
  clock: Clock,
  delayMs: number,
  sink: Pick<ClientSink, 'gone' | 'onGone'>,
): Promise<void> {
  if (sink.gone) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = clock.after(delayMs, end);
    const forget = sink.onGone(end);
    function end(): void {
      timer.cancel();
      forget();
      resolve();
    }
  });
}

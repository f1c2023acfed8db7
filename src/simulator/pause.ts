// Waits by the simulator's clock, and stops waiting when the client goes away.
import type { ServerResponse } from 'node:http';
import type { Clock } from '../lib/clock.ts';

/** True after `delayMs`; false as soon as the response is closed. */
export function pause(clock: Clock, delayMs: number, response: ServerResponse): Promise<boolean> {
  if (response.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    const timer = clock.after(delayMs, () => {
      response.off('close', left);
      resolve(true);
    });
    const left = (): void => {
      timer.cancel();
      resolve(false);
    };
    response.once('close', left);
  });
}

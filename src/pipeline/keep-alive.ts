// Keeps a waiting client's stream open: pings after silence, from before the first content on. They commit nothing.

import { systemClock, type Clock, type Timer } from '../lib/clock.ts';
import type { ClientSink } from './client-sink.ts';

/** Claude Code gives up after 300 s of silence, proxies often after 30 or 60: well below all of them. */
const SILENCE_MS = 10_000;
const LOOK_EVERY_MS = 2500;

/** Starts pinging; returns the way to stop. `open` sends the head of the answer if it is not sent yet. */
export function startKeepAlive(
  sink: Pick<ClientSink, 'bytesWritten' | 'write'>,
  open: () => void,
  ping: string,
  clock: Clock = systemClock,
): () => void {
  let written = sink.bytesWritten;
  let silentSinceMs = clock.now();
  let timer: Timer = clock.after(LOOK_EVERY_MS, look);

  function look(): void {
    timer = clock.after(LOOK_EVERY_MS, look);
    if (sink.bytesWritten === written) {
      if (clock.now() - silentSinceMs < SILENCE_MS) return;
      open();
      sink.write(ping);
    }
    written = sink.bytesWritten;
    silentSinceMs = clock.now();
  }

  return () => timer.cancel();
}

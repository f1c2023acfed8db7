// Keeps a waiting client's stream open: pings after silence, from before the first content on. They commit nothing.

import type { ClientSink } from './client-sink.ts';

/** Claude Code gives up after 300 s of silence, proxies often after 30 or 60: well below all of them. */
const SILENCE_MS = 10_000;
const LOOK_EVERY_MS = 2500;

/** Starts pinging; returns the way to stop. `open` sends the head of the answer if it is not sent yet. */
export function startKeepAlive(sink: ClientSink, open: () => void, ping: () => string): () => void {
  const timer = setInterval(() => {
    if (performance.now() - sink.lastWriteAt < SILENCE_MS) return;
    const bytes = ping();
    if (bytes === '') return;
    open();
    sink.write(bytes);
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

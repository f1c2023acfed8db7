// How long a gateway that stops waits for what runs, and how it ends the rest.

import type { RequestsUnderWay } from './create-settlement.ts';

/** What a slow reader gets to take the end of its answer. */
const LAST_WORDS_MS = 500;

/** The HTTP server: `close` resolves when its connections have ended. */
export interface ClosingApp {
  close(): Promise<void>;
  readonly server: { closeAllConnections(): void };
}

/** Closes `app`. After `graceMs` requests under way are ended with an error, and soon after that connections are cut. */
export async function closeWithin(
  app: ClosingApp,
  underWay: RequestsUnderWay,
  graceMs: number,
): Promise<void> {
  let timer = setTimeout(() => {
    timer = setTimeout(() => app.server.closeAllConnections(), LAST_WORDS_MS);
    underWay.stop();
  }, graceMs);
  await app.close();
  clearTimeout(timer);
}

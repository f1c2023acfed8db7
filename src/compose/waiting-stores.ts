// Part of the composition root: the data directory of a gateway that runs on its simulator, opened when somebody adds a key.

import type { Stores } from '../store/open-stores.ts';

/** `close` does nothing while nothing was opened. */
export interface WaitingStores {
  /** Opens it the first time. Throws what opening throws. */
  get(): Stores;
  close(): void;
}

/** Opens nothing yet. */
export function createWaitingStores(open: () => Stores): WaitingStores {
  let stores: Stores | undefined;
  return {
    get: () => (stores ??= open()),
    close: () => stores?.close(),
  };
}

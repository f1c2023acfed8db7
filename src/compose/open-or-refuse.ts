// Part of the composition root: the stores, or a message for the terminal why the gateway must not start.

import { ConfigError } from '../config/config-error.ts';
import { UnreadableKeysError } from '../store/key-store.ts';
import { openStores, type StoreOptions, type Stores } from '../store/open-stores.ts';

/**
 * Opens the stores. Throws ConfigError when stored keys cannot be read: going on without them would look like an outage.
 * Going on without a place to keep things is none.
 */
export function openOrRefuse(options: StoreOptions): Stores {
  try {
    return openStores(options);
  } catch (error) {
    if (!(error instanceof UnreadableKeysError)) throw error;
    throw new ConfigError([
      `encryption_key: the provider keys in ${options.directory ?? ''} cannot be read: ${error.message}; start with the POLLUX_ENCRYPTION_KEY (or the file encryption.key) that they were stored under, name the former one as POLLUX_PREVIOUS_ENCRYPTION_KEY, or remove pollux.db to begin anew`,
    ]);
  }
}

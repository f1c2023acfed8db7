// Opens the file that the gateway remembers in. Without it the gateway runs on, from memory alone, and says so.

import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Logger } from 'pino';
import type { Clock } from '../lib/clock.ts';
import type { Secret } from '../lib/secret.ts';
import { formerEncryptionKeys, loadEncryptionKey } from './encryption-key.ts';
import { createKeyStore, UnreadableKeysError, type KeyStore } from './key-store.ts';
import { makeDirectory } from './make-directory.ts';
import { openDatabase } from './open-database.ts';
import { createPoolStore, type PoolStore } from './pool-store.ts';
import { createResponseStore, type ResponseStore } from './response-store.ts';
import { readStoredProviders } from './stored-providers.ts';

/** `lifetimeMs` and `maxBytes` are of kept answers; keys and the pools' state are not bounded by them. */
export interface StoreOptions {
  /** Made when it is not there; undefined keeps nothing on disk. */
  readonly directory: string | undefined;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
  /** What kept answers are sealed with, if it is configured. */
  readonly encryptionSecret: Secret | undefined;
  /** What it was sealed with before, while it is being changed. */
  readonly previousEncryptionSecret: Secret | undefined;
  readonly responses: { readonly lifetimeMs: number; readonly maxBytes: number };
}

/** Three views of one database. */
export interface Stores {
  readonly pools: PoolStore;
  readonly responses: ResponseStore;
  readonly keys: KeyStore;
  /** Writes the rest and closes the file. */
  close(): void;
}

/**
 * Opens (or makes) directory, key and database. What cannot be used is reported and done without; but throws
 * UnreadableKeysError when that would mean to go on without provider keys that are stored there.
 */
export function openStores(options: StoreOptions): Stores {
  const { directory, clock, logger } = options;
  const path = directory === undefined ? ':memory:' : join(directory, 'pollux.db');
  let opened: Opened;
  try {
    if (directory !== undefined) makeDirectory(directory);
    opened = open(path, directory, options);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof UnreadableKeysError || holdsKeys(directory)) throw new UnreadableKeysError(message);
    logger.warn({ path, message }, 'state cannot be kept: a restart will forget cooldowns and dead keys');
    opened = open(':memory:', undefined, options);
  }
  const { database, keys, encryptionKey } = opened;
  const pools = createPoolStore(database, {
    clock,
    onTrouble: (trouble) => {
      if (trouble === undefined) logger.info({ path }, 'state is kept again');
      else
        logger.warn(
          { path, message: trouble.message },
          'state cannot be written; the gateway goes on from memory',
        );
    },
  });
  return {
    pools,
    keys,
    responses: createResponseStore(database, { clock, encryptionKey, ...options.responses }),
    close() {
      pools.close();
      database.close();
    },
  };
}

interface Opened {
  readonly database: DatabaseSync;
  readonly keys: KeyStore;
  readonly encryptionKey: Buffer;
}

function open(path: string, directory: string | undefined, options: StoreOptions): Opened {
  const { encryptionSecret: secret, previousEncryptionSecret: previous, logger } = options;
  // Before the database: what is sealed with a key that is not kept must not stay in it.
  const encryptionKey = loadEncryptionKey(secret, directory);
  const database = openDatabase(path);
  try {
    const keys = createKeyStore(database, {
      durable: directory !== undefined,
      encryptionKey: loadEncryptionKey(secret, directory, 'provider keys'),
      formerKeys: formerEncryptionKeys(previous, directory, 'provider keys'),
      onDamaged: (provider, fingerprint) =>
        logger.warn(
          { provider, keyId: fingerprint.slice(0, 16) },
          'a stored provider key is damaged and not used',
        ),
    });
    return { database, keys, encryptionKey };
  } catch (error) {
    database.close();
    throw error;
  }
}

function holdsKeys(directory: string | undefined): boolean {
  if (directory === undefined) return false;
  return [...readStoredProviders(directory).counts.values()].some((count) => count > 0);
}

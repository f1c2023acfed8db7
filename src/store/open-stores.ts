// Opens the file that the gateway remembers in. Without it the gateway runs on, from memory alone, and says so.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Logger } from 'pino';
import type { Clock } from '../lib/clock.ts';
import type { Secret } from '../lib/secret.ts';
import { loadEncryptionKey } from './encryption-key.ts';
import { openDatabase } from './open-database.ts';
import { createPoolStore, type PoolStore } from './pool-store.ts';
import { createResponseStore, type ResponseStore } from './response-store.ts';

export interface StoreOptions {
  /** Made when it is not there; undefined keeps nothing on disk. */
  readonly directory: string | undefined;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
  /** What kept answers are sealed with, if it is configured. */
  readonly encryptionSecret: Secret | undefined;
  readonly responses: { readonly lifetimeMs: number; readonly maxBytes: number };
}

export interface Stores {
  readonly pools: PoolStore;
  readonly responses: ResponseStore;
  /** Writes the rest and closes the file. */
  close(): void;
}

/** Opens (or makes) directory, key and database. Never throws: what cannot be used is reported and done without. */
export function openStores(options: StoreOptions): Stores {
  const { directory, clock, logger, encryptionSecret } = options;
  const path = directory === undefined ? ':memory:' : join(directory, 'pollux.db');
  let database: DatabaseSync | undefined;
  let encryptionKey: Buffer;
  try {
    if (directory !== undefined) mkdirSync(directory, { recursive: true, mode: 0o700 });
    // Before the database: answers sealed with a key that is not kept must not stay in it.
    encryptionKey = loadEncryptionKey(encryptionSecret, directory);
    database = openDatabase(path);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    logger.warn({ path, message }, 'state cannot be kept: a restart will forget cooldowns and dead keys');
    encryptionKey = loadEncryptionKey(encryptionSecret, undefined);
  }
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
    responses: createResponseStore(database, { clock, encryptionKey, ...options.responses }),
    close() {
      pools.close();
      database?.close();
    },
  };
}

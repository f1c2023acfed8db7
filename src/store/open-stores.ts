// Opens the file that the gateway remembers in. Without it the gateway runs on, from memory alone, and says so.

import type { DatabaseSync } from 'node:sqlite';
import type { Logger } from 'pino';
import type { Clock } from '../lib/clock.ts';
import { openDatabase } from './open-database.ts';
import { createPoolStore, type PoolStore } from './pool-store.ts';
import { createResponseStore, type ResponseStore } from './response-store.ts';

export interface StoreOptions {
  /** `:memory:` keeps nothing on disk. */
  readonly path: string;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
  readonly encryptionKey: Buffer;
  readonly responses: { readonly lifetimeMs: number; readonly maxBytes: number };
}

export interface Stores {
  readonly pools: PoolStore;
  readonly responses: ResponseStore;
  /** Writes the rest and closes the file. */
  close(): void;
}

/** Opens (or makes) the database. Never throws: a file that cannot be used is reported and done without. */
export function openStores(options: StoreOptions): Stores {
  const { path, clock, logger, encryptionKey } = options;
  let database: DatabaseSync | undefined;
  try {
    database = openDatabase(path);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    logger.warn({ path, message }, 'state cannot be kept: a restart will forget cooldowns and dead keys');
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

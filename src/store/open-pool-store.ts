// Opens the file that pools remember in. Without it the gateway runs on, from memory alone, and says so.

import type { DatabaseSync } from 'node:sqlite';
import type { Logger } from 'pino';
import type { Clock } from '../lib/clock.ts';
import { openDatabase } from './open-database.ts';
import { createPoolStore, type PoolStore } from './pool-store.ts';

/** Opens (or makes) the database at `path`; `:memory:` keeps nothing on disk. Never throws. */
export function openPoolStore(
  path: string,
  tools: { readonly clock: Clock; readonly logger: Pick<Logger, 'warn' | 'info'> },
): PoolStore {
  const { clock, logger } = tools;
  let database: DatabaseSync | undefined;
  try {
    database = openDatabase(path);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    logger.warn({ path, message }, 'state cannot be kept: a restart will forget cooldowns and dead keys');
  }
  const store = createPoolStore(database, {
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
    ...store,
    close() {
      store.close();
      database?.close();
    },
  };
}

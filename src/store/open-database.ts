// Opens the embedded database and brings its tables up to date. Knows nothing of what the tables hold.

import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeDirectory } from './make-directory.ts';
import { makePrivate } from './make-private.ts';
import { migrations } from './migrations.ts';

/** How long the opening waits for another process that writes. */
const OPENING_TIMEOUT_MS = 2000;
/** How long a statement does later: all requests stand still meanwhile, and whoever writes tries again or says so. */
const BUSY_TIMEOUT_MS = 50;

/**
 * Opens (or creates) the SQLite file at `path`, in write-ahead mode, with all migrations applied; `:memory:` gives one
 * that lives as long as the process. Throws when the file is damaged, locked, newer than this program or out of reach.
 */
export function openDatabase(path: string): DatabaseSync {
  if (path !== ':memory:') {
    makeDirectory(dirname(path));
    makeFilesPrivate(path);
  }
  const database = new DatabaseSync(path, { timeout: OPENING_TIMEOUT_MS });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    migrate(database);
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

/** What is made beside the database gets its mode. */
function makeFilesPrivate(path: string): void {
  // Never opened when it is there: closing it again would take the locks of this process from it.
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch {
    // One that cannot be used, the database tells of.
  }
  for (const file of [path, `${path}-wal`, `${path}-shm`]) makePrivate(file);
}

function migrate(database: DatabaseSync): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > migrations.length) {
    throw new RangeError(`the database is of version ${version}, this program knows ${migrations.length}`);
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    database.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}

// Which providers have had keys added at run time, looked up before anything is opened for good or made on the disk.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** With `trouble`, `counts` may be empty although keys are stored. */
export interface StoredProviders {
  /** Provider → how many keys are stored for it now; zero for one whose keys were all removed. */
  readonly counts: ReadonlyMap<string, number>;
  /** Why it is not known what is stored. */
  readonly trouble?: string | undefined;
}

/** Looks into the database of a data directory, if there is one. Changes nothing, never throws. */
export function readStoredProviders(directory: string): StoredProviders {
  const path = join(directory, 'pollux.db');
  const counts = new Map<string, number>();
  if (!existsSync(path)) return { counts };
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 2000 });
    try {
      const known = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'key_providers'").get();
      if (known === undefined) return { counts };
      const rows = database
        .prepare(
          `SELECT key_providers.provider AS provider, count(sealed) AS keys FROM key_providers
           LEFT JOIN pool_keys ON pool_keys.provider = key_providers.provider GROUP BY key_providers.provider`,
        )
        .all();
      for (const { provider, keys } of rows) counts.set(String(provider), Number(keys));
    } finally {
      database.close();
    }
    return { counts };
  } catch (error) {
    return { counts, trouble: `${path}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

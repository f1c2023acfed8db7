// Makes a file one of this user alone, whatever the umask is and an older version or a backup left.

import { chmodSync } from 'node:fs';

/** Leaves a file as it is that is not there, belongs to somebody else, or lies on a file system without modes. */
export function makePrivate(path: string): void {
  try {
    chmodSync(path, 0o600);
  } catch {}
}

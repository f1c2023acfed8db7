// The key that kept answers are sealed with: derived from the configured secret, else made once and kept in a file that
// only this user can read. Whoever has both the file and the database can read what is kept.

import { hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Secret } from '../lib/secret.ts';

const KEY_BYTES = 32;
const PURPOSE = 'pollux kept responses';

/** 32 bytes. `directory` undefined: nothing is kept on disk, so a fresh key does. Throws when the file cannot be used. */
export function loadEncryptionKey(secret: Secret | undefined, directory: string | undefined): Buffer {
  const material =
    secret?.reveal() ?? (directory === undefined ? undefined : readOrMake(join(directory, 'encryption.key')));
  if (material === undefined) return randomBytes(KEY_BYTES);
  return Buffer.from(hkdfSync('sha256', material, '', PURPOSE, KEY_BYTES));
}

function readOrMake(path: string): string {
  try {
    // Fails when it is there already: two processes that start together must end with one key.
    writeFileSync(path, randomBytes(KEY_BYTES).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path, 'utf8').trim();
}

// The key that kept answers are sealed with: derived from the configured secret, else made once and kept in a file that
// only this user can read. Whoever has both the file and the database can read what is kept.

import { hkdfSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Secret } from '../lib/secret.ts';
import { readOrMakeSecretFile } from './secret-file.ts';

const KEY_BYTES = 32;
const PURPOSE = 'pollux kept responses';

/** 32 bytes. `directory` undefined: nothing is kept on disk, so a fresh key does. Throws when the file cannot be used. */
export function loadEncryptionKey(secret: Secret | undefined, directory: string | undefined): Buffer {
  if (secret === undefined && directory === undefined) return randomBytes(KEY_BYTES);
  const make = (): string => randomBytes(KEY_BYTES).toString('hex');
  const material = secret?.reveal() ?? readOrMakeSecretFile(join(directory ?? '', 'encryption.key'), make);
  return Buffer.from(hkdfSync('sha256', material, '', PURPOSE, KEY_BYTES));
}

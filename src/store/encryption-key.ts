// The keys that rows are sealed with, one a purpose: derived from the configured secret, else from one that was made once
// and is kept in a file that only this user can read. Whoever has both the file and the database can read what is kept.

import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Secret } from '../lib/secret.ts';
import { readOrMakeSecretFile } from './secret-file.ts';

const KEY_BYTES = 32;
const FILE = 'encryption.key';

/** What is sealed; a key for one opens nothing of another. */
export type SealPurpose = 'kept responses' | 'provider keys';

/** 32 bytes. `directory` undefined: nothing is kept on disk, so a fresh key does. Throws when the file cannot be used. */
export function loadEncryptionKey(
  secret: Secret | undefined,
  directory: string | undefined,
  purpose: SealPurpose = 'kept responses',
): Buffer {
  if (secret === undefined && directory === undefined) return randomBytes(KEY_BYTES);
  const make = (): string => randomBytes(KEY_BYTES).toString('hex');
  const material = secret?.reveal() ?? readOrMakeSecretFile(join(directory ?? '', FILE), make);
  return derive(material, purpose);
}

/** Keys that rows may have been sealed with before: by the secret of then, or by the file before there was a secret. */
export function formerEncryptionKeys(
  previous: Secret | undefined,
  directory: string | undefined,
  purpose: SealPurpose,
): readonly Buffer[] {
  const materials = previous === undefined ? [] : [previous.reveal()];
  if (directory !== undefined && existsSync(join(directory, FILE))) {
    const text = readFileSync(join(directory, FILE), 'utf8').trim();
    if (text !== '') materials.push(text);
  }
  return materials.map((material) => derive(material, purpose));
}

function derive(material: string, purpose: SealPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', material, '', `pollux ${purpose}`, KEY_BYTES));
}

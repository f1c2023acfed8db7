// A file with one secret line that only this user can read: made once, read ever after.

import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { makePrivate } from './make-private.ts';

/**
 * The line of the file at `path`; made from `create` when there is no such file. Throws when it cannot be read or made,
 * and RangeError when it is empty: what was sealed or guarded with its former content must not silently lose it.
 */
export function readOrMakeSecretFile(path: string, create: () => string): string {
  makePrivate(path);
  const known = tryRead(path);
  if (known !== undefined) return checked(known, path);
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, create(), { flag: 'wx', mode: 0o600 });
  makePrivate(draft);
  try {
    // A link appears whole or not at all, and never over another: two processes that start together end with one secret.
    linkSync(draft, path);
  } catch (error) {
    // Some file systems know no links.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
  return checked(readFileSync(path, 'utf8'), path);
}

function tryRead(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function checked(text: string, path: string): string {
  const secret = text.trim();
  if (secret === '') throw new RangeError(`${path} is empty; restore it, or remove it to begin anew`);
  return secret;
}

// The admin token of a gateway whose settings name none: made once, kept beside the database, read there by the command
// line. Whoever can read this user's files is the admin.

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Secret } from '../lib/secret.ts';
import { makeDirectory } from './make-directory.ts';
import { readOrMakeSecretFile } from './secret-file.ts';

const TOKEN_BYTES = 32;

/** Where the token of a data directory is kept. */
export function adminTokenPath(directory: string): string {
  return join(directory, 'admin-token');
}

/** Reads or makes the token. Throws when the directory or the file cannot be used. */
export function loadAdminToken(directory: string): Secret {
  makeDirectory(directory);
  const make = (): string => `pollux_${randomBytes(TOKEN_BYTES).toString('base64url')}`;
  return new Secret(readOrMakeSecretFile(adminTokenPath(directory), make));
}

// Where the gateway of this configuration listens, and the token that opens its administration.

import { readFileSync } from 'node:fs';
import type { CommandLineOverrides } from '../../config/command-line.ts';
import { loadSettings } from '../../config/load-settings.ts';
import type { Settings } from '../../config/settings.ts';
import { Secret } from '../../lib/secret.ts';
import { adminTokenPath } from '../../store/admin-token.ts';
import { readStoredProviders } from '../../store/stored-providers.ts';
import { AdminCallError, EXIT } from './admin-client.ts';

/** Found in the settings alone: whether anything listens there is not known yet. */
export interface FoundGateway {
  /** Its origin. */
  readonly url: string;
  readonly token: Secret;
  /** For people: where the token was found. */
  readonly whence: string;
}

/** `url` is for a gateway whose address the settings do not tell; its token still comes from them. */
export interface FindOptions extends Pick<CommandLineOverrides, 'config' | 'dataDir'> {
  readonly url?: string | undefined;
}

/** Finds both. Throws ConfigError for a wrong configuration, AdminCallError when there is no address or token. */
export function findGateway(options: FindOptions, env: NodeJS.ProcessEnv, cwd: string): FoundGateway {
  const { config, dataDir } = options;
  const { settings } = loadSettings({ argv: { config, dataDir }, env, cwd, readStored: readStoredProviders });
  return {
    url: options.url === undefined ? addressOf(settings) : originOf(options.url),
    ...tokenOf(settings),
  };
}

function originOf(url: string): string {
  if (URL.canParse(url) && /^https?:$/u.test(new URL(url).protocol)) return new URL(url).origin;
  throw new AdminCallError(
    '--url: needed is the address of a gateway, e.g. http://127.0.0.1:8080',
    EXIT.refused,
  );
}

function addressOf({ server: { host, port } }: Settings): string {
  if (port === 0)
    throw new AdminCallError(
      'The settings let the gateway choose its port (0): name its address by --url.',
      EXIT.refused,
    );
  // What listens everywhere is reached at home.
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function tokenOf({ admin, data_dir: directory }: Settings): Pick<FoundGateway, 'token' | 'whence'> {
  if (admin.token !== undefined)
    return { token: admin.token, whence: 'the settings (admin.token, ADMIN_TOKEN)' };
  const path = adminTokenPath(directory);
  try {
    const token = readFileSync(path, 'utf8').trim();
    if (token !== '') return { token: new Secret(token), whence: path };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new AdminCallError(
        `The admin token in ${path} cannot be read: ${(error as Error).message}`,
        EXIT.unreachable,
      );
  }
  const message = `There is no admin token in ${path}. A gateway makes one when it starts: start it, name its data directory by --data-dir, or set ADMIN_TOKEN.`;
  throw new AdminCallError(message, EXIT.unreachable);
}

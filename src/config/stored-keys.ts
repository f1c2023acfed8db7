// Providers whose keys are stored, not configured. Their names count as if they stood in the configuration.

import { resolve } from 'node:path';
import { isObject, type JsonObject } from '../lib/json.ts';
import type { CommandLineOverrides } from './command-line.ts';
import type { Variables } from './environment.ts';
import { knownProvider } from './known-providers.ts';
import { settingsSchema } from './settings-schema.ts';
import type { Settings } from './settings.ts';

/** The data directory, before the configuration is put together: what is in it has a say. */
export function dataDirectory(
  { argv, cwd }: { readonly argv?: CommandLineOverrides | undefined; readonly cwd: string },
  variables: Variables,
  raw: JsonObject,
): string {
  const variable = variables['POLLUX_DATA_DIR']?.trim() ?? '';
  const inFile = settingsSchema.shape.data_dir.safeParse(raw['data_dir']);
  const path = argv?.dataDir ?? (variable === '' ? undefined : variable);
  return resolve(cwd, path ?? (inFile.success ? inFile.data : '.'));
}

/** Names the known ones in `raw.providers`, which is changed, so that their addresses and defaults apply. */
export function nameStoredProviders(raw: JsonObject, stored: ReadonlyMap<string, number>): void {
  const groups = Array.isArray(raw['groups']) ? raw['groups'].filter(isObject) : [];
  for (const name of stored.keys()) {
    const known = knownProvider(name);
    // A service without an address of its own has to be configured to be reached.
    if (!known || (known.type === 'openai-compatible' && known.baseUrl === undefined)) continue;
    if (groups.some((group) => group['name'] === name)) continue;
    const providers = (raw['providers'] ??= {});
    if (isObject(providers)) providers[name] ??= {};
  }
}

/** One notice for each provider whose stored keys nothing uses. */
export function idleStoredKeys(
  { providers }: Settings,
  stored: ReadonlyMap<string, number>,
): readonly string[] {
  return [...stored]
    .filter(([name, count]) => count > 0 && !Object.hasOwn(providers, name))
    .map(([name, count]) => `${count} stored keys of ${name} are not used: no such provider is configured`);
}

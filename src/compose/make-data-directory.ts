// Part of the composition root: a data directory that somebody has named is made before anything starts.

import { ConfigError } from '../config/config-error.ts';
import type { LoadedSettings } from '../config/settings.ts';
import { makeDirectory } from '../store/make-directory.ts';

/**
 * Throws ConfigError where a directory was named that cannot be made: going on from memory would lose what was meant to be
 * kept. The default may be impossible (a container whose disk is read-only); the gateway does without it then.
 */
export function makeDataDirectory({ settings, dataDirectoryFrom: from }: LoadedSettings): void {
  if (from === undefined) return;
  const { data_dir: directory } = settings;
  try {
    makeDirectory(directory);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError([
      `data_dir (from ${from}): ${directory} cannot be made (${why}); name a directory that this user may make, or one that is there`,
    ]);
  }
}

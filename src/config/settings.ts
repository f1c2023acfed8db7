// The whole configuration as the rest of the gateway sees it. Names are those of the file.

import type { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import type { settingsSchema } from './settings-schema.ts';

/** Durations are milliseconds (names ending in `_secs` and `_minutes` aside), sizes are bytes, `groups` have become providers. */
export type Settings = DeepReadonly<Omit<z.output<typeof settingsSchema>, 'groups'>>;

/** One provider's settings. */
export type ProviderSettings = Settings['providers'][string];

/** What `loadSettings` found, and where. */
export interface LoadedSettings {
  readonly settings: Settings;
  /** One line each: what was accepted but does nothing, or means something else today. */
  readonly notices: readonly string[];
  /** What names the data directory: an option, a variable or the file; undefined: it is the default. */
  readonly dataDirectoryFrom?: string | undefined;
  /** Keys that were added at run time: provider → how many are stored now. */
  readonly storedKeys: ReadonlyMap<string, number>;
  /** Why it is not known what is stored. */
  readonly storeTrouble?: string | undefined;
  readonly source: {
    /** Absolute path of the configuration file. */
    readonly file?: string | undefined;
    /** Absolute path of the `.env` file. */
    readonly dotenv?: string | undefined;
    /** Names of the environment variables that were used. */
    readonly environment: readonly string[];
  };
}

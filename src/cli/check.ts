// `pollux check`: is the configuration right, and what would be in force?

import { stringify } from 'yaml';
import { checkStart } from '../config/check-start.ts';
import type { CommandLineOverrides } from '../config/command-line.ts';
import { describeSettings } from '../config/describe-settings.ts';
import { loadSettings, type LoadInput } from '../config/load-settings.ts';
import { readStoredProviders } from '../store/stored-providers.ts';
import { explainFailure } from './explain-failure.ts';

/** `print` is for standard output, `complain` for standard error; neither gets a line feed at the end. */
export interface CheckSurroundings extends Pick<LoadInput, 'env' | 'cwd'> {
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

const ofProcess = (): CheckSurroundings => ({
  env: process.env,
  cwd: process.cwd(),
  print: (text) => console.log(text),
  complain: (text) => console.error(text),
});

/** Prints notices and the effective configuration as YAML. The exit code: 0, or 1 after printing what is wrong. */
export function check(options: CommandLineOverrides, surroundings: CheckSurroundings = ofProcess()): number {
  const { env, cwd, print, complain } = surroundings;
  try {
    const loaded = loadSettings({ argv: options, env, cwd, readStored: readStoredProviders });
    const { settings, notices, source } = loaded;
    const start = checkStart(loaded);
    const origin = [source.file ?? 'no configuration file', source.dotenv, source.environment.join(', ')];
    print(`# From: ${origin.filter((part) => part !== undefined && part !== '').join('; ')}`);
    for (const notice of [...notices, ...start.notices]) print(`# Notice: ${notice}`);
    print(stringify(describeSettings(settings)).trimEnd());
    return 0;
  } catch (error) {
    complain(explainFailure(error));
    return 1;
  }
}

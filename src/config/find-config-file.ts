// Which file holds the configuration.

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError } from './config-error.ts';

/** Looked for in the working directory, in this order. */
const NAMES = ['pollux.yaml', 'pollux.yml', 'pollux.toml', 'config.yaml', 'config.yml', 'config.toml'];

/** `path` is absolute, `text` as read: references to variables are not filled in yet. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string;
  /** Other candidates that stand beside it and are not read. */
  readonly passedOver: readonly string[];
}

/** The file at `asked` (relative to `cwd`), else the first candidate in `cwd`, else undefined. */
export function findConfigFile(
  cwd: string,
  asked: { readonly path: string; readonly by: string } | undefined,
): ConfigFile | undefined {
  if (asked) return { ...read(resolve(cwd, asked.path), asked.by), passedOver: [] };
  const [first, ...others] = NAMES.filter((name) => existsSync(resolve(cwd, name)));
  return first === undefined ? undefined : { ...read(resolve(cwd, first), first), passedOver: others };
}

function read(path: string, by: string): { path: string; text: string } {
  try {
    return { path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    const reason = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`;
    throw new ConfigError([`${by}: ${path}: ${reason}`]);
  }
}

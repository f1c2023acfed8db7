// The `.env` file beside the process: variables that the real environment has not set.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigError } from './config-error.ts';

/** `NAME=value` without quotes, whose value holds a `#` that no space precedes: part of the value, not a comment. */
const BARE_HASH = /^(\s*(?:export\s+)?[\w.-]+\s*=\s*)([^\s"'`#][^\s"'`]*#[^\s"'`]*)([ \t].*)?$/u;

/** Variables of a `.env` text. Values may be quoted; ` # …` after a value is a comment. */
export function parseDotenv(source: string): Readonly<Record<string, string>> {
  const lines = source
    .replace(/^\uFEFF/u, '')
    .split(/\r?\n/u)
    .map((line) => line.replace(BARE_HASH, (_, name: string, value: string) => `${name}"${value}"`));
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseEnv(lines.join('\n'))))
    if (value !== undefined) variables[name] = value;
  return variables;
}

/** Reads `.env` in `cwd`; undefined when there is none. */
export function readDotenv(
  cwd: string,
): { path: string; variables: Readonly<Record<string, string>> } | undefined {
  const path = resolve(cwd, '.env');
  try {
    return { path, variables: parseDotenv(readFileSync(path, 'utf8')) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    if (code === 'ENOENT' || code === 'EISDIR') return undefined;
    throw new ConfigError([`${path}: cannot be read (${code})`]);
  }
}

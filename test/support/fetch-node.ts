// Node of another major version, fetched from npm into .toolchain/ on first need.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../house/source-files.ts';
import { runNpm } from './run-npm.ts';

/** What npm says of a registry that it cannot reach, as against one that has no such package. */
const UNREACHABLE = /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EIDLETIMEOUT)\b/u;
const LONGEST_FETCH_MS = 40_000;

/** The newest Node of that major version that npm has; `unreachable` says why there is none. */
export async function fetchNode(
  major: number,
): Promise<{ readonly path: string } | { readonly unreachable: string }> {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${system}-${process.arch}`;
  const folder = join(root, '.toolchain', `node-${major}`);
  const home = join(folder, 'node_modules', name);
  const path = join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(path) && versionOf(home).startsWith(`${major}.`)) return { path };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  try {
    await runNpm(
      ['install', '--no-save', '--no-package-lock', '--fetch-retries=0', `${name}@${major}`],
      folder,
      LONGEST_FETCH_MS,
    );
  } catch (error) {
    const said = String(error);
    const late = error instanceof Error && 'killed' in error && error.killed === true;
    if (late || UNREACHABLE.test(said)) return { unreachable: said };
    throw error;
  }
  return { path };
}

function versionOf(home: string): string {
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

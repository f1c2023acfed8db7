// Brings an agent from npm into `.toolchain/agents`, which git ignores. Knows nothing of what it is for.

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asObject, tryParseJson } from '../../src/lib/json.ts';
import { runNpm } from '../support/run-npm.ts';
import type { Agent } from './agent.ts';

const FOLDER = join(import.meta.dirname, '../../.toolchain/agents');
const TEN_MINUTES_MS = 600_000;

/** Path of the agent's command, installed on first need: some hundred megabytes. */
export async function installAgent({ packageName, version, command }: Agent): Promise<string> {
  const folder = join(FOLDER, command);
  if (installedVersion(folder, packageName) !== version) {
    console.log(`Installing ${packageName}@${version} into ${folder} …`);
    mkdirSync(folder, { recursive: true });
    const args = [
      'install',
      '--prefix',
      folder,
      '--no-save',
      '--no-package-lock',
      `${packageName}@${version}`,
    ];
    await runNpm(args, folder, TEN_MINUTES_MS);
  }
  return join(folder, 'node_modules/.bin', command);
}

function installedVersion(folder: string, packageName: string): unknown {
  const manifest = join(folder, 'node_modules', packageName, 'package.json');
  return existsSync(manifest)
    ? asObject(tryParseJson(readFileSync(manifest, 'utf8')))?.['version']
    : undefined;
}

// npm, run as a stranger would: it keeps what it was told about registries and certificates, but not that a script of
// this repository started it.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const runFile = promisify(execFile);

/** Runs npm in `cwd`; rejects with what it wrote when it fails, and with `killed` on the error when it is late. */
export function runNpm(
  args: readonly string[],
  cwd: string,
  timeoutMs = 120_000,
): Promise<{ readonly stdout: string }> {
  return runFile('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env: npmEnvironment(),
    shell: process.platform === 'win32',
    timeout: timeoutMs,
  });
}

function npmEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?:config_(?:local_)?prefix|package_|lifecycle_)/u.test(name),
  );
  return Object.fromEntries(kept);
}

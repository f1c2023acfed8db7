// A gateway as a process of its own, as users run it: what is tested by killing it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const COMMAND = join(import.meta.dirname, '..', '..', 'src', 'cli', 'pollux.ts');

export interface SpawnedGateway {
  readonly url: string;
  /** Everything it has written to both outputs. */
  output(): string;
  /** Ends it by a signal and waits until it is gone. Does nothing to one that is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** What the end of its terminal does: nobody reads its outputs any more, and it is told. Resolves with its exit code. */
  hangUp(): Promise<number | null>;
}

/** Starts it on a free port in `directory` with this environment alone. Rejects with its output when it does not start. */
export async function spawnGateway(
  directory: string,
  env: Readonly<Record<string, string>>,
): Promise<SpawnedGateway> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [COMMAND, 'serve', '--port', '0'], {
    cwd: directory,
    env: { PATH, HOME: directory, POLLUX_DATA_DIR: directory, ...env },
  });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /listens on (http:\S+)\n/u.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('close', (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
  return {
    url,
    output: () => output,
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    },
    async hangUp() {
      const gone = once(child, 'exit') as Promise<[number | null]>;
      child.stdout.destroy();
      child.stderr.destroy();
      child.kill('SIGHUP');
      return (await gone)[0];
    },
  };
}

// The gateway or its simulator as a process of its own, started as a user starts it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const COMMAND = join(import.meta.dirname, '../../src/cli/pollux.ts');

export interface PolluxProcess {
  readonly url: string;
  /** Stops it and waits until it has ended. */
  close(): Promise<void>;
}

/** Runs `pollux` with these arguments in `folder`, without the environment of this process; resolves when it listens. */
export async function startPollux(args: readonly string[], folder: string): Promise<PolluxProcess> {
  const env = { PATH: process.env['PATH'], POLLUX_DATA_DIR: folder, LOG_LEVEL: 'silent' };
  const child = spawn(process.execPath, [COMMAND, ...args, '--port', '0'], { cwd: folder, env });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /listens on (http:\/\/[^\s(]+)/u.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', (code) => reject(new Error(`pollux ${args.join(' ')} ended with ${code}: ${said}`)));
  });
  return {
    url,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

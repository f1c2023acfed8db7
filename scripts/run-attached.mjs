// Runs a file at this terminal with the project's Node: it has the keyboard, gets the signals, and its end is ours.

import { spawn } from 'node:child_process';
import { onOrphaned } from './orphaned.mjs';
import { environmentFor, fail } from './toolchain.mjs';

/** Starts `node <args>`; this process ends when it does, in the same way. */
export function runAttached(node, args) {
  const child = spawn(node, args, { stdio: 'inherit', env: environmentFor(node) });

  let told = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal's Ctrl-C reaches the whole foreground group: passing it on would count as a second one.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      told = true;
      child.kill(signal);
    });
  }
  // What a closing terminal told us also ended the shell above: its end is no second signal, which would cut answers.
  const stop = () => told || child.kill('SIGTERM');
  if (process.env.npm_lifecycle_event !== undefined) onOrphaned(stop);

  child.on('error', (error) => fail(`${args[0]} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    // Die of the same signal, so that whoever started us sees the truth.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

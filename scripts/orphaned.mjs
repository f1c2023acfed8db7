// npm runs a script through a shell, and passes a signal to the shell alone, which dies without telling its child. Without
// this, stopping `npm start` would leave the gateway running and its port taken.

import { readFileSync } from 'node:fs';

const INTERVAL_MS = 200;

/** Calls `stop` once, soon after the shell above this process, or npm above the shell, is gone. */
export function onOrphaned(stop) {
  const shell = process.ppid;
  const npm = parentOf(shell);
  const timer = setInterval(() => {
    if (process.ppid === shell && (npm === undefined || isAlive(npm))) return;
    clearInterval(timer);
    stop();
  }, INTERVAL_MS);
  timer.unref();
}

/** Known on Linux only; undefined elsewhere, and for the first process of a container. */
function parentOf(pid) {
  try {
    // The name in parentheses may hold anything; after it come the state and the parent.
    const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return Number(parent) > 1 ? Number(parent) : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

// Keeps a process on one processor, so that the measured one is neither moved about nor pushed aside by its peers.

import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The measured process has the first processor for itself; load and upstream share the second. */
export type Seat = 'measured' | 'peer';

/** Pins all threads of the process with `taskset`; does nothing where that is missing or there is only one processor. */
export function pin(pid: number, seat: Seat): void {
  if (availableParallelism() < 2) return;
  spawnSync('taskset', ['-apc', seat === 'measured' ? '0' : '1', String(pid)], { stdio: 'ignore' });
}

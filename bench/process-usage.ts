// What a process has used so far, from Linux's own books: nothing runs inside the process that is measured.

import { readdirSync, readFileSync } from 'node:fs';

/** Processor time of all threads, user and system together, in microseconds (nanosecond counters, not clock ticks). */
export function cpuMicros(pid: number): number {
  let nanos = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const [running = ''] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    nanos += Number(running);
  }
  return nanos / 1000;
}

/** Resident memory now and at its highest, in MiB. */
export function residentMib(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'mu').exec(status)?.[1]) / 1024;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}

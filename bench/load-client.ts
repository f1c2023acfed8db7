// The starter's side of load.ts.

import { once } from 'node:events';
import { startNode, stop } from './part.ts';

export interface LoadJob {
  readonly scenario: string;
  readonly target: 'floor' | 'gateway';
  readonly origin: string;
  readonly requests: number;
  readonly concurrency: number;
}

export type LoadReport = { readonly seconds: number } | { readonly problem: string };

export interface LoadClient {
  readonly pid: number;
  /** Resolves with the seconds it took. Throws when one answer was not a whole 200. */
  run(job: LoadJob): Promise<number>;
  close(): Promise<void>;
}

/** Starts the process. */
export function startLoadClient(): LoadClient {
  const part = startNode(
    [new URL('load.ts', import.meta.url).pathname],
    ['ignore', 'inherit', 'inherit', 'ipc'],
  );
  return {
    pid: part.pid,
    async run(job) {
      const answered = once(part.process, 'message') as Promise<[LoadReport]>;
      part.process.send(job);
      const [report] = await answered;
      if ('problem' in report) throw new Error(`${job.target}: ${report.problem}`);
      return report.seconds;
    },
    close: () => stop(part),
  };
}

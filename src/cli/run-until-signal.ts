// Waits for SIGINT, SIGTERM or SIGHUP, then closes what runs: gracefully first, at once on the second signal.

import type { Clock } from '../lib/clock.ts';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type StopSignal = (typeof STOP_SIGNALS)[number];

/** Where signals come from: `process`. */
export interface SignalSource {
  on(signal: StopSignal, listener: (signal: StopSignal) => void): unknown;
  off(signal: StopSignal, listener: (signal: StopSignal) => void): unknown;
}

/** `graceMs` counts from the first signal. */
export interface RunOptions {
  readonly running: { close(): Promise<void>; requestsUnderWay(): number };
  /** What closing gives to requests under way: it ends them itself then. */
  readonly graceMs: number;
  readonly signals: SignalSource;
  readonly clock: Clock;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}

/** This much later than the grace time it hangs. */
const HANGING_MS = 2000;

/**
 * What a shell reports of a process that died of the signal. None for SIGHUP, which never hurries: of one terminal that
 * closes, the kernel tells the whole group, and each shell and script above tells those below once more.
 */
const EXIT_CODE: Readonly<Record<StopSignal, number | undefined>> = {
  SIGINT: 130,
  SIGTERM: 143,
  SIGHUP: undefined,
};

/** Resolves with 0 once everything is closed. A second signal, or no end well past the grace time, calls `exit`. */
export async function runUntilSignal(options: RunOptions): Promise<number> {
  const { running, graceMs, signals, clock, exit } = options;
  const first = Promise.withResolvers<void>();
  let stopping = false;
  const onSignal = (signal: StopSignal): void => {
    const code = EXIT_CODE[signal];
    if (stopping && code !== undefined) exit(code);
    stopping = true;
    first.resolve();
  };
  for (const signal of STOP_SIGNALS) signals.on(signal, onSignal);
  await first.promise;
  const count = running.requestsUnderWay();
  if (count > 0) console.error(describeWait(count, graceMs));
  const timer = clock.after(graceMs + HANGING_MS, () => {
    console.error('Pollux did not stop within server.shutdown_grace and was ended.');
    exit(1);
  });
  try {
    await running.close();
    return 0;
  } finally {
    timer.cancel();
    for (const signal of STOP_SIGNALS) signals.off(signal, onSignal);
  }
}

function describeWait(count: number, graceMs: number): string {
  const requests = count === 1 ? '1 request is' : `${count} requests are`;
  const most = `${Math.ceil(graceMs / 1000)} s`;
  return `Stopping: ${requests} under way and may take up to ${most}. A second Ctrl-C (or SIGTERM) ends at once.`;
}

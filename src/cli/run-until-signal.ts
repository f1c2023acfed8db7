// Waits for SIGINT or SIGTERM, then closes what runs: gracefully first, at once on the second signal.

import type { Clock } from '../lib/clock.ts';

type StopSignal = 'SIGINT' | 'SIGTERM';

/** Where signals come from: `process`. */
export interface SignalSource {
  on(signal: StopSignal, listener: (signal: StopSignal) => void): unknown;
  off(signal: StopSignal, listener: (signal: StopSignal) => void): unknown;
}

export interface RunOptions {
  readonly running: { close(): Promise<void> };
  /** How long closing may take. */
  readonly graceMs: number;
  readonly signals: SignalSource;
  readonly clock: Clock;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}

/** What a shell reports of a process that died of the signal. */
const EXIT_CODE: Readonly<Record<StopSignal, number>> = { SIGINT: 130, SIGTERM: 143 };

/** Resolves with 0 once everything is closed. A second signal or the end of the grace time calls `exit`. */
export async function runUntilSignal(options: RunOptions): Promise<number> {
  const { running, graceMs, signals, clock, exit } = options;
  const first = Promise.withResolvers<void>();
  let stopping = false;
  const onSignal = (signal: StopSignal): void => {
    if (stopping) exit(EXIT_CODE[signal]);
    stopping = true;
    first.resolve();
  };
  signals.on('SIGINT', onSignal);
  signals.on('SIGTERM', onSignal);
  await first.promise;
  const timer = clock.after(graceMs, () => {
    console.error('Pollux did not stop within server.shutdown_grace and was ended.');
    exit(1);
  });
  try {
    await running.close();
    return 0;
  } finally {
    timer.cancel();
    signals.off('SIGINT', onSignal);
    signals.off('SIGTERM', onSignal);
  }
}

// A verdict table as data: rows tried from top to bottom, the first that matches decides.
// Knows no provider; each provider brings its rows and what they look at.

import type { Failure, PoolEffect, Verdict } from './verdict.ts';

/** A verdict without the parts that every row gets the same way. */
export type Decision = Omit<Verdict, 'row' | 'message'>;

/** One line of a verdict table; `Signal` is what a provider has parsed out of the failure. */
export interface VerdictRow<Signal> {
  readonly row: string;
  matches(signal: Signal): boolean;
  decide(signal: Signal): Decision;
}

/** An answer with an HTTP status, as the table sees it. */
export type Answer = Extract<Failure, { type: 'answer' }>;

/** No answer came, or not in time: there is nothing to read but the reason. */
export type TransportFailure = Extract<Failure, { type: 'transport' }>;

/** An answer with status 2xx that is none, so that its status says nothing. */
export type BrokenAnswer = Extract<Failure, { type: 'broken' }>;

/** Nothing changes in the pool. */
export const noEffect: PoolEffect = { kind: 'none' };

/** The verdict of the first row that matches. The last row of a table must match everything. */
export function judgeByRows<Signal>(
  rows: readonly VerdictRow<Signal>[],
  signal: Signal,
  message: string,
): Verdict {
  for (const row of rows) {
    if (row.matches(signal)) return { row: row.row, message, ...row.decide(signal) };
  }
  throw new RangeError('a verdict table must end in a row that matches everything');
}

/** A row that decides the same whatever else the signal holds. */
export function defineRow<Signal>(
  row: string,
  matches: (signal: Signal) => boolean,
  decision: Decision | ((signal: Signal) => Decision),
): VerdictRow<Signal> {
  return { row, matches, decide: typeof decision === 'function' ? decision : () => decision };
}

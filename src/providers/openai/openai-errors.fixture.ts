// OpenAI's error bodies, built from their parts. For tests only.

import type { Verdict, VerdictTable } from '../verdict.ts';
import { judgeOpenai } from './verdicts.ts';

export const same = (text: string) => text;

export interface ErrorFields {
  readonly message?: string;
  readonly type?: string;
  readonly code?: string | number | null;
  readonly param?: string | null;
  readonly metadata?: object;
}

export interface Case {
  readonly name: string;
  readonly status: number;
  readonly error?: ErrorFields;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly expected: Partial<Verdict>;
}

/** The verdict of a table on a case. */
export function judgeCase(one: Case, table: VerdictTable = judgeOpenai): Verdict {
  const body = one.body ?? JSON.stringify({ error: { message: 'Something.', param: null, ...one.error } });
  return table({ type: 'answer', status: one.status, headers: one.headers ?? {}, body }, same);
}

export const returned = { effect: { kind: 'none' }, fault: 'caller', next: 'return', counts: false } as const;

export const drainedProject = {
  row: 'drained',
  fault: 'project',
  effect: { kind: 'project_quarantine', reason: 'drained', forMs: 1_800_000 },
  next: 'next_key',
  counts: false,
} as const;

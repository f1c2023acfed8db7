// What a failed answer of the Gemini API shows, and the tests that its verdict table is written in.
// Says nothing of what follows from them.

import { parseRetryAfter } from '../retry-after.ts';
import type { Answer } from '../verdict-row.ts';
import type { GoogleError } from './google-error.ts';
import { classifyQuota, type QuotaKind } from './quota.ts';

/** What the table looks at. */
export interface Signal {
  readonly status: number;
  readonly error: GoogleError | undefined;
  readonly retryAfterMs: number | undefined;
  readonly quota: QuotaKind | undefined;
}

/** One of Google's own reasons. */
export function reason(...reasons: readonly string[]) {
  return ({ error }: Signal): boolean => error?.reasons.some((reason) => reasons.includes(reason)) === true;
}

/** The Interactions API's string codes. */
export function named(name: string) {
  return ({ error }: Signal): boolean => error?.name === name;
}

/** `error.status`, and how Google's own sentence begins. */
export function says(status: string, ...beginnings: readonly string[]) {
  return ({ error }: Signal): boolean =>
    error?.status === status && beginnings.some((beginning) => error.message.startsWith(beginning));
}

/** `error.status`, and Google's whole sentence, in an error that has no details. */
export function saysOnly(status: string, sentence: string) {
  return ({ error }: Signal): boolean =>
    error?.status === status && !error.hasDetails && error.message === sentence;
}

/** Any of several tests. */
export function anyOf(...tests: readonly ((signal: Signal) => boolean)[]) {
  return (signal: Signal): boolean => tests.some((test) => test(signal));
}

/** Statuses of the Interactions API's string codes: https://ai.google.dev/gemini-api/docs/api-errors */
const namedStatuses: Readonly<Record<string, number>> = {
  authentication: 401,
  payment_required: 402,
  permission_denied: 403,
  not_found: 404,
  model_not_found: 404,
  rate_limit_exceeded: 429,
  quota_exceeded: 429,
  too_many_requests: 429,
  cancelled: 499,
  api_error: 500,
  unimplemented: 501,
  service_unavailable: 503,
  deadline_exceeded: 504,
};

/** An error inside a stream that began well has only its own code to go by. */
function readStatus(answer: Answer, error: GoogleError | undefined): number {
  if (answer.status >= 400) return answer.status;
  return error?.code ?? namedStatuses[error?.name ?? ''] ?? (error ? 400 : answer.status);
}

/** What the table has to know of an answer and the error in it. */
export function readSignal(answer: Answer, error: GoogleError | undefined): Signal {
  return {
    status: readStatus(answer, error),
    error,
    retryAfterMs: parseRetryAfter(answer.headers),
    quota: error && classifyQuota(error),
  };
}

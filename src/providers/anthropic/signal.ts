// What a failed answer of Anthropic's API shows, and the tests that its verdict table is written in.
// Says nothing of what follows from them.

import { parseRetryAfter } from '../retry-after.ts';
import type { Answer } from '../verdict-row.ts';
import type { AnthropicError } from './anthropic-error.ts';
import { readRateLimits, type RateLimits } from './rate-limits.ts';

/**
 * What the tests of the verdict table look at; all of it is structure, but for how Anthropic's own sentences begin.
 */
export interface Signal extends RateLimits {
  readonly status: number;
  readonly error: AnthropicError | undefined;
  /** An event of a stream that had begun well: it has no headers, so that their absence says nothing. */
  readonly inStream: boolean;
  /** From `retry-after`, else from the reset of a used-up limit. */
  readonly retryAfterMs: number | undefined;
}

/** Statuses of the error types, for errors inside a stream that began well. */
const statuses: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  conflict_error: 409,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

/** What the table has to know of an answer and the error in it. */
export function readSignal(answer: Answer, error: AnthropicError | undefined): Signal {
  const { limits, resetMs } = readRateLimits(answer.headers);
  const retryAfterMs = parseRetryAfter(answer.headers) ?? resetMs;
  const status = readStatus(answer, error);
  return { status, error, inStream: status !== answer.status, retryAfterMs, limits, resetMs };
}

/** A status of 500 is also what stands for an error in mid-stream: its type tells more. */
function readStatus(answer: Answer, error: AnthropicError | undefined): number {
  if (answer.status >= 400 && answer.status !== 500) return answer.status;
  return statuses[error?.type ?? ''] ?? (error && answer.status < 400 ? 400 : answer.status);
}

/** `error.type`, and how Anthropic's own sentence begins. */
export function says(type: string, ...beginnings: readonly string[]) {
  return ({ error }: Signal): boolean =>
    error?.type === type && beginnings.some((beginning) => error.message.startsWith(beginning));
}

/** An HTTP status. */
export function status(code: number) {
  return (signal: Signal): boolean => signal.status === code;
}

/** Any of several tests. */
export function anyOf(...tests: readonly ((signal: Signal) => boolean)[]) {
  return (signal: Signal): boolean => tests.some((test) => test(signal));
}

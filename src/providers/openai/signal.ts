// What a failed answer of OpenAI's or a compatible service shows, and the tests that its verdict table is written in.
// Says nothing of what follows from them.

import type { Answer } from '../verdict-row.ts';
import type { OpenaiError } from './openai-error.ts';
import { readRateLimit, type LimitHeaders, type RateLimit } from './rate-limit.ts';

/** What the table looks at. */
export interface Signal {
  readonly status: number;
  readonly error: OpenaiError | undefined;
  readonly rate: RateLimit;
}

/** `error.code` or `error.type` is one of the words: services put them in either. */
export function named(...words: readonly string[]) {
  return ({ error }: Signal): boolean =>
    error !== undefined && words.some((word) => word === error.code || word === error.type);
}

/** The HTTP status. */
export function status(...codes: readonly number[]) {
  return (signal: Signal): boolean => codes.includes(signal.status);
}

/** All of several tests. */
export function allOf(...tests: readonly ((signal: Signal) => boolean)[]) {
  return (signal: Signal): boolean => tests.every((test) => test(signal));
}

/** Any of several tests. */
export function anyOf(...tests: readonly ((signal: Signal) => boolean)[]) {
  return (signal: Signal): boolean => tests.some((test) => test(signal));
}

/** Statuses of the words that come in a stream, where there is no other status to go by. */
const wordStatuses: Readonly<Record<string, number>> = {
  invalid_api_key: 401,
  authentication_error: 401,
  insufficient_quota: 429,
  rate_limit_exceeded: 429,
  rate_limit_error: 429,
  tokens: 429,
  requests: 429,
  server_error: 500,
  internal_error: 500,
  internal_server_error: 500,
  api_error: 500,
  overloaded_error: 503,
  service_unavailable: 503,
  slow_down: 503,
  timeout: 504,
};

/** An error inside a stream that began well has only itself to go by. */
function readStatus(answer: Answer, error: OpenaiError | undefined): number {
  if (answer.status >= 400) return answer.status;
  if (error === undefined) return answer.status;
  return error.status ?? wordStatuses[error.code ?? ''] ?? wordStatuses[error.type ?? ''] ?? 400;
}

/** What the table has to know of an answer and the error in it. */
export function readSignal(answer: Answer, error: OpenaiError | undefined, limits: LimitHeaders): Signal {
  return {
    status: readStatus(answer, error),
    error,
    rate: readRateLimit(answer.headers, error, limits),
  };
}

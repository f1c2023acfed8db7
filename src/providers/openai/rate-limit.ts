// What an answer's headers tell of rate limits: which one was hit, how long to wait, how large they are.
// https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers

import { parseRetryAfter } from '../retry-after.ts';
import type { LearnedLimit } from '../../canon/learned-limit.ts';
import { parseDuration } from './duration.ts';
import type { OpenaiError } from './openai-error.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Of one answer, for the model and the project that it came from; undefined where nothing tells it. */
export interface RateLimit {
  /** `day` when the limit that was hit refills once a day. */
  readonly window: 'minute' | 'day' | undefined;
  readonly retryAfterMs: number | undefined;
  readonly limits: readonly LearnedLimit[];
}

/** What each `x-ratelimit-limit-*` header counts: services differ. */
export type LimitHeaders = Readonly<Record<string, LearnedLimit['kind']>>;

/** OpenAI's own, and what most others copied. */
export const minuteLimits: LimitHeaders = { requests: 'rpm', tokens: 'tpm' };

const NAMED_LIMIT = /\((RPM|TPM|RPD|TPD)\): Limit (\d+)/u;
const TRY_AGAIN = /[Pp]lease try again in ((?:\d+(?:\.\d+)?(?:ms|[dhms]))+)/u;

/**
 * Reads the limits of a 429: those that have run out, or all where none says so. The provider's sentence counts only
 * where no header tells.
 */
export function readRateLimit(
  headers: Headers,
  error: OpenaiError | undefined,
  known: LimitHeaders,
): RateLimit {
  const all: LearnedLimit[] = [];
  const hit: LearnedLimit[] = [];
  let resetMs: number | undefined;
  for (const [suffix, kind] of Object.entries(known)) {
    const value = readCount(headers[`x-ratelimit-limit-${suffix}`]);
    const limit = value === undefined || value === 0 ? undefined : { kind, value };
    if (limit) all.push(limit);
    if (readCount(headers[`x-ratelimit-remaining-${suffix}`]) !== 0) continue;
    if (limit) hit.push(limit);
    const reset = parseDuration(single(headers[`x-ratelimit-reset-${suffix}`]));
    if (reset !== undefined) resetMs = Math.max(resetMs ?? 0, reset);
  }
  const said = readSentence(error?.message ?? '');
  // The sentence names the very limit that was hit; the headers may count another window.
  if (said.limit !== undefined) hit.splice(0, hit.length, said.limit);
  const limits = hit.length > 0 ? hit : all;
  return {
    window: hit.length === 0 ? undefined : hit.some(({ kind }) => kind.endsWith('d')) ? 'day' : 'minute',
    retryAfterMs: positive(retryAfter(headers) ?? resetMs ?? said.retryAfterMs),
    limits,
  };
}

/** So long a limit of a minute may take to refill, by what the headers say; one of a day takes far longer. */
const LONGEST_MINUTE_MS = 2 * 60_000;

/**
 * The limits of a minute that a good answer's headers name. The same headers tell of a day's limit where that is the
 * narrower one; how long what is used takes to refill gives it away.
 */
export function readMinuteLimits(headers: Headers): readonly LearnedLimit[] {
  const limits: LearnedLimit[] = [];
  for (const [suffix, kind] of Object.entries(minuteLimits)) {
    const value = readCount(headers[`x-ratelimit-limit-${suffix}`]);
    const remaining = readCount(headers[`x-ratelimit-remaining-${suffix}`]);
    const resetMs = parseDuration(single(headers[`x-ratelimit-reset-${suffix}`]));
    if (value === undefined || value === 0 || remaining === undefined || resetMs === undefined) continue;
    const used = Math.max(1, value - remaining);
    if ((resetMs * value) / used <= LONGEST_MINUTE_MS) limits.push({ kind, value });
  }
  return limits;
}

/** `retry-after-ms` is the finer of the two. */
function retryAfter(headers: Headers): number | undefined {
  const ms = Number(single(headers['retry-after-ms']) ?? Number.NaN);
  return Number.isFinite(ms) && ms > 0 ? Math.ceil(ms) : parseRetryAfter(headers);
}

function readSentence(message: string): {
  readonly limit?: LearnedLimit;
  readonly retryAfterMs?: number | undefined;
} {
  const [, name, value] = NAMED_LIMIT.exec(message) ?? [];
  const kind = name?.toLowerCase();
  const retryAfterMs = parseDuration(TRY_AGAIN.exec(message)?.[1]);
  if (kind !== 'rpm' && kind !== 'tpm' && kind !== 'rpd' && kind !== 'tpd') return { retryAfterMs };
  return { limit: { kind, value: Number(value) }, retryAfterMs };
}

/** Zero must never mean "at once". */
function positive(ms: number | undefined): number | undefined {
  return ms !== undefined && ms > 0 ? ms : undefined;
}

function single(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}

function readCount(value: string | string[] | undefined): number | undefined {
  const text = single(value)?.trim() ?? '';
  return /^\d+(?:\.0+)?$/u.test(text) ? Number(text) : undefined;
}

// What the headers of an answer say of limits.
// https://platform.claude.com/docs/en/api/rate-limits#response-headers

import type { LearnedLimit } from '../../canon/learned-limit.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const PREFIX = 'anthropic-ratelimit-';
/** Which learned limit a unit of the headers is. Output tokens are a limit of their own that the pool does not count. */
const units = [
  ['requests', 'rpm'],
  ['input-tokens', 'tpm'],
  ['tokens', 'tpm'],
] as const;
const MINUTE_MS = 60_000;
/** The `date` of an answer has no fractions: it may have been sent so much later. */
const DATE_STEP_MS = 1000;

/** What the pool may learn from an answer, good or bad. */
export interface RateLimits {
  /** One figure for each kind; the narrower of two. */
  readonly limits: readonly LearnedLimit[];
  /** Milliseconds until the last of the used-up limits is filled again, measured against the answer's own `date`. */
  readonly resetMs: number | undefined;
}

/** Reads the `anthropic-ratelimit-*` headers. A limit that takes longer than a minute to refill is none of a minute's. */
export function readRateLimits(headers: Headers): RateLimits {
  const sentMs = Date.parse(text(headers, 'date') ?? '');
  const limits = new Map<LearnedLimit['kind'], number>();
  let resetMs: number | undefined;
  for (const [unit, kind] of units) {
    const value = count(text(headers, `${PREFIX}${unit}-limit`));
    const remaining = count(text(headers, `${PREFIX}${unit}-remaining`));
    const wait = Date.parse(text(headers, `${PREFIX}${unit}-reset`) ?? '') - sentMs;
    if (remaining === 0 && wait > 0) resetMs = Math.max(resetMs ?? 0, wait);
    if (value === undefined || value === 0 || wait >= MINUTE_MS + DATE_STEP_MS) continue;
    limits.set(kind, Math.min(limits.get(kind) ?? value, value));
  }
  return { limits: [...limits].map(([kind, value]) => ({ kind, value })), resetMs };
}

function text(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

function count(value: string | undefined): number | undefined {
  return value !== undefined && /^\d+$/u.test(value) ? Number(value) : undefined;
}

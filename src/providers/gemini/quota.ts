// Which quota a 429 is about, by its quota ids. Several violations: the longest rules.

import type { LearnedLimit } from '../../canon/learned-limit.ts';
import type { GoogleError, QuotaViolation } from './google-error.ts';

/** `unavailable`: a quota of zero, which no waiting fills. `day` rests until midnight in California. */
export type QuotaKind = 'unavailable' | 'day' | 'minute' | 'other';

/** Google's own wording for a quota of nothing; not "limit: 0.5", not "limit: 05". */
const LIMIT_ZERO = /limit:\s*0(?!\d|\.\d)/u;

/** What the violations of a 429 come to; undefined when it names none. */
export function classifyQuota(error: GoogleError): QuotaKind | undefined {
  const { violations } = error;
  if (saysZero(error)) return 'unavailable';
  if (violations.length === 0) return undefined;
  if (violations.some(({ id }) => id.includes('PerDay'))) return 'day';
  return violations.some(({ id }) => id.includes('PerMinute')) ? 'minute' : 'other';
}

/**
 * A quota of zero: said outright; or left out, as Google does with zeros, in several violations at once (one bucket
 * does not run out of minutes, days and tokens together) or with the sentence that names it.
 */
function saysZero({ violations, message }: GoogleError): boolean {
  if (violations.some(({ value }) => value === 0)) return true;
  if (violations.some(({ value }) => value !== undefined)) return false;
  return violations.length > 1 || LIMIT_ZERO.test(message);
}

/** The limits that the violations name. */
export function learnLimits(violations: readonly QuotaViolation[]): LearnedLimit[] {
  const limits: LearnedLimit[] = [];
  for (const { id, metric, value } of violations) {
    const tokens = id.includes('Token') || metric.includes('token');
    if (value === undefined || value === 0) continue;
    if (id.includes('PerDay')) limits.push({ kind: tokens ? 'tpd' : 'rpd', value });
    else if (id.includes('PerMinute')) limits.push({ kind: tokens ? 'tpm' : 'rpm', value });
  }
  return limits;
}

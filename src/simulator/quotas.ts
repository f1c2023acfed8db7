// Quotas per (project, model) as Google keeps them: requests and input tokens of the last sixty seconds, requests of the
// Pacific day. Knows nothing of how a refusal is worded.
import type { Clock } from '../lib/clock.ts';
import { nextPacificMidnight } from './pacific-day.ts';

/** What is left out is not limited; `freeTier` decides by which quota's name Google refuses. */
export interface SimulatedQuota {
  /** A project, or `*`. */
  readonly project: string;
  /** A model, or `*`. The most specific entry rules; the project weighs more than the model. */
  readonly model: string;
  readonly rpm?: number | undefined;
  /** Input tokens a minute. */
  readonly tpm?: number | undefined;
  readonly rpd?: number | undefined;
  /** The model has no quota in this project's tier. */
  readonly limitZero?: boolean | undefined;
  readonly freeTier?: boolean | undefined;
}

/** Requests a minute, input tokens a minute, requests a day. */
export type QuotaKind = 'rpm' | 'tpm' | 'rpd';

interface QuotaViolation {
  readonly kind: QuotaKind;
  readonly limit: number;
  /** What of the limit was used when the request came. */
  readonly used: number;
  /** Milliseconds until the request would pass. */
  readonly retryAfterMs: number;
}

/** All limits that stand in the way, of which there is at least one. */
export interface QuotaRefusal {
  readonly limitZero: boolean;
  readonly freeTier: boolean;
  readonly violations: readonly QuotaViolation[];
}

/** What is left after an admitted request; undefined where there is no limit. */
export interface QuotaStanding {
  readonly quota: SimulatedQuota | undefined;
  readonly requestsUsed: number;
  readonly tokensUsed: number;
}

/** Requests that were refused count against no limit; `reset` forgets all use and keeps the limits. */
export interface QuotaMeter {
  /** Charges the request, or refuses it and charges nothing. */
  charge(project: string, model: string, tokens: number): QuotaRefusal | undefined;
  standing(project: string, model: string): QuotaStanding;
  reset(): void;
}

const WINDOW_MS = 60_000;

interface Bucket {
  readonly quota: SimulatedQuota;
  /** Arrival times and token counts; entries before `head` have left the minute. */
  readonly arrivals: number[];
  readonly tokens: number[];
  head: number;
  tokensUsed: number;
  dayEnds: number;
  dayCount: number;
}

/** Creates a meter for `quotas`; a (project, model) that no entry matches is unlimited. */
export function createQuotaMeter(quotas: readonly SimulatedQuota[], clock: Clock): QuotaMeter {
  const buckets = new Map<string, Bucket | null>();

  function bucketOf(project: string, model: string): Bucket | null {
    const name = `${project}\n${model}`;
    const known = buckets.get(name);
    if (known !== undefined) return known;
    const quota = mostSpecific(quotas, project, model);
    const fresh = quota
      ? { quota, arrivals: [], tokens: [], head: 0, tokensUsed: 0, dayEnds: 0, dayCount: 0 }
      : null;
    buckets.set(name, fresh);
    return fresh;
  }

  return {
    charge(project, model, tokens) {
      const bucket = bucketOf(project, model);
      if (!bucket) return undefined;
      const now = clock.now();
      age(bucket, now);
      const violations = violationsOf(bucket, now, tokens);
      if (violations.length > 0) {
        return {
          limitZero: bucket.quota.limitZero === true,
          freeTier: bucket.quota.freeTier === true,
          violations,
        };
      }
      bucket.arrivals.push(now);
      bucket.tokens.push(tokens);
      bucket.tokensUsed += tokens;
      bucket.dayCount++;
      return undefined;
    },
    standing(project, model) {
      const bucket = bucketOf(project, model);
      if (!bucket) return { quota: undefined, requestsUsed: 0, tokensUsed: 0 };
      age(bucket, clock.now());
      return {
        quota: bucket.quota,
        requestsUsed: bucket.arrivals.length - bucket.head,
        tokensUsed: bucket.tokensUsed,
      };
    },
    reset: () => buckets.clear(),
  };
}

function mostSpecific(
  quotas: readonly SimulatedQuota[],
  project: string,
  model: string,
): SimulatedQuota | undefined {
  let best: SimulatedQuota | undefined;
  let bestWeight = -1;
  for (const quota of quotas) {
    if (quota.project !== '*' && quota.project !== project) continue;
    if (quota.model !== '*' && quota.model !== model) continue;
    const weight = (quota.project === '*' ? 0 : 2) + (quota.model === '*' ? 0 : 1);
    if (weight > bestWeight) {
      best = quota;
      bestWeight = weight;
    }
  }
  return best;
}

function age(bucket: Bucket, now: number): void {
  const { arrivals, tokens } = bucket;
  while (bucket.head < arrivals.length && (arrivals[bucket.head] ?? 0) <= now - WINDOW_MS) {
    bucket.tokensUsed -= tokens[bucket.head] ?? 0;
    bucket.head++;
  }
  if (bucket.head > 1024 && bucket.head * 2 > arrivals.length) {
    arrivals.splice(0, bucket.head);
    tokens.splice(0, bucket.head);
    bucket.head = 0;
  }
  if (now >= bucket.dayEnds) {
    bucket.dayEnds = nextPacificMidnight(now);
    bucket.dayCount = 0;
  }
}

function violationsOf(bucket: Bucket, now: number, tokens: number): QuotaViolation[] {
  const { quota, arrivals } = bucket;
  if (quota.limitZero) {
    return (['tpm', 'rpm', 'rpd'] as const).map((kind) => ({
      kind,
      limit: 0,
      used: 0,
      retryAfterMs: 12_941,
    }));
  }
  const found: QuotaViolation[] = [];
  const used = arrivals.length - bucket.head;
  if (quota.rpm !== undefined && used >= quota.rpm) {
    const leaver = arrivals[arrivals.length - quota.rpm] ?? now;
    found.push({ kind: 'rpm', limit: quota.rpm, used, retryAfterMs: leaver + WINDOW_MS - now });
  }
  if (quota.tpm !== undefined && bucket.tokensUsed + tokens > quota.tpm) {
    found.push({
      kind: 'tpm',
      limit: quota.tpm,
      used: bucket.tokensUsed,
      retryAfterMs: tokenWait(bucket, now, tokens),
    });
  }
  if (quota.rpd !== undefined && bucket.dayCount >= quota.rpd) {
    found.push({ kind: 'rpd', limit: quota.rpd, used: bucket.dayCount, retryAfterMs: bucket.dayEnds - now });
  }
  return found;
}

/** How long until enough tokens have left the minute; the whole minute when the request alone is too large. */
function tokenWait(bucket: Bucket, now: number, tokens: number): number {
  let left = bucket.tokensUsed;
  for (let at = bucket.head; at < bucket.arrivals.length; at++) {
    left -= bucket.tokens[at] ?? 0;
    if (left + tokens <= (bucket.quota.tpm ?? 0)) return (bucket.arrivals[at] ?? now) + WINDOW_MS - now;
  }
  return WINDOW_MS;
}

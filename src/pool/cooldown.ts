// How long a bucket rests after a refusal, and how it comes back: one live request probes, its success closes the
// case, its failure opens it again one step longer. A cooldown is never shortened.

import type { Random } from '../lib/random.ts';
import type { PoolEffect } from '../providers/verdict.ts';
import type { Bucket } from './bucket.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
/** A provider that asks for more than this is not believed. */
const longestHintMs = (reason: CoolEffect['reason']): number =>
  (reason === 'per_day' ? 24 : 1) * 60 * MINUTE_MS;
/** A probe that has been out for so long has not been refused; the next one may go. */
export const PROBE_PATIENCE_MS = 15 * SECOND_MS;

const backoffs = {
  per_minute: { baseMs: 20 * SECOND_MS, capMs: 2 * MINUTE_MS },
  unspecified: { baseMs: 10 * SECOND_MS, capMs: 2 * MINUTE_MS },
  per_day: { baseMs: 60 * MINUTE_MS, capMs: 24 * 60 * MINUTE_MS },
  spend_rate: { baseMs: MINUTE_MS, capMs: 10 * MINUTE_MS },
} as const;

/** The part of a verdict that rests one project for one model. */
export type CoolEffect = Extract<PoolEffect, { kind: 'bucket_cool' }>;

/** Milliseconds of rest after the `level`-th cooldown in a row (the first is 0). */
export function coolForMs({ reason, retryAfterMs }: CoolEffect, level: number, random: Random): number {
  const { baseMs, capMs } = backoffs[reason];
  if (retryAfterMs === undefined) return Math.min(baseMs * 2 ** level, capMs);
  // A hint that has not helped before is stretched.
  const hint = Math.min(Math.max(retryAfterMs, SECOND_MS), longestHintMs(reason));
  const longerMs = level === 0 ? 0 : Math.min(SECOND_MS * 2 ** (level - 1), capMs);
  return Math.ceil((hint + longerMs) * (1 + 0.1 * random()));
}

/** Milliseconds after midnight at which a day's bucket comes back: providers' clocks are not exact. */
export function dayJitterMs(random: Random): number {
  return 30 * SECOND_MS + Math.floor(60 * SECOND_MS * random());
}

/** The level that a new refusal brings: refusals of requests leased before the cooldown began do not count again. */
export function nextLevel(bucket: Bucket, generation: number): number {
  if (generation !== bucket.generation) return bucket.level;
  return bucket.state === 'half_open' ? bucket.level + 1 : 0;
}

/** Sends a bucket to rest. */
export function startCooldown(bucket: Bucket, generation: number, untilMs: number, reason: string): void {
  bucket.level = nextLevel(bucket, generation);
  if (untilMs >= bucket.untilMs || bucket.state !== 'cooling') {
    bucket.untilMs = Math.max(untilMs, bucket.untilMs);
    bucket.reason = reason;
  }
  if (generation === bucket.generation) bucket.generation++;
  bucket.state = 'cooling';
  bucket.probeUntilMs = 0;
}

/** A cooldown whose time is over: the next request is the probe. */
export function endCooldown(bucket: Bucket, nowMs: number): void {
  if (bucket.state === 'cooling' && bucket.untilMs <= nowMs) bucket.state = 'half_open';
}

/** The probe went well. */
export function closeCooldown(bucket: Bucket): void {
  bucket.state = 'open';
  bucket.reason = undefined;
  bucket.untilMs = 0;
  bucket.level = 0;
  bucket.probeUntilMs = 0;
}

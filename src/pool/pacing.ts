// Obeying limits before the provider has to say so: when a bucket may take its next request, and what is booked on it.

import type { LearnedLimit } from '../canon/learned-limit.ts';
import { refreshLimits, type Bucket } from './bucket.ts';
import { MinuteWindow } from './minute-window.ts';

/** While nothing is known of a bucket, so many requests may be unanswered at once, or half of its busiest minute. */
const RAMP_START = 4;
const RAMP_SHARE = 0.5;
/** A refusal comes at once; what has been out for longer counts as accepted. */
const RAMP_STEP_MS = 400;
/** A conclusion about an unnamed limit is loosened this often, by this much. */
const INFERENCE_STEP_MS = 5 * 60_000;
const BEYOND_ANY_RPM = 100_000;
/** Refused below this share of its own limit, a bucket is not alone in its project. */
const SHARED_BELOW = 0.85;
/** Doubles with each step that is not refused. */
const INFERENCE_GROWTH = 1;
/** So far above its fellows' limits, a bucket has shown that theirs are not its own. */
const OUTGROWN_BY = 2;

/** The requests a minute that are allowed now; Infinity when nothing is known. */
function allowedRpm(bucket: Bucket, nowMs: number): number {
  if (bucket.inferredRpm === Infinity) return bucket.limits.rpm;
  while (bucket.inferredRpm !== Infinity && nowMs - bucket.inferredAtMs >= INFERENCE_STEP_MS) {
    bucket.inferredAtMs += INFERENCE_STEP_MS;
    bucket.inferredRpm += bucket.inferredGrowth;
    bucket.inferredGrowth *= 2;
    if (bucket.inferredRpm > BEYOND_ANY_RPM) bucket.inferredRpm = Infinity;
  }
  return Math.min(bucket.limits.rpm, bucket.inferredRpm);
}

/** When the limits let the next request of `tokens` go; at or before `nowMs`: at once. Notes which limit holds it. */
export function pacedUntil(
  bucket: Bucket,
  tokens: number,
  nowMs: number,
  dayEndMs: (nowMs: number) => number,
): number {
  bucket.pacedBy = undefined;
  const { limits, requests } = bucket;
  if (bucket.dayEndsMs <= nowMs) startDay(bucket, nowMs, dayEndMs);
  if (bucket.dayRequests >= limits.rpd) return hold(bucket, 'rpd', bucket.dayEndsMs);
  if (bucket.dayTokens > 0 && bucket.dayTokens + tokens > limits.tpd)
    return hold(bucket, 'tpd', bucket.dayEndsMs);
  const rpm = allowedRpm(bucket, nowMs);
  const used = requests ? requests.total(nowMs) : 0;
  if (requests && used >= rpm) return hold(bucket, 'rpm', requests.sinksTo(rpm - 1, nowMs));
  if (bucket.tokens && limits.tpm !== Infinity) {
    const room = Math.max(0, limits.tpm - tokens);
    if (bucket.tokens.total(nowMs) > room) return hold(bucket, 'tpm', bucket.tokens.sinksTo(room, nowMs));
  }
  if ((rpm === Infinity || nearFellowsDay(bucket)) && bucket.rampSent >= rampWidth(bucket, used)) {
    const stepEndsMs = bucket.rampStartMs + RAMP_STEP_MS;
    if (stepEndsMs > nowMs) return hold(bucket, 'ramp', stepEndsMs);
    bucket.rampSent = 0;
  }
  return nowMs;
}

/**
 * How many requests may be unanswered in a bucket of unknown limits. Where fellows of the same model have learned
 * theirs, it goes on one at a time from there: most likely it has the same.
 */
function rampWidth(bucket: Bucket, used: number): number {
  const { fellowRpm } = bucket.room;
  if (used > fellowRpm + OUTGROWN_BY) bucket.outgrewFellows = true;
  if (nearFellowsDay(bucket) || (used >= fellowRpm && !bucket.outgrewFellows)) return 1;
  // What a minute has held once is not felt out again after every quiet one.
  if (used > bucket.busiestMinute) bucket.busiestMinute = used;
  return Math.max(RAMP_START, bucket.busiestMinute * RAMP_SHARE);
}

/** About to learn its limit of the day, if it has the same as its fellows. */
function nearFellowsDay({ dayRequests, limits, room: { fellowRpd } }: Bucket): boolean {
  return limits.rpd === Infinity && dayRequests >= fellowRpd && dayRequests <= fellowRpd + OUTGROWN_BY;
}

function hold(bucket: Bucket, by: LearnedLimit['kind'] | 'ramp', untilMs: number): number {
  bucket.pacedBy = by;
  return untilMs;
}

function startDay(bucket: Bucket, nowMs: number, dayEndMs: (nowMs: number) => number): void {
  bucket.dayEndsMs = dayEndMs(nowMs);
  bucket.dayRequests = 0;
  bucket.dayTokens = 0;
  if (bucket.learned.size > 0) refreshLimits(bucket, nowMs);
}

/** The share of its limits that a bucket has left, 0 to 1; 1 where no limit is known. */
export function shareLeft(bucket: Bucket, nowMs: number): number {
  const { limits, requests, tokens } = bucket;
  const rpm = allowedRpm(bucket, nowMs);
  let used = bucket.dayRequests / limits.rpd;
  if (rpm !== Infinity && requests) used = Math.max(used, requests.total(nowMs) / rpm);
  if (limits.tpm !== Infinity && tokens) used = Math.max(used, tokens.total(nowMs) / limits.tpm);
  return Math.max(0, 1 - used);
}

/** Books a request that goes out now. */
export function bookRequest(bucket: Bucket, tokens: number, nowMs: number): void {
  bucket.requests ??= new MinuteWindow();
  bucket.requests.total(nowMs);
  bucket.requests.add(MinuteWindow.latestSlot(nowMs), 1);
  if (bucket.limits.tpm !== Infinity) {
    bucket.tokens ??= new MinuteWindow();
    bucket.tokens.total(nowMs);
    bucket.tokens.add(MinuteWindow.latestSlot(nowMs), tokens);
  }
  bucket.dayRequests++;
  bucket.dayTokens += tokens;
  bucket.lastUsedMs = nowMs;
  if (bucket.rampSent === 0) bucket.rampStartMs = nowMs;
  bucket.rampSent++;
}

/** A booked request has been answered: counted from `answeredMs` on, with the tokens that it really took. */
export function settleRequest(
  bucket: Bucket,
  leasedMs: number,
  answeredMs: number,
  tokens: number,
  used: number,
): void {
  const from = MinuteWindow.latestSlot(leasedMs);
  const to = MinuteWindow.slot(answeredMs, leasedMs);
  bucket.requests?.add(from, -1);
  bucket.requests?.add(to, 1);
  bucket.tokens?.add(from, -tokens);
  bucket.tokens?.add(to, used);
  bucket.dayTokens = Math.max(0, bucket.dayTokens + used - tokens);
  bucket.rampSent = Math.max(0, bucket.rampSent - 1);
}

/** A booked request has used nothing: refused for its rate, or never sent. */
export function refundRequest(bucket: Bucket, leasedMs: number, tokens: number): void {
  const slot = MinuteWindow.latestSlot(leasedMs);
  bucket.requests?.add(slot, -1);
  bucket.tokens?.add(slot, -tokens);
  bucket.rampSent = Math.max(0, bucket.rampSent - 1);
  if (leasedMs >= bucket.dayEndsMs - 2 * 86_400_000) {
    bucket.dayRequests = Math.max(0, bucket.dayRequests - 1);
    bucket.dayTokens = Math.max(0, bucket.dayTokens - tokens);
  }
}

/** Takes in what a refusal says of the limits. */
export function learnLimits(bucket: Bucket, limits: readonly LearnedLimit[], nowMs: number): void {
  for (const { kind, value } of limits) bucket.learned.set(kind, { value, atMs: nowMs });
  if (limits.length > 0) refreshLimits(bucket, nowMs);
  for (const { kind, value } of limits) {
    if (kind === 'rpd') bucket.room.fellowRpd = value;
    if (kind !== 'rpm') continue;
    bucket.room.fellowRpm = value;
    if (bucket.inferredRpm > value) bucket.inferredRpm = Infinity;
  }
}

/** What is told with every answer is taken in when it is news, or has not been for so long. */
const HEARD_FOR_MS = 3_600_000;

/** Takes in what a good answer says of the limits. */
export function hearLimits(bucket: Bucket, limits: readonly LearnedLimit[], nowMs: number): void {
  for (const limit of limits) {
    const known = bucket.learned.get(limit.kind);
    if (known?.value !== limit.value || nowMs - known.atMs >= HEARD_FOR_MS)
      learnLimits(bucket, [limit], nowMs);
  }
}

/**
 * A per-minute refusal that names no figure: what had been granted in this minute is as much as there is. One that
 * names a limit far above what had been granted tells of others who use the same project: what was granted is our share.
 */
export function inferRpm(bucket: Bucket, nowMs: number): void {
  const granted = bucket.requests?.total(nowMs) ?? 0;
  bucket.busiestMinute = 0;
  const { rpm } = bucket.limits;
  if (rpm !== Infinity && granted >= rpm * SHARED_BELOW - 1) return;
  if (granted > 0) bucket.inferredRpm = Math.min(bucket.inferredRpm, granted);
  // Nothing granted at all and no figure says nothing of the limit.
  else if (rpm === Infinity) bucket.inferredRpm = Infinity;
  bucket.inferredAtMs = nowMs;
  bucket.inferredGrowth = INFERENCE_GROWTH;
}

// The pool as people see it: keys masked, buckets with what they used and why they rest.

import { configuredLimits, type Bucket } from './bucket.ts';
import { usableAt } from './placement.ts';
import type { PoolKey } from './pool-key.ts';
import type { PoolCore } from './pool-core.ts';
import type { BucketDetail, BucketStatus, KeyGlance, KeyState, KeyStatus } from './pool.ts';
import type { Project } from './project.ts';

/** Every key with its state, for operators; masked. */
export function describeKeys(core: PoolCore): readonly KeyStatus[] {
  const nowMs = core.clock.now();
  const buckets = new Map<Project, readonly BucketStatus[]>();
  return [...core.keysById.values()].map((key) => {
    const { project } = key;
    let described = buckets.get(project);
    if (!described) {
      described = [...project.buckets.values()]
        // What counting does says nothing of what a key can answer.
        .filter(({ room }) => room.purpose === undefined)
        .map((bucket) => describeBucket(bucket, core, nowMs))
        .filter(({ lastUsedMs, state }) => lastUsedMs !== undefined || state !== 'open');
      buckets.set(project, described);
    }
    return { ...describeKey(key, nowMs), buckets: described };
  });
}

/** One key without its buckets. */
export function describeKey(key: PoolKey, nowMs: number): KeyGlance {
  const { project } = key;
  return {
    keyId: key.id,
    masked: key.secret.masked,
    name: key.config.name,
    project: project.id,
    ...describeState(key, nowMs),
    health: key.health.value(nowMs),
    inFlight: key.inFlight,
    lastError: key.lastError,
  };
}

/** Counts the keys by state, without looking at buckets. */
export function countStates(core: PoolCore): Readonly<Record<KeyState, number>> {
  const nowMs = core.clock.now();
  const counts = { active: 0, quarantined: 0, dead: 0, disabled: 0 };
  for (const key of core.keysById.values()) counts[describeState(key, nowMs).state]++;
  return counts;
}

/** The buckets that a key's project has used, or that rest, with everything known of them. */
export function describeBuckets(core: PoolCore, keyId: string): readonly BucketDetail[] {
  const key = core.keysById.get(keyId);
  if (!key) return [];
  const nowMs = core.clock.now();
  const details: BucketDetail[] = [];
  for (const bucket of key.project.buckets.values()) {
    const status = describeBucket(bucket, core, nowMs);
    if (bucket.room.purpose !== undefined || (bucket.lastUsedMs === 0 && status.state === 'open')) continue;
    const { level, inFlight, dayTokens, dayEndsMs } = bucket;
    details.push({
      ...status,
      level,
      inFlight,
      learned: Array.from(bucket.learned, ([kind, limit]) => ({ kind, ...limit })),
      configured: configuredLimits(bucket),
      inferredRpm: finite(bucket.inferredRpm),
      tokensThisMinute: bucket.tokens?.total(nowMs) ?? 0,
      tokensToday: dayTokens,
      dayEndsMs: dayEndsMs > 0 ? dayEndsMs : undefined,
    });
  }
  return details;
}

/** A rest of the whole key, or of its whole project, shows as a quarantine. */
function describeState(key: PoolKey, nowMs: number): Pick<KeyStatus, 'state' | 'reason' | 'untilMs'> {
  const { project } = key;
  if (!key.inService) return { state: 'disabled', reason: key.reason };
  if (key.state === 'dead') return { state: 'dead', reason: key.reason };
  if (project.untilMs === Infinity) return { state: 'dead', reason: project.reason };
  if (key.state === 'quarantined') return { state: 'quarantined', reason: key.reason, untilMs: key.untilMs };
  if (project.untilMs > nowMs)
    return { state: 'quarantined', reason: project.reason, untilMs: project.untilMs };
  if (key.restUntilMs > nowMs) return { state: 'quarantined', reason: key.reason, untilMs: key.restUntilMs };
  return { state: 'active' };
}

const pacedReasons = {
  rpm: 'per_minute',
  tpm: 'per_minute',
  rpd: 'per_day',
  tpd: 'per_day',
  ramp: undefined,
} as const;

function describeBucket(bucket: Bucket, core: PoolCore, nowMs: number): BucketStatus {
  const at = usableAt(bucket, 0, nowMs, core.dayEnd);
  const paced = bucket.state === 'open' && bucket.pacedBy ? pacedReasons[bucket.pacedBy] : undefined;
  const resting = at > nowMs && (bucket.state === 'cooling' || paced !== undefined);
  return {
    model: bucket.model,
    state: resting ? 'cooling' : bucket.state,
    reason: paced ?? bucket.reason,
    untilMs: resting && at !== Infinity ? at : undefined,
    limits: {
      rpm: finite(Math.min(bucket.limits.rpm, bucket.inferredRpm)),
      tpm: finite(bucket.limits.tpm),
      rpd: finite(bucket.limits.rpd),
    },
    usedThisMinute: bucket.requests?.total(nowMs) ?? 0,
    usedToday: bucket.dayRequests,
    lastUsedMs: bucket.lastUsedMs > 0 ? bucket.lastUsedMs : undefined,
  };
}

function finite(value: number): number | undefined {
  return value === Infinity ? undefined : value;
}

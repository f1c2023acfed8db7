// From a verdict to the changes of the pool's state, one case for each effect.

import type { PoolEffect, Verdict } from '../providers/verdict.ts';
import type { Bucket } from './bucket.ts';
import { coolForMs, dayJitterMs, nextLevel, startCooldown, type CoolEffect } from './cooldown.ts';
import { isBare } from './egress-pace.ts';
import { learnProject } from './learn-project.ts';
import { inferRpm, learnLimits } from './pacing.ts';
import { killKey, quarantineKey, restKey } from './key-transitions.ts';
import { placeBucket } from './placement.ts';
import type { ModelRoom } from './model-room.ts';
import type { Project } from './project.ts';
import { projectMoved, type PoolCore } from './pool-core.ts';
import type { PoolLease } from './pool-lease.ts';
import { restSpender } from './spend-rate.ts';

const MINUTE_MS = 60_000;
const LOCATION_BACKOFF_MS = { base: MINUTE_MS, cap: 10 * MINUTE_MS } as const;
/** Sizes of requests are estimates. */
const ESTIMATE_MARGIN = 1.5;
/** So many projects must say that they do not know a model (or all) before the others are spared the question. */
const UNKNOWN_TO_ALL = 2;
/** Then two more may be asked: a model in preview is there for some projects only. */
const UNKNOWN_FOR_MS = 10 * MINUTE_MS;

/** True when the attempt used nothing of the bucket's quota. */
export function refunds({ effect }: Verdict): boolean {
  switch (effect.kind) {
    case 'bucket_cool':
    case 'bucket_day':
    case 'bucket_unavailable':
    case 'key_dead':
    case 'key_quarantine':
    case 'project_dead':
    case 'project_quarantine':
    case 'model_retired':
      return true;
    case 'egress_failure':
      return effect.reason !== 'reset';
    case 'none':
    case 'model_failure':
      return false;
  }
  return effect satisfies never;
}

/** Changes the pool as the verdict on a leased key says. */
export function applyVerdict(core: PoolCore, lease: PoolLease, verdict: Verdict, nowMs: number): void {
  const { key } = lease;
  const { effect } = verdict;
  const { breaker } = lease.bucket.room;
  key.lastError = { row: verdict.row, atMs: nowMs, message: verdict.message };
  if (verdict.project !== undefined) learnProject(core, key, verdict.project, nowMs);
  if (effect.kind === 'egress_failure') blockEgress(core, lease, effect, nowMs);
  // Whatever was answered, the way out is open.
  else if (verdict.fault !== 'network') core.egress.succeeded(lease.egressTicket);
  else core.egress.ended(lease.egressTicket);
  if (blamesModel(core, effect, nowMs)) breaker.failed(lease.breakerTicket, nowMs);
  else breaker.ended(lease.breakerTicket);
  const slowUntilMs = core.pace.note(key.project, isBare(verdict), lease.leasedMs, nowMs);
  if (slowUntilMs !== undefined)
    core.log({ event: 'egress_slowed', reason: verdict.row, untilMs: slowUntilMs });
  changeState(core, lease, effect, nowMs);
  if (effect.kind === 'model_failure' || effect.kind === 'egress_failure') countFailure(core, lease, nowMs);
}

/** A reset is the model's failure as long as others get through: once nothing does, it is the way out that is cut. */
function blamesModel({ egress }: PoolCore, effect: PoolEffect, nowMs: number): boolean {
  if (effect.kind === 'egress_failure')
    return effect.reason === 'reset' && egress.status(nowMs).state === 'closed';
  return effect.kind === 'model_failure';
}

/** The bucket that a lease's refusal concerns: another than the leased one when its project has just become known. */
function followed({ bucket, key, generation }: PoolLease): {
  readonly bucket: Bucket;
  readonly generation: number;
} {
  const current = key.project.buckets.get(bucket.room);
  if (!current || current === bucket) return { bucket, generation };
  return { bucket: current, generation: current.generation };
}

function changeState(core: PoolCore, lease: PoolLease, effect: PoolEffect, nowMs: number): void {
  const { key } = lease;
  const { bucket } = followed(lease);
  const { project, room } = bucket;
  switch (effect.kind) {
    case 'none':
    case 'model_failure':
    case 'egress_failure':
      return;
    case 'key_dead':
      return killKey(core, key, effect.reason, nowMs);
    case 'key_quarantine':
      return quarantineKey(core, key, effect.reason, effect.forMs, effect.maxProbes, nowMs);
    case 'project_dead':
    case 'project_quarantine': {
      const untilMs = effect.kind === 'project_dead' ? Infinity : nowMs + effect.forMs;
      key.project.untilMs = Math.max(key.project.untilMs, untilMs);
      key.project.reason = effect.reason;
      const event = effect.kind === 'project_dead' ? 'project_dead' : 'project_quarantined';
      core.log({
        event,
        project: key.project.id,
        reason: effect.reason,
        untilMs: effect.kind === 'project_dead' ? undefined : untilMs,
      });
      return projectMoved(core, key.project, nowMs);
    }
    case 'bucket_cool':
      if (effect.reason === 'spend_rate') return restSpender(core, key.project, lease, effect, nowMs);
      if (effect.reason !== 'unspecified') noteKnown(room);
      if (core.keyCooldownMs !== undefined && room.purpose === undefined)
        return restKey(core, key, nowMs + core.keyCooldownMs, effect.reason, nowMs);
      return coolBucket(core, lease, effect, nowMs);
    case 'bucket_day':
      noteKnown(room);
      if (core.keyCooldownMs !== undefined && room.purpose === undefined)
        return restKey(core, key, nowMs + core.keyCooldownMs, 'per_day', nowMs);
      learnLimits(bucket, effect.limits, nowMs);
      return restBucket(core, lease, core.dayEnd(nowMs) + dayJitterMs(core.random), 'per_day');
    case 'bucket_unavailable':
      if (effect.reason !== 'model_unknown') noteKnown(room);
      else if (!room.known) noteUnknown(core, project, room, nowMs);
      return restBucket(core, lease, nowMs + effect.forMs, effect.reason);
    case 'model_retired':
      retireModel(core, room, nowMs + effect.forMs, 'retired');
      core.changed({ kind: 'model', model: { model: room.model, retiredUntilMs: room.retiredUntilMs } });
      return;
  }
  return effect satisfies never;
}

function coolBucket(core: PoolCore, lease: PoolLease, effect: CoolEffect, nowMs: number): void {
  const { bucket, generation } = followed(lease);
  learnLimits(bucket, effect.limits, nowMs);
  if (outgrows(lease.tokens, effect)) return;
  const namesRequests = effect.limits.length === 0 || effect.limits.some(({ kind }) => kind === 'rpm');
  if (effect.reason === 'per_minute' && namesRequests) inferRpm(bucket, nowMs);
  const forMs = coolForMs(effect, nextLevel(bucket, generation), core.random);
  restBucket(core, lease, nowMs + forMs, effect.reason);
}

/** One request that is larger than the whole bucket says nothing of what the bucket has left for others. */
function outgrows(tokens: number, { limits }: CoolEffect): boolean {
  const named = limits.filter(({ kind }) => kind === 'rpm' || kind === 'tpm');
  return (
    named.length > 0 && named.every(({ kind, value }) => kind === 'tpm' && tokens > value * ESTIMATE_MARGIN)
  );
}

function restBucket(core: PoolCore, lease: PoolLease, untilMs: number, reason: string): void {
  const { bucket, generation } = followed(lease);
  startCooldown(bucket, generation, untilMs, reason);
  placeBucket(bucket, core.clock.now(), core.dayEnd);
  core.log({
    event: 'bucket_cooled',
    project: bucket.project.id,
    model: bucket.model,
    reason: bucket.reason,
    untilMs: bucket.untilMs,
  });
}

/** Some project can do something with this model. */
export function noteKnown(room: ModelRoom): void {
  room.known = true;
  if (room.unknownTo.size > 0) room.unknownTo.clear();
}

function noteUnknown(core: PoolCore, project: Project, room: ModelRoom, nowMs: number): void {
  room.unknownTo.add(project);
  if (room.unknownTo.size < Math.min(UNKNOWN_TO_ALL, core.projects.size)) return;
  room.unknownTo.clear();
  // Not remembered over a restart: callers choose the names, and there is no end of them.
  retireModel(core, room, nowMs + UNKNOWN_FOR_MS, 'unknown');
}

function retireModel(
  core: PoolCore,
  room: ModelRoom,
  untilMs: number,
  reason: ModelRoom['retiredReason'],
): void {
  if (untilMs <= room.retiredUntilMs) return;
  room.retiredUntilMs = untilMs;
  room.retiredReason = reason;
  core.log({ event: 'model_retired', model: room.model, reason, untilMs });
}

function blockEgress(
  core: PoolCore,
  lease: PoolLease,
  { reason }: Extract<PoolEffect, { kind: 'egress_failure' }>,
  nowMs: number,
): void {
  core.egressReason = reason;
  if (reason !== 'location') {
    core.egress.failed(lease.egressTicket, nowMs);
    return;
  }
  // Every key would be told the same; asking on would only draw attention to them.
  const forMs = Math.min(LOCATION_BACKOFF_MS.base * 2 ** core.egressLevel, LOCATION_BACKOFF_MS.cap);
  core.egressLevel++;
  core.egress.open(nowMs, forMs);
  core.log({ event: 'egress_blocked', reason, untilMs: nowMs + forMs });
}

/** Failures that are nobody's fault still tell something of a key when its fellows do better at the same time. */
function countFailure(core: PoolCore, { key }: PoolLease, nowMs: number): void {
  key.health.failed(nowMs);
  if (key.failuresInARow === 0) key.firstFailureMs = nowMs;
  key.failuresInARow++;
  const { failuresBeforeBlock, lastSuccess } = core;
  if (failuresBeforeBlock === undefined || key.failuresInARow < failuresBeforeBlock) return;
  if (!lastSuccess || lastSuccess.key === key || lastSuccess.atMs < key.firstFailureMs) return;
  key.failuresInARow = 0;
  restKey(core, key, nowMs + core.blockMs, 'failures', nowMs);
}

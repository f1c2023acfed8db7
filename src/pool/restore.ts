// What a pool knew before it was restarted, as far as it still holds.

import type { SavedBucket, SavedKey, SavedPoolState } from '../store/saved-pool-state.ts';
import { LEARNED_FOR_MS, refreshLimits, type Bucket } from './bucket.ts';
import type { PoolKey } from './pool-key.ts';
import type { PoolCore } from './pool-core.ts';
import type { Project } from './project.ts';

/** Gives a key its state back. The probe of a quarantine that would have ended meanwhile is due at once. */
export function restoreKey(key: PoolKey, saved: SavedKey, nowMs: number): void {
  key.state = saved.state;
  key.reason = saved.reason;
  key.untilMs = saved.untilMs ?? 0;
  key.failedProbes = saved.failedProbes ?? 0;
  key.maxProbes = saved.maxProbes;
  key.quarantineMs = Math.max(60_000, key.untilMs - nowMs);
  key.restUntilMs = saved.restUntilMs !== undefined && saved.restUntilMs > nowMs ? saved.restUntilMs : 0;
  key.learnedProject = saved.project;
  if (key.state === 'active' && key.restUntilMs === 0) key.reason = undefined;
}

/** Opens the rooms that were known and puts the rest of each of these projects back. */
export function restoreState(
  core: PoolCore,
  saved: SavedPoolState,
  projects: ReadonlySet<Project>,
  nowMs: number,
): void {
  for (const { project: id, reason, untilMs = Infinity } of saved.projects) {
    const project = core.projects.get(id);
    if (!project || !projects.has(project) || untilMs <= nowMs) continue;
    project.untilMs = untilMs;
    project.reason = reason;
  }
  for (const { model, retiredUntilMs } of saved.models) {
    if (retiredUntilMs <= nowMs) continue;
    const room = core.openRoom(model);
    room.retiredUntilMs = Math.max(room.retiredUntilMs, retiredUntilMs);
  }
  for (const savedBucket of saved.buckets) {
    const project = core.projects.get(savedBucket.project);
    if (!project || !projects.has(project) || !worthRestoring(savedBucket, nowMs)) continue;
    const bucket = project.buckets.get(core.openRoom(savedBucket.model));
    if (bucket) restoreBucket(bucket, savedBucket, nowMs);
  }
}

function worthRestoring({ untilMs, limits, dayEndsMs }: SavedBucket, nowMs: number): boolean {
  return untilMs > nowMs || dayEndsMs > nowMs || limits.some(({ atMs }) => atMs + LEARNED_FOR_MS > nowMs);
}

function restoreBucket(bucket: Bucket, saved: SavedBucket, nowMs: number): void {
  // What has used a quota, or was told one, is no name that a caller has made up.
  if (saved.dayRequests > 0 || saved.limits.length > 0) bucket.room.known = true;
  bucket.lastUsedMs = saved.lastUsedMs ?? 0;
  for (const { kind, value, atMs } of saved.limits) bucket.learned.set(kind, { value, atMs });
  refreshLimits(bucket, nowMs);
  // One that has ended meanwhile is over when a request has tried it, as ever.
  if (saved.untilMs > 0) {
    bucket.state = 'cooling';
    bucket.untilMs = saved.untilMs;
    bucket.reason = saved.reason;
    bucket.level = saved.level;
    bucket.generation++;
  }
  if (saved.dayEndsMs > nowMs) {
    bucket.dayEndsMs = saved.dayEndsMs;
    bucket.dayRequests = saved.dayRequests;
    bucket.dayTokens = saved.dayTokens;
  }
}

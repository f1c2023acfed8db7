// An answer may name the project that a key belongs to. Keys of one project share its buckets from then on.

import type { Bucket } from './bucket.ts';
import { refreshBucket, refreshLimits } from './bucket.ts';
import { placeBucket, placeProject } from './placement.ts';
import type { PoolKey } from './pool-key.ts';
import { keyMoved, recordBucket, type PoolCore } from './pool-core.ts';
import { createProject, type Project } from './project.ts';

/** Takes in that `key` belongs to project `id`. A project that the configuration names keeps its name. */
export function learnProject(core: PoolCore, key: PoolKey, id: string, nowMs: number): void {
  // It was removed while its request ran.
  if (core.keysById.get(key.id) !== key) return;
  const known = core.projects.get(id);
  if (known === key.project) return;
  if (key.config.project !== undefined) {
    if (!known) {
      core.projects.set(id, key.project);
      key.project.otherNames.push(id);
    }
    return;
  }
  if (key.learnedProject === id) return;
  key.learnedProject = id;
  core.log({ event: 'project_learned', key: key.secret.masked, project: id });
  joinProject(core, key, id, nowMs);
  keyMoved(core, key, nowMs);
}

/** Moves a key to project `id`, which may be new; what is known of buckets that lose their last key goes with it. */
export function joinProject(core: PoolCore, key: PoolKey, id: string, nowMs: number): void {
  const known = core.projects.get(id);
  if (known === key.project) return;
  const old = key.project;
  if (!known && old.keys.length === 1) {
    core.projects.delete(old.id);
    old.id = id;
    core.projects.set(id, old);
    recordProject(core, old);
    return;
  }
  const target = known ?? createProject(id);
  core.projects.set(id, target);
  old.keys.splice(old.keys.indexOf(key), 1);
  target.keys.push(key);
  key.project = target;
  target.untilMs = Math.max(target.untilMs, old.keys.length === 0 ? old.untilMs : 0);
  for (const [room, bucket] of old.buckets) {
    if (old.keys.length > 0) continue;
    old.buckets.delete(room);
    placeBucket(bucket, nowMs, core.dayEnd);
    mergeBucket(target.buckets.get(room) ?? core.openBucket(target, room), bucket, nowMs);
  }
  if (old.keys.length === 0) {
    core.projects.delete(old.id);
    for (const name of old.otherNames) core.projects.set(name, target);
    target.otherNames.push(...old.otherNames);
  }
  for (const room of core.rooms.values()) if (!target.buckets.has(room)) core.openBucket(target, room);
  for (const project of [old, target]) {
    for (const bucket of project.buckets.values()) refreshBucket(bucket, nowMs);
    placeProject(project, nowMs, core.dayEnd);
  }
  recordProject(core, target);
}

/** What is kept of buckets is kept under their project's name. */
function recordProject(core: PoolCore, { buckets }: Project): void {
  for (const bucket of buckets.values()) if (bucket.lastUsedMs > 0) recordBucket(core, bucket);
}

/** Two buckets turn out to be one: the longer rest, the lower limits, the sum of what was used. */
function mergeBucket(into: Bucket, from: Bucket, nowMs: number): void {
  for (const [kind, limit] of from.learned) {
    const other = into.learned.get(kind);
    if (!other || other.atMs < limit.atMs) into.learned.set(kind, limit);
  }
  refreshLimits(into, nowMs);
  into.lastUsedMs = Math.max(into.lastUsedMs, from.lastUsedMs);
  if (from.dayEndsMs === into.dayEndsMs) {
    into.dayRequests += from.dayRequests;
    into.dayTokens += from.dayTokens;
  }
  if (from.state === 'cooling' && from.untilMs > into.untilMs) {
    into.state = 'cooling';
    into.untilMs = from.untilMs;
    into.reason = from.reason;
    into.generation++;
  }
}

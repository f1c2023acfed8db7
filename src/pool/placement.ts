// Keeps each bucket where it belongs: among the ready ones, among the resting ones, or in neither.

import type { Bucket } from './bucket.ts';
import { endCooldown } from './cooldown.ts';
import type { ModelRoom } from './model-room.ts';
import { pacedUntil } from './pacing.ts';
import { projectUsableAt, type Project } from './project.ts';

type DayEnd = (nowMs: number) => number;

/** When the bucket can take a request of `tokens`: at or before `nowMs`, later, or Infinity: only after an event. */
export function usableAt(bucket: Bucket, tokens: number, nowMs: number, dayEnd: DayEnd): number {
  const byKeys = projectUsableAt(bucket.project, bucket.model, nowMs);
  if (byKeys > nowMs) {
    bucket.pacedBy = undefined;
    return byKeys;
  }
  endCooldown(bucket, nowMs);
  if (bucket.state === 'cooling') return bucket.untilMs;
  if (bucket.probeUntilMs > nowMs) return bucket.probeUntilMs;
  return pacedUntil(bucket, tokens, nowMs, dayEnd);
}

/** Puts a bucket where it belongs now. */
export function placeBucket(bucket: Bucket, nowMs: number, dayEnd: DayEnd): void {
  const { ready, resting, strategy } = bucket.room;
  const at =
    bucket.project.buckets.get(bucket.room) === bucket ? usableAt(bucket, 0, nowMs, dayEnd) : Infinity;
  if (at <= nowMs) {
    if (ready.has(bucket)) return;
    if (resting.has(bucket)) resting.remove(bucket);
    bucket.rank = strategy.enter(bucket, nowMs);
    ready.push(bucket, bucket.rank);
    return;
  }
  if (ready.has(bucket)) ready.remove(bucket);
  if (at === Infinity) {
    if (resting.has(bucket)) resting.remove(bucket);
  } else if (resting.has(bucket)) resting.move(bucket, at);
  else resting.push(bucket, at);
}

/** Puts all buckets of a project where they belong, its keys being others than before, or in another state. */
export function placeProject(project: Project, nowMs: number, dayEnd: DayEnd): void {
  project.inService = undefined;
  for (const bucket of project.buckets.values()) placeBucket(bucket, nowMs, dayEnd);
}

/** Brings back what has rested long enough. */
export function wakeBuckets(room: ModelRoom, nowMs: number, dayEnd: DayEnd): void {
  for (;;) {
    const first = room.resting.peek();
    if (!first || first.priority > nowMs) return;
    room.resting.remove(first);
    placeBucket(first, nowMs, dayEnd);
  }
}

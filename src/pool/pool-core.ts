// The state of one provider's pool and the settings it obeys, shared by the parts that work on it.

import type { Clock, Timer } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import type { PoolChange } from '../store/saved-pool-state.ts';
import type { Affinity } from './affinity.ts';
import type { Breaker, BreakerSettings } from './breaker.ts';
import { saveBucket, type Bucket } from './bucket.ts';
import type { EgressPace } from './egress-pace.ts';
import type { LatencyNorm } from './health-score.ts';
import type { ModelRoom } from './model-room.ts';
import { placeProject } from './placement.ts';
import { saveKey, type PoolKey } from './pool-key.ts';
import type { Project } from './project.ts';
import type { StrategyName } from './strategies/create-strategy.ts';

/** Something worth a line in the log. Keys are masked. */
export interface PoolEvent {
  readonly event:
    | 'key_dead'
    | 'key_quarantined'
    | 'key_rested'
    | 'key_revived'
    | 'key_added'
    | 'key_removed'
    | 'key_disabled'
    | 'key_enabled'
    | 'project_dead'
    | 'project_quarantined'
    | 'project_rested'
    | 'project_learned'
    | 'bucket_cooled'
    | 'bucket_reopened'
    | 'model_retired'
    | 'egress_blocked'
    | 'egress_slowed';
  readonly key?: string | undefined;
  readonly project?: string | undefined;
  readonly model?: string | undefined;
  readonly reason?: string | undefined;
  /** Unix milliseconds. */
  readonly untilMs?: number | undefined;
}

/** Mutable, and never handed out: the outside sees it through `KeyPool`. */
export interface PoolCore {
  readonly provider: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly strategy: StrategyName;
  readonly breakerSettings: BreakerSettings;
  /** Set: every rate limit rests the key as a whole this long. */
  readonly keyCooldownMs: number | undefined;
  readonly failuresBeforeBlock: number | undefined;
  readonly blockMs: number;
  readonly startMs: number;
  /** In the order in which they came. */
  readonly keysById: Map<string, PoolKey>;
  readonly quarantined: Set<PoolKey>;
  /** By id; a number that the provider named may lead to a project that the configuration names otherwise. */
  readonly projects: Map<string, Project>;
  /** By purpose and model. */
  readonly rooms: Map<string, ModelRoom>;
  readonly affinity: Affinity;
  readonly egress: Breaker;
  readonly pace: EgressPace;
  egressReason: string | undefined;
  /** Location refusals in a row. */
  egressLevel: number;
  readonly latencyNorm: LatencyNorm;
  lastSuccess: { readonly key: PoolKey; readonly atMs: number } | undefined;
  closed: boolean;
  /** Buckets whose use has not been told yet, and the timer that will. */
  readonly used: Set<Bucket>;
  usedTimer: Timer | undefined;
  /** Start of the provider's next day after a time, Unix ms. */
  readonly dayEnd: (nowMs: number) => number;
  changed(change: PoolChange): void;
  /** False when nobody remembers changes, so that none need be described. */
  readonly recording: boolean;
  openRoom(model: string): ModelRoom;
  /** The bucket of a project for a room that it has none for yet. */
  openBucket(project: Project, room: ModelRoom): Bucket;
  /** Hands out what has become free to those who wait in a room. */
  serve(room: ModelRoom): void;
  log(event: PoolEvent): void;
}

/** A key's state has moved: its buckets go where they belong now, and it is remembered. */
export function keyMoved(core: PoolCore, key: PoolKey, nowMs: number): void {
  if (key.state === 'quarantined' && key.inService) core.quarantined.add(key);
  else core.quarantined.delete(key);
  if (core.recording) core.changed({ kind: 'key', key: saveKey(key) });
  placeAndServe(core, key.project, nowMs);
}

/** A project's state has moved: its buckets go where they belong now, and it is remembered. */
export function projectMoved(core: PoolCore, project: Project, nowMs: number): void {
  const untilMs = project.untilMs === Infinity ? undefined : project.untilMs;
  core.changed({ kind: 'project', project: { project: project.id, reason: project.reason ?? '', untilMs } });
  placeAndServe(core, project, nowMs);
}

function placeAndServe(core: PoolCore, project: Project, nowMs: number): void {
  placeProject(project, nowMs, core.dayEnd);
  for (const { room } of project.buckets.values()) if (room.waiters.size > 0) core.serve(room);
}

/** What a success changes (counters of the day) is remembered a moment later, once for many successes. */
const USE_FLUSH_MS = 500;

/** The bucket was used and nothing else about it changed. */
export function recordUse(core: PoolCore, bucket: Bucket): void {
  if (!core.recording) return;
  core.used.add(bucket);
  core.usedTimer ??= core.clock.after(USE_FLUSH_MS, () => flushUses(core));
}

/** Hands on what was used since the last time. */
export function flushUses(core: PoolCore): void {
  core.usedTimer?.cancel();
  core.usedTimer = undefined;
  for (const bucket of core.used) recordBucket(core, bucket);
  core.used.clear();
}

/** Remembers a bucket's state, where it would outlast a restart. */
export function recordBucket(core: PoolCore, bucket: Bucket): void {
  const { purpose, known } = bucket.room;
  // The end of a removed key's request must not overwrite what its key, come back, has used since.
  if (bucket.project !== (core.projects.get(bucket.project.id) ?? bucket.project)) return;
  // Counts have nothing that would outlast a restart, nor have names that callers make up.
  if (core.recording && purpose === undefined && (known || bucket.reason !== 'model_unknown'))
    core.changed({ kind: 'bucket', bucket: saveBucket(bucket) });
}

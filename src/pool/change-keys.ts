// Keys that come, go and change while the pool runs. What is leased meanwhile ends as if nothing had happened.

import type { SavedPoolState } from '../store/saved-pool-state.ts';
import { refreshBucket } from './bucket.ts';
import { joinProject } from './learn-project.ts';
import { boundRooms } from './open-room.ts';
import { placeBucket, placeProject } from './placement.ts';
import { createPoolKey, fingerprintOf, keyIdOf, readSettings, type PoolKey } from './pool-key.ts';
import { keyMoved, projectMoved, type PoolCore } from './pool-core.ts';
import type { KeyConfig, KeySettings } from './pool.ts';
import { ownProjectId } from './project-id.ts';
import { createProject, type Project } from './project.ts';
import { restoreKey, restoreState } from './restore.ts';
import { reviveKey } from './key-transitions.ts';

/** Takes in those keys that the pool does not have, with what was `saved` of them. Returns the new ones. */
export function addKeys(
  core: PoolCore,
  configs: readonly KeyConfig[],
  saved: SavedPoolState | undefined,
  nowMs: number,
): readonly PoolKey[] {
  const before = new Map(saved?.keys.map((key) => [key.fingerprint, key]));
  const added: PoolKey[] = [];
  /** Projects that had no key until now. */
  const fresh = new Set<Project>();
  for (const config of configs) {
    const fingerprint = fingerprintOf(config.key);
    if (core.keysById.has(keyIdOf(fingerprint))) continue;
    const known = before.get(fingerprint);
    const id = config.project ?? known?.project ?? ownProjectId(fingerprint);
    const project = core.projects.get(id) ?? createProject(id);
    if (project.keys.length === 0) fresh.add(project);
    core.projects.set(id, project);
    const key = createPoolKey(config, fingerprint, project, core.latencyNorm);
    if (known) restoreKey(key, known, nowMs);
    project.keys.push(key);
    core.keysById.set(key.id, key);
    if (key.state === 'quarantined' && key.inService) core.quarantined.add(key);
    added.push(key);
  }
  boundRooms(core, 0);
  const touched = new Set(added.map(({ project }) => project));
  for (const project of touched) {
    for (const room of core.rooms.values()) {
      const bucket = project.buckets.get(room);
      if (bucket) refreshBucket(bucket, nowMs);
      else core.openBucket(project, room);
    }
  }
  if (saved) restoreState(core, saved, fresh, nowMs);
  for (const project of touched) placeProject(project, nowMs, core.dayEnd);
  if (added.length > 0) serveAll(core);
  return added;
}

/** Takes a key out; its project goes with its last key. */
export function removeKey(core: PoolCore, key: PoolKey, nowMs: number): void {
  const { project } = key;
  const rooms = [...project.buckets.keys()];
  core.keysById.delete(key.id);
  core.quarantined.delete(key);
  key.inService = false;
  if (core.lastSuccess?.key === key) core.lastSuccess = undefined;
  project.keys.splice(project.keys.indexOf(key), 1);
  core.log({ event: 'key_removed', key: key.secret.masked, project: project.id });
  if (project.keys.length === 0) dissolve(core, project, nowMs);
  else refreshProject(core, project, nowMs);
  // Perhaps somebody waits for a key that will never come.
  for (const room of rooms) if (room.waiters.size > 0) core.serve(room);
}

/** Gives a key other settings. Disabled, it keeps what is known of it. */
export function configureKey(core: PoolCore, key: PoolKey, settings: KeySettings, nowMs: number): void {
  const wasInService = key.inService;
  Object.assign(key, readSettings({ ...settings, key: key.secret }));
  const wanted = settings.project ?? key.learnedProject ?? ownProjectId(key.fingerprint);
  joinProject(core, key, wanted, nowMs);
  refreshProject(core, key.project, nowMs);
  if (key.inService !== wasInService) {
    const event = key.inService ? 'key_enabled' : 'key_disabled';
    core.log({ event, key: key.secret.masked, project: key.project.id });
  }
  keyMoved(core, key, nowMs);
}

/** A key that was checked on purpose and is well, whatever was thought of it and of its project. */
export function restoreToService(core: PoolCore, key: PoolKey, nowMs: number): void {
  const { project } = key;
  // How fast an account spends, a check that costs nothing cannot tell.
  if (project.untilMs > nowMs && project.reason !== 'spend_rate') {
    project.untilMs = 0;
    project.reason = undefined;
    projectMoved(core, project, nowMs);
  }
  reviveKey(core, key, nowMs);
}

function refreshProject(core: PoolCore, project: Project, nowMs: number): void {
  for (const bucket of project.buckets.values()) refreshBucket(bucket, nowMs);
  placeProject(project, nowMs, core.dayEnd);
}

function dissolve(core: PoolCore, project: Project, nowMs: number): void {
  const { buckets } = project;
  for (const [room, bucket] of buckets) {
    buckets.delete(room);
    room.unknownTo.delete(project);
    placeBucket(bucket, nowMs, core.dayEnd);
  }
  for (const name of [project.id, ...project.otherNames]) core.projects.delete(name);
}

function serveAll(core: PoolCore): void {
  for (const room of core.rooms.values()) if (room.waiters.size > 0) core.serve(room);
}

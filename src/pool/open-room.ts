// The room of a model, made when it is first asked for. Callers choose the names, so their number is bounded.

import { Breaker } from './breaker.ts';
import { createBucket, refreshLimits, type Bucket } from './bucket.ts';
import { createModelRoom, type ModelRoom } from './model-room.ts';
import { placeBucket } from './placement.ts';
import type { LeaseRequest } from './pool.ts';
import type { PoolCore } from './pool-core.ts';
import type { Project } from './project.ts';
import { createStrategy } from './strategies/create-strategy.ts';

/** Buckets in all rooms together; with many keys there is room for fewer models. */
const MOST_BUCKETS = 200_000;
const MOST_ROOMS = 500;
const FEWEST_ROOMS = 16;

/** The room of a model and purpose, with a bucket for every project. */
export function openRoom(core: PoolCore, model: string, purpose?: LeaseRequest['purpose']): ModelRoom {
  const id = roomId(model, purpose);
  const known = core.rooms.get(id);
  if (known) return known;
  boundRooms(core, 1);
  const strategy = createStrategy(core.strategy, core.random, core.startMs);
  const room = createModelRoom(model, purpose, strategy, new Breaker(core.breakerSettings));
  room.lastUsedMs = core.clock.now();
  core.rooms.set(id, room);
  for (const project of new Set(core.projects.values())) openBucket(core, project, room);
  return room;
}

/** No name of a model leads to the room of another's counts. */
function roomId(model: string, purpose: LeaseRequest['purpose']): string {
  return `${purpose ?? ''}:${model}`;
}

/** Makes a project's bucket for a room and puts it where it belongs. */
export function openBucket(core: PoolCore, project: Project, room: ModelRoom): Bucket {
  const nowMs = core.clock.now();
  const bucket = createBucket(project, room);
  project.buckets.set(room, bucket);
  refreshLimits(bucket, nowMs);
  placeBucket(bucket, nowMs, core.dayEnd);
  return bucket;
}

/** Gives up the rooms that are missed least until `coming` more have space. */
export function boundRooms({ rooms, projects }: PoolCore, coming: number): void {
  const most = Math.max(
    FEWEST_ROOMS,
    Math.min(MOST_ROOMS, Math.floor(MOST_BUCKETS / Math.max(1, projects.size))),
  );
  while (rooms.size + coming > most) {
    const room = leastMissed(rooms.values());
    if (!room) return;
    rooms.delete(roomId(room.model, room.purpose));
    for (const project of projects.values()) project.buckets.delete(room);
  }
}

/** Of the rooms that nobody uses: one of a name that no project is known to serve, else the longest unused. */
function leastMissed(rooms: Iterable<ModelRoom>): ModelRoom | undefined {
  let found: ModelRoom | undefined;
  for (const room of rooms) {
    if (room.inFlight > 0 || room.waiters.size > 0) continue;
    if (!found || (room.known === found.known ? room.lastUsedMs < found.lastUsedMs : found.known))
      found = room;
  }
  return found;
}

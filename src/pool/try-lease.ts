// Leases a key at once or says why not. Everything on this path is O(log n) in the number of projects.

import { affinityYields } from './affinity-yields.ts';
import type { Bucket } from './bucket.ts';
import { PROBE_PATIENCE_MS } from './cooldown.ts';
import { PoolLease } from './pool-lease.ts';
import type { ModelRoom } from './model-room.ts';
import { bookRequest, pacedUntil } from './pacing.ts';
import { placeBucket, wakeBuckets } from './placement.ts';
import { keyUsableAt, type PoolKey } from './pool-key.ts';
import type { PoolCore } from './pool-core.ts';
import type { LeaseRequest, LeaseResult, Resting } from './pool.ts';
import { findProjects } from './project-id.ts';
import { chooseKey, type Project } from './project.ts';
import { explainResting } from './resting-answer.ts';

/** A large request may be too large for many; so many are looked at before it has to wait. */
const MOST_TOO_SMALL = 64;

interface Refused {
  readonly bucket: Bucket;
  readonly untilMs: number;
}

/** Leases a key for a model at once, or says until when nothing is free. */
export function tryLease(core: PoolCore, room: ModelRoom, request: LeaseRequest, nowMs: number): LeaseResult {
  const closed = explainClosed(core, room, nowMs);
  if (closed) return closed;
  wakeBuckets(room, nowMs, core.dayEnd);
  const excluded = findProjects(core, request.excludeProjects);
  return (
    takePreferred(core, room, request, excluded, nowMs) ??
    takeAffine(core, room, request, excluded, nowMs) ??
    pick(core, room, request, excluded, nowMs)
  );
}

/** The retry on the same route: that key if it is ready; never waits for it. */
function takePreferred(
  core: PoolCore,
  room: ModelRoom,
  request: LeaseRequest,
  excluded: ReadonlySet<Project> | undefined,
  nowMs: number,
): LeaseResult | undefined {
  if (request.preferKey === undefined) return undefined;
  const key = core.keysById.get(request.preferKey);
  const bucket = key?.project.buckets.get(room);
  if (!key || !bucket || excluded?.has(key.project)) return undefined;
  if (keyUsableAt(key) > nowMs || !key.serves(room.model)) return undefined;
  return isReady(bucket, request, core, nowMs) ? take(core, bucket, key, request, nowMs) : undefined;
}

/** The key that served the conversation last, unless it rests or is crowded; never waits for it. */
function takeAffine(
  core: PoolCore,
  room: ModelRoom,
  request: LeaseRequest,
  excluded: ReadonlySet<Project> | undefined,
  nowMs: number,
): LeaseResult | undefined {
  if (request.affinity === undefined) return undefined;
  const home = core.affinity.get(request.affinity, nowMs);
  const bucket = home?.project.buckets.get(room);
  if (!home || !bucket || excluded?.has(home.project)) return undefined;
  if (!isReady(bucket, request, core, nowMs) || affinityYields(bucket, nowMs)) return undefined;
  // Prompt caches belong to the project: a sibling finds them too.
  const usable = keyUsableAt(home) <= nowMs && home.serves(room.model);
  const key = usable ? home : chooseKey(home.project, room.model, nowMs);
  return key && take(core, bucket, key, request, nowMs, true);
}

function explainClosed(core: PoolCore, room: ModelRoom, nowMs: number): Resting | undefined {
  if (room.retiredUntilMs > nowMs) {
    const what = room.retiredReason === 'retired' ? 'no longer offered by' : 'not known to';
    const limit = `${room.model} is ${what} ${core.provider}`;
    return { type: 'resting', reason: 'model_unavailable', untilMs: room.retiredUntilMs, limit };
  }
  const egressAt = core.egress.admitsAt(nowMs);
  if (egressAt > nowMs) {
    const located = core.egressReason === 'location';
    const limit = located ? `${core.provider} refuses this location` : `${core.provider} cannot be reached`;
    return {
      type: 'resting',
      reason: located ? 'egress_blocked' : 'unreachable',
      untilMs: egressAt,
      limit,
    };
  }
  const pacedMs = core.pace.admitsAt(nowMs);
  if (pacedMs > nowMs) {
    const limit = `${core.provider} refuses most projects at this pace`;
    return { type: 'resting', reason: 'per_minute', untilMs: pacedMs, limit };
  }
  const modelAt = room.breaker.admitsAt(nowMs);
  if (modelAt > nowMs) {
    return {
      type: 'resting',
      reason: 'model_overloaded',
      untilMs: modelAt,
      limit: `${room.model} keeps failing`,
    };
  }
  return undefined;
}

function isReady(bucket: Bucket, request: LeaseRequest, core: PoolCore, nowMs: number): boolean {
  return (
    bucket.room.ready.has(bucket) &&
    pacedUntil(bucket, expected(bucket, request), nowMs, core.dayEnd) <= nowMs
  );
}

function expected({ room }: Bucket, { estimatedTokens }: LeaseRequest): number {
  return room.tokenEstimate.expect(estimatedTokens);
}

function pick(
  core: PoolCore,
  room: ModelRoom,
  request: LeaseRequest,
  excluded: ReadonlySet<Project> | undefined,
  nowMs: number,
): LeaseResult {
  const { ready } = room;
  let aside: Bucket[] | undefined;
  let refused: Refused | undefined;
  let tooSmall = 0;
  let result: LeaseResult | undefined;
  while (!result && tooSmall < MOST_TOO_SMALL) {
    const bucket = ready.peek();
    if (!bucket) break;
    if (excluded?.has(bucket.project)) {
      ready.remove(bucket);
      (aside ??= []).push(bucket);
      continue;
    }
    const key = chooseKey(bucket.project, room.model, nowMs);
    const untilMs = pacedUntil(bucket, expected(bucket, request), nowMs, core.dayEnd);
    if (key && untilMs <= nowMs) result = take(core, bucket, key, request, nowMs);
    else {
      // Perhaps it is out for everybody (placing tells), perhaps only for this large request.
      placeBucket(bucket, nowMs, core.dayEnd);
      if (!ready.has(bucket)) continue;
      ready.remove(bucket);
      // Once more for the name of the limit, which placing has wiped out.
      pacedUntil(bucket, expected(bucket, request), nowMs, core.dayEnd);
      (aside ??= []).push(bucket);
      tooSmall++;
      if (!refused || untilMs < refused.untilMs) refused = { bucket, untilMs };
    }
  }
  if (aside) for (const bucket of aside) ready.push(bucket, bucket.rank ?? 0);
  return result ?? explainResting(core, room, excluded, refused, nowMs);
}

function take(
  core: PoolCore,
  bucket: Bucket,
  key: PoolKey,
  request: LeaseRequest,
  nowMs: number,
  affine = false,
): LeaseResult {
  const { room } = bucket;
  const probe = bucket.state === 'half_open';
  const breakerTicket = room.breaker.begin(nowMs);
  const egressTicket = core.egress.begin(nowMs);
  core.pace.begin(nowMs);
  const tokens = expected(bucket, request);
  bookRequest(bucket, tokens, nowMs);
  key.inFlight++;
  room.inFlight++;
  room.lastUsedMs = nowMs;
  bucket.inFlight++;
  bucket.health = key.health.value(nowMs);
  if (probe) bucket.probeUntilMs = nowMs + PROBE_PATIENCE_MS;
  bucket.rank = room.strategy.lease(bucket, nowMs);
  if (room.ready.has(bucket)) room.ready.move(bucket, bucket.rank);
  placeBucket(bucket, nowMs, core.dayEnd);
  if (request.affinity !== undefined && core.projects.size > 1)
    core.affinity.set(request.affinity, key, nowMs);
  const lease = new PoolLease(
    core,
    bucket,
    key,
    tokens,
    request.estimatedTokens,
    nowMs,
    probe,
    breakerTicket,
    egressTicket,
    affine,
  );
  return { type: 'leased', lease };
}

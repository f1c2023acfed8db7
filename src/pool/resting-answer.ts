// Says why no key can be had for a model now, until when, and which limit it is, in a sentence.

import type { Bucket } from './bucket.ts';
import type { ModelRoom } from './model-room.ts';
import { keyUsableAt, type PoolKey } from './pool-key.ts';
import type { PoolCore } from './pool-core.ts';
import type { Resting } from './pool.ts';
import type { Project } from './project.ts';

/** A key that could be asked at once, or whose probe is due: not so soon that everybody asks at the same moment. */
const SOON_MS = 1000;

/** The answer when nothing in the room is ready for a request. `refused`: ready, but too small for it just now. */
export function explainResting(
  core: PoolCore,
  room: ModelRoom,
  excluded: ReadonlySet<Project> | undefined,
  refused: { readonly bucket: Bucket; readonly untilMs: number } | undefined,
  nowMs: number,
): Resting {
  const own = explainOwn(core, room, excluded, refused, nowMs);
  if (own.reason === 'empty') return own;
  const backMs = earliestReturn(core, room, excluded, nowMs);
  if (own.reason === 'excluded') {
    if (backMs <= nowMs) return { ...own, othersMay: true };
    return backMs === Infinity ? own : { ...own, backMs };
  }
  return backMs < (own.untilMs ?? Infinity) ? { ...own, backMs: Math.max(backMs, nowMs + SOON_MS) } : own;
}

/** As far as this request may wait for it. */
function explainOwn(
  core: PoolCore,
  room: ModelRoom,
  excluded: ReadonlySet<Project> | undefined,
  refused: { readonly bucket: Bucket; readonly untilMs: number } | undefined,
  nowMs: number,
): Resting {
  let earliest: Bucket | undefined;
  if (excluded) {
    for (const bucket of room.resting.values()) {
      if (excluded.has(bucket.project)) continue;
      if (!earliest || bucket.priority < earliest.priority) earliest = bucket;
    }
  } else earliest = room.resting.peek();
  if (refused && (!earliest || refused.untilMs < earliest.priority)) {
    return describeBucket(refused.bucket, refused.untilMs, room);
  }
  if (earliest) return describeBucket(earliest, earliest.priority, room);
  return explainAbsence(core, room, excluded, nowMs);
}

/** Nothing rests and nothing is ready: all are dead, in quarantine until a probe, or excluded. */
function explainAbsence(
  core: PoolCore,
  room: ModelRoom,
  excluded: ReadonlySet<Project> | undefined,
  nowMs: number,
): Resting {
  let first: PoolKey | undefined;
  for (const key of core.quarantined) {
    if (excluded?.has(key.project) || !mayReturn(key, room)) continue;
    if (!first || key.untilMs < first.untilMs) first = key;
  }
  if (first) {
    const untilMs = Math.max(first.untilMs, nowMs + SOON_MS);
    const limit = `keys of ${core.provider} in quarantine (${first.reason ?? 'unknown'}) until a probe`;
    return { type: 'resting', reason: 'quarantined', untilMs, limit };
  }
  for (const project of excluded ?? [])
    if (project.buckets.has(room)) return { type: 'resting', reason: 'excluded' };
  return { type: 'resting', reason: 'empty' };
}

/** When any key of the room is back, whoever asks: now or earlier, later, or never (Infinity). */
function earliestReturn(
  core: PoolCore,
  room: ModelRoom,
  excluded: ReadonlySet<Project> | undefined,
  nowMs: number,
): number {
  for (const project of excluded ?? []) {
    const bucket = project.buckets.get(room);
    if (bucket && room.ready.has(bucket)) return nowMs;
  }
  let backMs = room.resting.peek()?.priority ?? Infinity;
  for (const key of core.quarantined) {
    if (!mayReturn(key, room)) continue;
    const bucket = key.project.buckets.get(room);
    const restsUntilMs = Math.max(key.project.untilMs, bucket?.state === 'cooling' ? bucket.untilMs : 0);
    backMs = Math.min(backMs, Math.max(key.untilMs, restsUntilMs, nowMs + SOON_MS));
  }
  return backMs;
}

function mayReturn(key: PoolKey, room: ModelRoom): boolean {
  return key.project.untilMs !== Infinity && key.serves(room.model);
}

function describeBucket(bucket: Bucket, untilMs: number, room: ModelRoom): Resting {
  const [reason, name] = nameLimit(bucket);
  const count = room.resting.size;
  const where = count > 1 ? `${count} projects` : `project ${bucket.project.id}`;
  return { type: 'resting', reason, untilMs, limit: `${name} of ${room.model} in ${where}` };
}

const limitNames = {
  rpm: 'requests per minute',
  tpm: 'tokens per minute',
  rpd: 'requests per day',
  tpd: 'tokens per day',
} as const;

function nameLimit(bucket: Bucket): [Resting['reason'], string] {
  const { project, pacedBy, limits } = bucket;
  if (project.untilMs > 0 && bucket.priority === project.untilMs) {
    if (project.reason === 'spend_rate') return ['per_minute', 'spend rate'];
    return ['quarantined', `the project's quarantine (${project.reason ?? 'unknown'})`];
  }
  if (project.keys.some((key) => keyUsableAt(key) === bucket.priority))
    return ['quarantined', 'the rest of the keys'];
  if (bucket.state === 'cooling') return nameCooldown(bucket);
  if (pacedBy === 'ramp') return ['per_minute', 'unanswered requests while the limits are unknown'];
  if (pacedBy === undefined) return ['per_minute', 'one request at a time after a cooldown'];
  const value = limits[pacedBy];
  const figure = value === Infinity ? bucket.inferredRpm : value;
  const reason = pacedBy === 'rpd' || pacedBy === 'tpd' ? 'per_day' : 'per_minute';
  return [reason, `${limitNames[pacedBy]} (${figure})`];
}

function nameCooldown({ reason, limits }: Bucket): [Resting['reason'], string] {
  switch (reason) {
    case 'per_day':
      return ['per_day', withFigure(limitNames.rpd, limits.rpd)];
    case 'no_quota':
      return ['model_unavailable', 'no quota'];
    case 'model_unknown':
      return ['model_unavailable', 'no access'];
    case 'per_minute':
      return limits.rpm === Infinity && limits.tpm !== Infinity
        ? ['per_minute', withFigure(limitNames.tpm, limits.tpm)]
        : ['per_minute', withFigure(limitNames.rpm, limits.rpm)];
    default:
      return ['per_minute', 'an unnamed rate limit'];
  }
}

function withFigure(name: string, value: number): string {
  return value === Infinity ? name : `${name} (${value})`;
}

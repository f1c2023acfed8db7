// Says why no key can be had for a model now, until when, and which limit it is, in a sentence.

import type { Bucket } from './bucket.ts';
import type { ModelRoom } from './model-room.ts';
import { keyUsableAt } from './pool-key.ts';
import type { PoolCore } from './pool-core.ts';
import type { LeaseRequest, Resting } from './pool.ts';
import type { Project } from './project.ts';

const nothingAlive: Resting = { type: 'resting', reason: 'empty' };

/** The answer when nothing in the room is ready for `request`. `refused`: ready, but too small for it just now. */
export function explainResting(
  core: PoolCore,
  room: ModelRoom,
  request: LeaseRequest,
  refused: { readonly bucket: Bucket; readonly untilMs: number } | undefined,
): Resting {
  const { excludeProjects } = request;
  let earliest: Bucket | undefined;
  if (excludeProjects && excludeProjects.size > 0) {
    for (const bucket of room.resting.values()) {
      if (excludeProjects.has(bucket.project.id)) continue;
      if (!earliest || bucket.priority < earliest.priority) earliest = bucket;
    }
  } else earliest = room.resting.peek();
  if (refused && (!earliest || refused.untilMs < earliest.priority)) {
    return describeBucket(refused.bucket, refused.untilMs, room);
  }
  if (earliest) return describeBucket(earliest, earliest.priority, room);
  return explainAbsence(core, room, request);
}

/** Nothing rests and nothing is ready: all are dead, in quarantine until a probe, or excluded. */
function explainAbsence(core: PoolCore, room: ModelRoom, { excludeProjects }: LeaseRequest): Resting {
  let excluded = false;
  let untilMs = Infinity;
  let reason: string | undefined;
  for (const project of allProjects(core)) {
    if (excludeProjects?.has(project.id)) {
      excluded ||= project.buckets.has(room);
      continue;
    }
    if (project.untilMs === Infinity) continue;
    for (const key of project.keys) {
      if (key.state !== 'quarantined' || !key.serves(room.model) || key.untilMs >= untilMs) continue;
      untilMs = key.untilMs;
      reason = key.reason;
    }
  }
  if (untilMs !== Infinity) {
    const soonest = Math.max(untilMs, core.clock.now() + 1000);
    const limit = `keys of ${core.provider} in quarantine (${reason ?? 'unknown'}) until a probe`;
    return { type: 'resting', reason: 'quarantined', untilMs: soonest, limit };
  }
  return excluded ? { type: 'resting', reason: 'excluded' } : nothingAlive;
}

/** Each project once, though several names may lead to it. */
function allProjects(core: PoolCore): Set<Project> {
  return new Set(core.projects.values());
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
    case 'spend_rate':
      return ['per_minute', 'spend rate'];
    default:
      return ['per_minute', 'an unnamed rate limit'];
  }
}

function withFigure(name: string, value: number): string {
  return value === Infinity ? name : `${name} (${value})`;
}

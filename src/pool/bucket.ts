// The quota of one project for one model: what it has used, what it may use, until when it rests.

import type { HeapItem } from '../lib/indexed-heap.ts';
import type { LearnedLimit } from '../canon/learned-limit.ts';
import type { SavedBucket } from '../store/saved-pool-state.ts';
import type { MinuteWindow } from './minute-window.ts';
import type { ModelRoom } from './model-room.ts';
import type { Project } from './project.ts';
import type { Candidate } from './strategies/strategy.ts';

interface Limits {
  rpm: number;
  tpm: number;
  rpd: number;
  tpd: number;
}

/** Mutable: changed in place by every lease. Times are Unix ms, counts of the day end at `dayEndsMs`. */
export interface Bucket extends HeapItem, Candidate {
  readonly model: string;
  readonly room: ModelRoom;
  readonly project: Project;
  rank: number | undefined;
  weight: number;
  health: number;
  inFlight: number;

  state: 'open' | 'cooling' | 'half_open';
  reason: string | undefined;
  untilMs: number;
  /** How many cooldowns in a row. */
  level: number;
  /** Counts cooldowns: what was leased before one began tells nothing of it. */
  generation: number;
  /** While a probe of a half-open bucket is out: when it has been out for too long. */
  probeUntilMs: number;

  /** Infinity where nothing is known. */
  readonly limits: Limits;
  readonly learned: Map<LearnedLimit['kind'], { readonly value: number; readonly atMs: number }>;
  /** Requests per minute concluded from a refusal that did not name its limit. */
  inferredRpm: number;
  inferredAtMs: number;
  inferredGrowth: number;
  /** It has been granted more than the limits that other projects have for this model. */
  outgrewFellows: boolean;

  requests: MinuteWindow | undefined;
  tokens: MinuteWindow | undefined;
  dayEndsMs: number;
  dayRequests: number;
  dayTokens: number;
  lastUsedMs: number;

  /** Most requests that a minute has held without a refusal. */
  busiestMinute: number;
  /** Requests sent in the present step of the ramp and not yet answered. */
  rampSent: number;
  rampStartMs: number;
  /** The limit that holds it back though it is open. */
  pacedBy: LearnedLimit['kind'] | 'ramp' | undefined;
}

/** Creates the open, unused bucket of a project in a room. */
export function createBucket(project: Project, room: ModelRoom): Bucket {
  return {
    priority: 0,
    heapIndex: -1,
    model: room.model,
    room,
    project,
    rank: undefined,
    weight: weightIn(project, room),
    health: 1,
    inFlight: 0,
    state: 'open',
    reason: undefined,
    untilMs: 0,
    level: 0,
    generation: 0,
    probeUntilMs: 0,
    limits: { rpm: Infinity, tpm: Infinity, rpd: Infinity, tpd: Infinity },
    learned: new Map(),
    inferredRpm: Infinity,
    inferredAtMs: 0,
    inferredGrowth: 1,
    outgrewFellows: false,
    requests: undefined,
    tokens: undefined,
    dayEndsMs: 0,
    dayRequests: 0,
    dayTokens: 0,
    lastUsedMs: 0,
    busiestMinute: 0,
    rampSent: 0,
    rampStartMs: 0,
    pacedBy: undefined,
  };
}

/** What the provider said is believed this long: tiers change. */
export const LEARNED_FOR_MS = 7 * 86_400_000;

/** Sets the limits in force: the lowest of what is configured and what was learned. */
export function refreshLimits(bucket: Bucket, nowMs: number): void {
  const { limits, learned } = bucket;
  limits.rpm = limits.tpm = limits.rpd = limits.tpd = Infinity;
  Object.assign(limits, configuredLimits(bucket));
  for (const [kind, { value, atMs }] of learned) {
    if (atMs + LEARNED_FOR_MS <= nowMs) learned.delete(kind);
    else limits[kind] = Math.min(limits[kind], value);
  }
}

/** The lowest limits that are configured for the keys of its project. */
export function configuredLimits({ project, room, model }: Bucket): {
  rpm?: number;
  tpm?: number;
  rpd?: number;
} {
  const lowest: { rpm?: number; tpm?: number; rpd?: number } = {};
  // What is configured is the quota of answers.
  if (room.purpose === 'count') return lowest;
  for (const { config, serves } of project.keys) {
    if (!config.limits || !serves(model)) continue;
    for (const kind of ['rpm', 'tpm', 'rpd'] as const) {
      const limit = config.limits[kind];
      if (limit !== undefined) lowest[kind] = Math.min(lowest[kind] ?? Infinity, limit);
    }
  }
  return lowest;
}

/** Takes in that the keys of its project are others, or configured otherwise. */
export function refreshBucket(bucket: Bucket, nowMs: number): void {
  bucket.weight = weightIn(bucket.project, bucket.room);
  refreshLimits(bucket, nowMs);
}

function weightIn({ keys }: Project, { model }: ModelRoom): number {
  return keys.reduce((sum, key) => sum + (key.inService && key.serves(model) ? key.weight : 0), 0) || 1;
}

/** What of a bucket is kept over a restart. */
export function saveBucket(bucket: Bucket): SavedBucket {
  const resting = bucket.state !== 'open';
  return {
    project: bucket.project.id,
    model: bucket.model,
    reason: resting ? bucket.reason : undefined,
    untilMs: resting ? bucket.untilMs : 0,
    level: bucket.level,
    limits: Array.from(bucket.learned, ([kind, { value, atMs }]) => ({ kind, value, atMs })),
    dayEndsMs: bucket.dayEndsMs,
    dayRequests: bucket.dayRequests,
    dayTokens: bucket.dayTokens,
    lastUsedMs: bucket.lastUsedMs > 0 ? bucket.lastUsedMs : undefined,
  };
}

// Puts a key pool together: the keys of one provider, deduplicated and grouped, with what was known of them before.

import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import { createZonedMidnight } from '../lib/zoned-midnight.ts';
import type { PoolChange, SavedPoolState } from '../store/saved-pool-state.ts';
import { Affinity } from './affinity.ts';
import { Breaker, type BreakerSettings } from './breaker.ts';
import { EgressPace } from './egress-pace.ts';
import type { LatencyNorm } from './health-score.ts';
import { failProbe, killKey, reviveKey } from './key-transitions.ts';
import type { ModelRoom } from './model-room.ts';
import { openBucket, openRoom } from './open-room.ts';
import { createPoolKey, fingerprintOf, type PoolKey } from './pool-key.ts';
import { flushUses, type PoolCore, type PoolEvent } from './pool-core.ts';
import type { KeyConfig, KeyPool, LeaseRequest, LeaseResult } from './pool.ts';
import { describeKeys } from './pool-status.ts';
import { ownProjectId } from './project-id.ts';
import { createProject, type Project } from './project.ts';
import { placeProject } from './placement.ts';
import { restoreKey, restoreState } from './restore.ts';
import type { StrategyName } from './strategies/create-strategy.ts';
import { tryLease } from './try-lease.ts';
import { serveWaiters, worthWaiting, type Waiter } from './wait-queue.ts';

export interface KeyPoolOptions {
  readonly provider: string;
  readonly keys: readonly KeyConfig[];
  readonly strategy: StrategyName;
  readonly clock: Clock;
  readonly random: Random;
  /** IANA name of the time zone whose midnight refills daily quotas. */
  readonly dayZone: string;
  /** Set: every rate limit rests the whole key that long, whatever the provider says. */
  readonly cooldownMinutes?: number | undefined;
  /** Set: so many failures in a row, while other keys succeed, rest a key. */
  readonly maxFailuresThreshold?: number | undefined;
  /** How long; default 5. */
  readonly temporaryBlockMinutes?: number | undefined;
  readonly breaker: BreakerSettings;
  readonly saved?: SavedPoolState | undefined;
  readonly onChange?: ((change: PoolChange) => void) | undefined;
  readonly log?: ((event: PoolEvent) => void) | undefined;
}

const MINUTE_MS = 60_000;
/** A way out that is cut is tried again soon: it costs nobody anything. */
const EGRESS_RECOVERY_MS = 5000;

/** Creates the pool of one provider. Throws a RangeError when `dayZone` is no time zone. */
export function createKeyPool(options: KeyPoolOptions): KeyPool {
  const core = createCore(options);
  const lease = (room: ModelRoom, request: LeaseRequest, nowMs: number): LeaseResult =>
    tryLease(core, room, request, nowMs);

  function leaseNow(request: LeaseRequest): LeaseResult {
    if (core.closed) return { type: 'resting', reason: 'empty' };
    const room = openRoom(core, request.model, request.purpose);
    if (room.waiters.size > 0) core.serve(room);
    return lease(room, request, core.clock.now());
  }

  return {
    provider: options.provider,
    lease: leaseNow,
    acquire(request, deadlineMs, signal) {
      const now = leaseNow(request);
      const nowMs = core.clock.now();
      if (now.type === 'leased' || signal?.aborted || !worthWaiting(now, deadlineMs, nowMs)) {
        if (now.type === 'leased' && signal?.aborted) now.lease.abandon(false);
        return Promise.resolve(
          now.type === 'leased' && signal?.aborted ? { type: 'resting', reason: 'excluded' } : now,
        );
      }
      const room = openRoom(core, request.model, request.purpose);
      return new Promise<LeaseResult>((resolve) => {
        const leave = (): void => {
          room.waiters.delete(waiter);
          core.serve(room);
          resolve(waiter.resting);
        };
        const waiter: Waiter = {
          request,
          deadlineMs,
          resting: now,
          settle(result) {
            signal?.removeEventListener('abort', leave);
            resolve(result);
          },
        };
        signal?.addEventListener('abort', leave, { once: true });
        room.waiters.add(waiter);
        core.serve(room);
      });
    },
    status: () => describeKeys(core),
    reportProbe(keyId, outcome) {
      const key = core.keysById.get(keyId);
      const nowMs = core.clock.now();
      if (!key || key.state === 'dead') return;
      if (outcome.ok) return reviveKey(core, key, nowMs);
      const { effect, row, message } = outcome.verdict;
      key.lastError = { row, atMs: nowMs, message };
      if (effect.kind === 'key_dead') killKey(core, key, effect.reason, nowMs);
      else if (effect.kind === 'key_quarantine') failProbe(core, key, nowMs);
    },
    dueProbes() {
      const nowMs = core.clock.now();
      return core.keys.filter((key) => key.state === 'quarantined' && key.untilMs <= nowMs).map(nameKey);
    },
    liveKeys: () => core.keys.filter((key) => key.state !== 'dead').map(nameKey),
    close() {
      core.closed = true;
      flushUses(core);
      for (const room of core.rooms.values()) {
        const waiters = [...room.waiters];
        room.waiters.clear();
        core.serve(room);
        for (const waiter of waiters) waiter.settle({ type: 'resting', reason: 'empty' });
      }
    },
  };
}

function nameKey({ id, secret }: PoolKey): { readonly keyId: string; readonly secret: PoolKey['secret'] } {
  return { keyId: id, secret };
}

function createCore(options: KeyPoolOptions): PoolCore {
  const { clock, cooldownMinutes, breaker, saved } = options;
  const startMs = clock.now();
  const latencyNorm: LatencyNorm = { averageMs: undefined };
  const projects = new Map<string, Project>();
  const keys = createKeys(options.keys, projects, saved, latencyNorm, startMs);
  const core: PoolCore = {
    provider: options.provider,
    clock,
    random: options.random,
    strategy: options.strategy,
    breakerSettings: breaker,
    keyCooldownMs: cooldownMinutes ? cooldownMinutes * MINUTE_MS : undefined,
    failuresBeforeBlock: options.maxFailuresThreshold,
    blockMs: (options.temporaryBlockMinutes ?? 5) * MINUTE_MS,
    startMs,
    keys,
    keysById: new Map(keys.map((key) => [key.id, key])),
    quarantined: new Set(keys.filter(({ state }) => state === 'quarantined')),
    projects,
    rooms: new Map(),
    affinity: new Affinity(),
    egress: new Breaker({
      ...breaker,
      recoveryTimeoutMs: Math.min(breaker.recoveryTimeoutMs, EGRESS_RECOVERY_MS),
    }),
    pace: new EgressPace(),
    egressReason: undefined,
    egressLevel: 0,
    latencyNorm,
    lastSuccess: undefined,
    closed: false,
    used: new Set(),
    usedTimer: undefined,
    dayEnd: rememberDay(createZonedMidnight(options.dayZone)),
    recording: options.onChange !== undefined,
    changed: options.onChange ?? (() => {}),
    log: options.log ?? (() => {}),
    openBucket: (project, room) => openBucket(core, project, room),
    openRoom: (model) => openRoom(core, model),
    serve: (room) => serveWaiters(core, room, (room, request, nowMs) => tryLease(core, room, request, nowMs)),
  };
  if (saved) {
    restoreState(core, saved, startMs);
    for (const project of projects.values()) placeProject(project, startMs, core.dayEnd);
  }
  return core;
}

function createKeys(
  configs: readonly KeyConfig[],
  projects: Map<string, Project>,
  saved: SavedPoolState | undefined,
  norm: LatencyNorm,
  nowMs: number,
): PoolKey[] {
  const known = new Map(saved?.keys.map((key) => [key.fingerprint, key]));
  const keys = new Map<string, PoolKey>();
  for (const config of configs) {
    const fingerprint = fingerprintOf(config.key);
    if (keys.has(fingerprint)) continue;
    const before = known.get(fingerprint);
    const projectId = config.project ?? before?.project ?? ownProjectId(fingerprint);
    const project = projects.get(projectId) ?? createProject(projectId);
    projects.set(projectId, project);
    const key = createPoolKey(config, fingerprint, project, norm);
    if (before) restoreKey(key, before, nowMs);
    project.keys.push(key);
    keys.set(fingerprint, key);
  }
  return [...keys.values()];
}

/** Looking into the calendar costs microseconds; a day's end stays the same all day. */
function rememberDay(nextMidnight: (nowMs: number) => number): (nowMs: number) => number {
  let fromMs = 0;
  let endMs = 0;
  return (nowMs) => {
    if (nowMs < fromMs || nowMs >= endMs) {
      fromMs = nowMs;
      endMs = nextMidnight(nowMs);
    }
    return endMs;
  };
}

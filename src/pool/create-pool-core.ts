// The state of a pool at its start: the keys of one provider, deduplicated and grouped, with what was known of them before.

import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import { createZonedMidnight } from '../lib/zoned-midnight.ts';
import type { PoolChange, SavedPoolState } from '../store/saved-pool-state.ts';
import { Affinity } from './affinity.ts';
import { Breaker, type BreakerSettings } from './breaker.ts';
import { addKeys } from './change-keys.ts';
import { EgressPace } from './egress-pace.ts';
import { openBucket, openRoom } from './open-room.ts';
import type { PoolCore, PoolEvent } from './pool-core.ts';
import type { KeyConfig } from './pool.ts';
import type { StrategyName } from './strategies/create-strategy.ts';
import { tryLease } from './try-lease.ts';
import { serveWaiters } from './wait-queue.ts';

/** `saved` is what `onChange` told before a restart; without `onChange` nothing is remembered. */
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

/** Creates the state. Throws a RangeError when `dayZone` is no time zone. */
export function createPoolCore(options: KeyPoolOptions): PoolCore {
  const { clock, cooldownMinutes, breaker } = options;
  const startMs = clock.now();
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
    keysById: new Map(),
    quarantined: new Set(),
    projects: new Map(),
    rooms: new Map(),
    affinity: new Affinity(),
    egress: new Breaker({
      ...breaker,
      recoveryTimeoutMs: Math.min(breaker.recoveryTimeoutMs, EGRESS_RECOVERY_MS),
    }),
    pace: new EgressPace(),
    egressReason: undefined,
    egressLevel: 0,
    latencyNorm: { averageMs: undefined },
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
  addKeys(core, options.keys, options.saved, startMs);
  return core;
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

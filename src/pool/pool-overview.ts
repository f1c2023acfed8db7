// The pool as a whole, beside its single keys: the way out, the models, who waits. For operators.

import type { BreakerStatus } from './breaker.ts';
import type { PoolCore } from './pool-core.ts';
import type { StrategyName } from './strategies/create-strategy.ts';

/** One model as the whole pool sees it. Times are Unix ms. */
export interface ModelOverview {
  readonly model: string;
  /** `count`: token counts, which share no quota with answers. */
  readonly purpose: 'count' | undefined;
  readonly breaker: BreakerStatus;
  /** Not asked for until then. */
  readonly retired: { readonly untilMs: number; readonly reason: string } | undefined;
  readonly inFlight: number;
  /** Requests that wait for a key. */
  readonly waiters: number;
  /** Projects that could take a request now, and that rest until a time. */
  readonly ready: number;
  readonly resting: number;
}

/** Numbers are of this moment; what names keys is in `KeyStatus`. */
export interface PoolOverview {
  readonly provider: string;
  readonly strategy: StrategyName;
  readonly projects: number;
  readonly inFlight: number;
  readonly waiters: number;
  /** Conversations whose key is remembered. */
  readonly affinityEntries: number;
  readonly egress: BreakerStatus & { readonly reason: string | undefined };
  /** Everything goes one at a time until then: most projects were refused for their rate at once. Unix ms. */
  readonly slowedUntilMs: number | undefined;
  readonly models: readonly ModelOverview[];
}

/** Describes it; O(models). */
export function describePool(core: PoolCore): PoolOverview {
  const nowMs = core.clock.now();
  const models = Array.from(core.rooms.values(), (room): ModelOverview => {
    const { model, purpose, retiredUntilMs: untilMs, retiredReason: reason } = room;
    return {
      model,
      purpose,
      breaker: room.breaker.status(nowMs),
      retired: untilMs > nowMs ? { untilMs, reason } : undefined,
      inFlight: room.inFlight,
      waiters: room.waiters.size,
      ready: room.ready.size,
      resting: room.resting.size,
    };
  });
  const egress = core.egress.status(nowMs);
  return {
    provider: core.provider,
    strategy: core.strategy,
    projects: new Set(core.projects.values()).size,
    inFlight: models.reduce((sum, { inFlight }) => sum + inFlight, 0),
    waiters: models.reduce((sum, { waiters }) => sum + waiters, 0),
    affinityEntries: core.affinity.size,
    egress: { ...egress, reason: egress.state === 'closed' ? undefined : core.egressReason },
    slowedUntilMs: core.pace.slowedUntil(nowMs),
    models,
  };
}

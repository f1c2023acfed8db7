// The key pool as the rest of the gateway sees it, around the state of one provider's keys.

import { addKeys, configureKey, removeKey, restoreToService } from './change-keys.ts';
import { createPoolCore, type KeyPoolOptions } from './create-pool-core.ts';
import { failProbe, killKey, reviveKey } from './key-transitions.ts';
import type { ModelRoom } from './model-room.ts';
import { openRoom } from './open-room.ts';
import type { PoolKey } from './pool-key.ts';
import { flushUses, type PoolCore } from './pool-core.ts';
import type { KeyPool, LeaseRequest, LeaseResult } from './pool.ts';
import { describePool } from './pool-overview.ts';
import { countStates, describeBuckets, describeKey, describeKeys } from './pool-status.ts';
import { countHoldings } from './count-holdings.ts';
import { tryLease } from './try-lease.ts';
import { worthWaiting, type Waiter } from './wait-queue.ts';

/** Creates the pool of one provider. Throws a RangeError when `dayZone` is no time zone. */
export function createKeyPool(options: KeyPoolOptions): KeyPool {
  return openKeyPool(createPoolCore(options));
}

/** The pool around a state. */
export function openKeyPool(core: PoolCore): KeyPool {
  const nameAll = (test: (key: PoolKey) => boolean): NamedKey[] =>
    [...core.keysById.values()].filter(test).map(nameKey);
  const lease = (room: ModelRoom, request: LeaseRequest, nowMs: number): LeaseResult =>
    tryLease(core, room, request, nowMs);

  function withKey(keyId: string, change: (key: PoolKey, nowMs: number) => void): boolean {
    const key = core.keysById.get(keyId);
    if (key) change(key, core.clock.now());
    return key !== undefined;
  }

  function leaseNow(request: LeaseRequest): LeaseResult {
    if (core.closed) return { type: 'resting', reason: 'empty' };
    const room = openRoom(core, request.model, request.purpose);
    if (room.waiters.size > 0) core.serve(room);
    return lease(room, request, core.clock.now());
  }

  return {
    provider: core.provider,
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
    glance(keyId) {
      const key = core.keysById.get(keyId);
      return key && describeKey(key, core.clock.now());
    },
    buckets: (keyId) => describeBuckets(core, keyId),
    overview: () => describePool(core),
    states: () => countStates(core),
    holdings: () => countHoldings(core),
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
      return nameAll((key) => key.inService && key.state === 'quarantined' && key.untilMs <= nowMs);
    },
    liveKeys: () => nameAll((key) => key.inService && key.state !== 'dead'),
    addKeys(configs, saved) {
      const added = addKeys(core, configs, saved, core.clock.now());
      for (const { secret, project } of added)
        core.log({ event: 'key_added', key: secret.masked, project: project.id });
      return added.map(({ id }) => id);
    },
    removeKey: (keyId) => withKey(keyId, (key, nowMs) => removeKey(core, key, nowMs)),
    configureKey: (keyId, settings) =>
      withKey(keyId, (key, nowMs) => configureKey(core, key, settings, nowMs)),
    reviveKey: (keyId) => void withKey(keyId, (key, nowMs) => restoreToService(core, key, nowMs)),
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

type NamedKey = { readonly keyId: string; readonly secret: PoolKey['secret'] };

function nameKey({ id, secret }: PoolKey): NamedKey {
  return { keyId: id, secret };
}

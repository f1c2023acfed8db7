// The changes of a key's own state: dead, in quarantine, resting, alive again.

import { keyMoved, type PoolCore } from './pool-core.ts';
import type { PoolKey } from './pool-key.ts';

const LONGEST_QUARANTINE_MS = 6 * 3_600_000;

/** Out of service for good; does nothing to a key that is dead already. */
export function killKey(core: PoolCore, key: PoolKey, reason: string, nowMs: number): void {
  if (key.state === 'dead') return;
  key.state = 'dead';
  key.reason = reason;
  core.log({ event: 'key_dead', key: key.secret.masked, project: key.project.id, reason });
  keyMoved(core, key, nowMs);
}

/** Out of service until a probe; a quarantine that is already running is never shortened. */
export function quarantineKey(
  core: PoolCore,
  key: PoolKey,
  reason: string,
  forMs: number,
  maxProbes: number | undefined,
  nowMs: number,
): void {
  if (key.state === 'dead') return;
  if (key.state === 'active') {
    key.failedProbes = 0;
    key.quarantineMs = forMs;
    key.untilMs = 0;
  }
  key.state = 'quarantined';
  key.reason = reason;
  key.maxProbes = maxProbes;
  key.untilMs = Math.max(key.untilMs, nowMs + forMs);
  core.log({
    event: 'key_quarantined',
    key: key.secret.masked,
    project: key.project.id,
    reason,
    untilMs: key.untilMs,
  });
  keyMoved(core, key, nowMs);
}

/** The key stays alive, and takes nothing until `untilMs`. */
export function restKey(core: PoolCore, key: PoolKey, untilMs: number, reason: string, nowMs: number): void {
  if (key.state !== 'active' || untilMs <= key.restUntilMs) return;
  key.restUntilMs = untilMs;
  key.reason = reason;
  core.log({ event: 'key_rested', key: key.secret.masked, project: key.project.id, reason, untilMs });
  keyMoved(core, key, nowMs);
}

/** Back in service, with its failed probes forgotten. */
export function reviveKey(core: PoolCore, key: PoolKey, nowMs: number): void {
  if (key.state === 'active') return;
  key.state = 'active';
  key.reason = undefined;
  key.untilMs = 0;
  key.failedProbes = 0;
  core.log({ event: 'key_revived', key: key.secret.masked, project: key.project.id });
  keyMoved(core, key, nowMs);
}

/**
 * A probe that says no once more: twice as long to the next, and the end after the last. Checks that come before the
 * probe is due, as often as somebody looks at the pool's health, say nothing new.
 */
export function failProbe(core: PoolCore, key: PoolKey, nowMs: number): void {
  if (key.state !== 'quarantined' || nowMs < key.untilMs) return;
  key.failedProbes++;
  if (key.maxProbes !== undefined && key.failedProbes >= key.maxProbes) {
    killKey(core, key, key.reason ?? 'refused', nowMs);
    return;
  }
  key.quarantineMs = Math.min(key.quarantineMs * 2, LONGEST_QUARANTINE_MS);
  key.untilMs = nowMs + key.quarantineMs;
  keyMoved(core, key, nowMs);
}

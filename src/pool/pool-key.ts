// One credential of a pool: is it alive, and since when does it rest. Knows nothing of quotas.

import { createHash } from 'node:crypto';
import { compileGlobs } from '../lib/glob.ts';
import type { Secret } from '../lib/secret.ts';
import type { SavedKey } from '../store/saved-pool-state.ts';
import { HealthScore, type LatencyNorm } from './health-score.ts';
import type { KeyConfig, KeyStatus } from './pool.ts';
import type { Project } from './project.ts';

/** Mutable. What it is worth for one model is told by the buckets of its project, not here. */
export interface PoolKey {
  /** Stable over restarts; gives nothing of the key away. */
  readonly id: string;
  readonly fingerprint: string;
  readonly secret: Secret;
  config: KeyConfig;
  weight: number;
  readonly health: HealthScore;
  serves: (model: string) => boolean;
  /** False: disabled, or no longer of the pool. */
  inService: boolean;
  project: Project;
  /** Named by the provider, not by the configuration. */
  learnedProject: string | undefined;
  state: 'active' | 'quarantined' | 'dead';
  reason: string | undefined;
  /** When a quarantined key is to be probed, Unix ms. */
  untilMs: number;
  /** How long its quarantine lasts; doubles with each failed probe. */
  quarantineMs: number;
  failedProbes: number;
  maxProbes: number | undefined;
  /** Until when a live key rests as a whole, Unix ms. */
  restUntilMs: number;
  inFlight: number;
  failuresInARow: number;
  firstFailureMs: number;
  lastError: KeyStatus['lastError'];
}

/** SHA-256 of a credential, in hex: names it without giving it away. */
export function fingerprintOf(secret: Secret): string {
  return createHash('sha256').update(secret.reveal()).digest('hex');
}

/** Stable over restarts. */
export function keyIdOf(fingerprint: string): string {
  return fingerprint.slice(0, 16);
}

/** Creates a key as configured, in service. */
export function createPoolKey(
  config: KeyConfig,
  fingerprint: string,
  project: Project,
  norm: LatencyNorm,
): PoolKey {
  const { weight, serves, inService } = readSettings(config);
  return {
    id: keyIdOf(fingerprint),
    fingerprint,
    secret: config.key,
    config,
    weight,
    serves,
    inService,
    health: new HealthScore(norm),
    project,
    learnedProject: undefined,
    state: 'active',
    reason: undefined,
    untilMs: 0,
    quarantineMs: 0,
    failedProbes: 0,
    maxProbes: undefined,
    restUntilMs: 0,
    inFlight: 0,
    failuresInARow: 0,
    firstFailureMs: 0,
    lastError: undefined,
  };
}

/** What follows from a key's configuration. */
export function readSettings(config: KeyConfig): Pick<PoolKey, 'config' | 'weight' | 'serves' | 'inService'> {
  return {
    config,
    weight: config.weight !== undefined && config.weight > 0 ? config.weight : 1,
    serves: config.models ? compileGlobs(config.models) : () => true,
    inService: config.disabled !== true,
  };
}

/** When the key may be used: at or before now, later, or never without a probe (Infinity). */
export function keyUsableAt(key: PoolKey): number {
  return key.state === 'active' && key.inService ? key.restUntilMs : Infinity;
}

/** What of a key is kept over a restart; never the credential. */
export function saveKey(key: PoolKey): SavedKey {
  return {
    fingerprint: key.fingerprint,
    state: key.state,
    reason: key.reason,
    untilMs: key.state === 'quarantined' ? key.untilMs : undefined,
    failedProbes: key.failedProbes,
    maxProbes: key.maxProbes,
    restUntilMs: key.restUntilMs > 0 ? key.restUntilMs : undefined,
    project: key.learnedProject,
  };
}

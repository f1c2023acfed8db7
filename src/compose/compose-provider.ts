// Part of the composition root: one configured provider with its pool, its connections and its model list.

import { createKeyring, type Keyring } from '../admin/keyring.ts';
import type { ProviderSettings, Settings } from '../config/settings.ts';
import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import { Secret } from '../lib/secret.ts';
import type { ProviderRuntime } from '../pipeline/gateway.ts';
import { readModels } from '../pipeline/read-models.ts';
import { createKeyPool } from '../pool/create-key-pool.ts';
import type { PoolEvent } from '../pool/pool-core.ts';
import { createModelCatalog, type ModelCatalog } from '../routing/model-catalog.ts';
import type { KeyStore } from '../store/key-store.ts';
import type { PoolStore } from '../store/pool-store.ts';
import { createUpstream } from '../upstream/create-upstream.ts';
import { clocksOf } from './clocks-of.ts';
import type { ProviderKind } from './provider-kinds.ts';

/** `keyring` is where its keys come from, `runtime` what requests go through. */
export interface ComposedProvider {
  readonly keyring: Keyring;
  /** Asked without a credential. */
  readonly keyless: boolean;
  readonly runtime: ProviderRuntime;
  readonly catalog: ModelCatalog;
}

/** What all providers share. */
export interface ComposeTools {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: PoolStore;
  readonly keys: KeyStore;
  /** Providers that get their keys at run time. */
  readonly storedKeys: ReadonlyMap<string, number>;
  redact(text: string): string;
  logPool(provider: string, event: PoolEvent): void;
}

/** Servers of one's own mostly want no credential; the pool still has something to lease. */
const NO_KEY = { key: new Secret(''), name: 'none' };

/** Builds a provider of the given kind. */
export function composeProvider(
  name: string,
  kind: ProviderKind,
  configured: ProviderSettings,
  settings: Settings,
  tools: ComposeTools,
): ComposedProvider {
  const { clock, random, store, redact } = tools;
  const base = new URL(configured.base_url ?? kind.provider.defaultBaseUrl);
  const { circuit_breaker: breaker } = settings;
  const clocks = clocksOf(settings, configured);
  const connectMs = configured.timeouts?.connect ?? settings.timeouts.connect;
  const keyless = configured.keys === undefined && !tools.storedKeys.has(name);
  const keyring = createKeyring(name, keyless ? [NO_KEY] : (configured.keys ?? []), tools.keys);
  const pool = createKeyPool({
    provider: name,
    keys: keyring.configs(),
    strategy: configured.strategy,
    clock,
    random,
    dayZone: kind.provider.dayZone,
    cooldownMinutes: settings.key_cooldown_minutes ?? undefined,
    maxFailuresThreshold: settings.max_failures_threshold,
    temporaryBlockMinutes: settings.temporary_block_minutes,
    breaker: {
      failureThreshold: breaker.failure_threshold,
      recoveryTimeoutMs: breaker.recovery_timeout_secs * 1000,
      successThreshold: breaker.success_threshold,
    },
    saved: store.load(name),
    onChange: (change) => store.save(name, change),
    log: (event) => tools.logPool(name, event),
  });
  const runtime: ProviderRuntime = {
    provider: { ...kind.provider, name },
    faceFor: kind.faceFor,
    pool,
    upstream: createUpstream({ connectTimeoutMs: connectMs, proxy: configured.proxy?.reveal() }),
    origin: base.origin,
    prefix: base.pathname.replace(/\/$/u, ''),
    clocksOf: clocks,
    affinity: configured.affinity,
    clock,
    tokenCounter: kind.tokenCounter,
    embedder: kind.embedder,
    abilities: kind.abilities,
  };
  const { modelsPath } = kind;
  const read = async (): ReturnType<typeof readModels> =>
    modelsPath === undefined ? [] : readModels(runtime, modelsPath, kind.readModelPage, redact);
  return { keyring, keyless, runtime, catalog: createModelCatalog(read, clock) };
}

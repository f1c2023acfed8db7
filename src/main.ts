// The composition root: the only place that creates long-lived objects and hands the rooms to one another.

import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { addKeyRoutes } from './admin/key-routes.ts';
import { addPoolRoutes } from './admin/pool-routes.ts';
import { addAdminRoutes } from './admin/admin-routes.ts';
import { addRequestRoutes } from './admin/request-routes.ts';
import { createAdminGuard } from './admin/admin-guard.ts';
import { chooseAdminToken } from './compose/choose-admin-token.ts';
import { closeWithin } from './compose/close-within.ts';
import { composeKeyRegistry } from './compose/compose-key-registry.ts';
import { composeProvider, type ComposedProvider, type ComposeTools } from './compose/compose-provider.ts';
import { createWaitingStores } from './compose/waiting-stores.ts';
import { makeDataDirectory } from './compose/make-data-directory.ts';
import { openOrRefuse } from './compose/open-or-refuse.ts';
import { createApp } from './compose/create-app.ts';
import { createGateway } from './compose/create-gateway.ts';
import { createSettlement } from './compose/create-settlement.ts';
import { modelAliases } from './compose/model-aliases.ts';
import { providerKindOf } from './compose/provider-kinds.ts';
import { checkStart } from './config/check-start.ts';
import type { LoadedSettings, ProviderSettings, Settings } from './config/settings.ts';
import { addOperationRoutes } from './http/operation-routes.ts';
import { systemClock, type Clock, type Timer } from './lib/clock.ts';
import type { Random } from './lib/random.ts';
import { Secret } from './lib/secret.ts';
import type { Gateway } from './pipeline/gateway.ts';
import { sumHoldings } from './pool/sum-holdings.ts';
import { createKeyValidator, type KeyValidator } from './pipeline/validate-keys.ts';
import type { Holdings, KeyPool } from './pool/pool.ts';
import { createRouter } from './routing/resolve-model.ts';
import { createSimulator, DEFAULT_SIMULATED_KEYS, type Simulator } from './simulator/simulator.ts';
import type { Stores } from './store/open-stores.ts';
import { createLogger } from './telemetry/create-logger.ts';
import { createMetrics, type KeyStateCount } from './telemetry/metrics.ts';
import { logPoolEvent } from './telemetry/log-pool-event.ts';
import { createTrailMemory } from './telemetry/trail-memory.ts';
import { createRedactor, type Redactor } from './telemetry/redact.ts';
import { createGuardedFetch } from './upstream/guarded-fetch.ts';

/** A gateway that answers. */
export interface RunningGateway {
  readonly url: string;
  /** One line each, for whoever started it: what is simulated, what does nothing yet. */
  readonly notices: readonly string[];
  readonly simulated: boolean;
  /** What the pools of all providers hold together. */
  holdings(): Holdings;
  requestsUnderWay(): number;
  /** Stops taking requests and waits until those that run are done, at most the configured grace: then they are ended. */
  close(): Promise<void>;
}

/** What a test may put in place of the real thing. */
export interface StartOptions {
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
  readonly fetchMedia?: Gateway['fetchMedia'] | undefined;
  readonly logger?: ((redactor: Redactor) => Logger) | undefined;
  /** Default: a quarter of a gibibyte. */
  readonly maxAnswerBytes?: number | undefined;
}

/** An answer larger than this is held by no gateway of this size. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;
/** How often quarantined keys are looked at: their own times are minutes. */
const PROBE_EVERY_MS = 15_000;

/** Starts everything that the settings describe. Throws ConfigError when it must not be started so. */
export async function startGateway(
  loaded: LoadedSettings,
  options: StartOptions = {},
): Promise<RunningGateway> {
  const { settings } = loaded;
  const decision = checkStart(loaded);
  makeDataDirectory(loaded);
  const adminToken = chooseAdminToken(settings);
  const notices = [...loaded.notices, ...decision.notices, ...adminToken.notices];
  const simulated = decision.mode === 'simulator';
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const redactor = createRedactor();
  for (const secret of secretsOf(settings)) redactor.add(secret);
  if (adminToken.token !== undefined) redactor.add(adminToken.token);
  const redact = redactor.redact;
  const logger =
    options.logger?.(redactor) ??
    createLogger({ level: settings.logs.level, format: settings.logs.format, redactor });

  const simulator = simulated ? createSimulator({ clock }) : undefined;
  const providers = simulator === undefined ? settings.providers : await simulatedProviders(simulator);
  const openIn = (directory: string | undefined): Stores =>
    openOrRefuse({
      directory,
      clock,
      logger,
      encryptionSecret: settings.encryption_key,
      previousEncryptionSecret: settings.previous_encryption_key,
      responses: { lifetimeMs: settings.responses.lifetime, maxBytes: settings.responses.max_bytes },
    });
  const stores = openIn(simulated ? undefined : settings.data_dir);
  // The simulator leaves nothing on the disk, but for keys that are to take its place at the next start.
  const waiting = createWaitingStores(() => openIn(settings.data_dir));
  const store = stores.pools;
  const composed = composeProviders(providers, settings, {
    clock,
    random,
    store,
    keys: stores.keys,
    storedKeys: loaded.storedKeys,
    redact,
    logPool: (provider, event) => logPoolEvent(logger, provider, event),
  });
  for (const { keyring } of composed.values())
    for (const { secret } of keyring.records.values()) redactor.add(secret);
  const catalogs = new Map([...composed].map(([name, { catalog }]) => [name, catalog]));
  const runtimes = new Map([...composed].map(([name, { runtime }]) => [name, runtime]));
  const pools = [...runtimes.values()].map(({ pool }) => pool);
  const router = createRouter({
    catalogs,
    geminiProviders: [...runtimes]
      .filter(([, { provider }]) => provider.dialect === 'gemini')
      .map(([name]) => name),
    aliases: modelAliases(settings),
    random,
    bigModel: settings.big_model,
    smallModel: settings.small_model,
    defaultModels: new Map(
      Object.entries(providers).map(([name, { default_model }]) => [name, default_model]),
    ),
    autoAlias: settings.auto_alias,
  });

  let stopping = false;
  const metrics = createMetrics({ keyStates: () => pools.flatMap(countStates) });
  const trails = createTrailMemory();
  const settlement = createSettlement({ metrics, logger, trails, simulated });
  const gateway = createGateway({
    settings,
    clock,
    random,
    providers: runtimes,
    catalogs,
    router,
    metrics,
    redact,
    fetchMedia: options.fetchMedia ?? createGuardedFetch(),
    maxAnswerBytes: options.maxAnswerBytes ?? MAX_ANSWER_BYTES,
    simulated,
  });
  const validators = new Map<string, KeyValidator>();
  for (const [name, runtime] of runtimes) validators.set(name, createKeyValidator(runtime, clock, redact));
  const app = createApp({
    settings,
    admin: createAdminGuard(adminToken.token, clock),
    gateway,
    settlement,
    router,
    catalogs,
    listeningPort,
    isStopping: () => stopping,
    responses: stores.responses,
  });
  addOperationRoutes(app, {
    metrics,
    pools,
    validators,
    simulated,
    nowMs: () => clock.now(),
    isStopping: () => stopping,
  });
  addRequestRoutes(app, trails);
  const registry = composeKeyRegistry({
    composed,
    validators,
    stores,
    waiting: simulated && !settings.simulate ? waiting : undefined,
    redactor,
    logger,
    clock,
    simulated,
  });
  addKeyRoutes(app, registry, stores.keys.durable);
  addPoolRoutes(app, { registry, nowMs: () => clock.now() });
  addAdminRoutes(app, { simulated, startedAtMs: clock.now(), nowMs: () => clock.now() });
  function listeningPort(): number {
    return (app.server.address() as AddressInfo | null)?.port ?? settings.server.port;
  }

  const url = await app
    .listen({ host: settings.server.host, port: settings.server.port })
    .catch(async (error: unknown) => {
      // What is open, the simulator above all, would keep the process alive.
      await release();
      throw error;
    });
  // Warmed up in the background: the first request for a stand-in model should not wait for the list.
  for (const catalog of catalogs.values()) catalog.list().catch(() => {});
  const probing = probeRegularly(clock, validators);

  let closing: Promise<void> | undefined;
  return {
    url,
    notices,
    simulated,
    requestsUnderWay: () => settlement.underWay.size,
    holdings: () => sumHoldings(pools.map((pool) => pool.holdings())),
    close: () => (closing ??= stop()),
  };

  async function stop(): Promise<void> {
    stopping = true;
    probing.cancel();
    await closeWithin(app, settlement.underWay, settings.server.shutdown_grace);
    await release();
  }

  async function release(): Promise<void> {
    for (const pool of pools) pool.close();
    stores.close();
    waiting.close();
    await Promise.all([...runtimes.values()].map(({ upstream }) => upstream.close()));
    await simulator?.close();
  }
}

function composeProviders(
  providers: Settings['providers'],
  settings: Settings,
  tools: ComposeTools,
): Map<string, ComposedProvider> {
  const composed = new Map<string, ComposedProvider>();
  for (const [name, provider] of Object.entries(providers)) {
    const kind = providerKindOf(name, provider);
    composed.set(name, composeProvider(name, kind, provider, settings, tools));
  }
  return composed;
}

async function simulatedProviders(simulator: Simulator): Promise<Settings['providers']> {
  const { url } = await simulator.listen();
  const keys = DEFAULT_SIMULATED_KEYS.filter((key) => key.provider === 'gemini').map(({ key }) => ({
    key: new Secret(key),
  }));
  const gemini: ProviderSettings = {
    type: 'gemini',
    keys,
    base_url: url,
    api: 'auto',
    strategy: 'least_used',
    affinity: true,
    allow_http: false,
  };
  return { gemini };
}

function* secretsOf(settings: Settings): Iterable<Secret> {
  for (const provider of Object.values(settings.providers))
    for (const { key } of provider.keys ?? []) yield key;
  for (const { key } of settings.clients) yield key;
  if (settings.admin.token !== undefined) yield settings.admin.token;
  if (settings.encryption_key !== undefined) yield settings.encryption_key;
  if (settings.previous_encryption_key !== undefined) yield settings.previous_encryption_key;
}

function countStates({ provider, states }: KeyPool): KeyStateCount[] {
  return Object.entries(states()).map(([state, count]) => ({ provider, state, count }));
}

function probeRegularly(clock: Clock, validators: ReadonlyMap<string, KeyValidator>): Timer {
  let timer = clock.after(PROBE_EVERY_MS, probe);
  let cancelled = false;
  function probe(): void {
    for (const validator of validators.values()) void validator.probeDue();
    if (!cancelled) timer = clock.after(PROBE_EVERY_MS, probe);
  }
  return {
    cancel() {
      cancelled = true;
      timer.cancel();
    },
  };
}

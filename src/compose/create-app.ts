// The HTTP server of a gateway: its doors with the rooms behind them.

import type { FastifyInstance } from 'fastify';
import { createPromptCache } from '../cache/prompt-cache.ts';
import { createClientDirectory } from '../clients/client-directory.ts';
import { networkPlace } from '../config/network-place.ts';
import type { Settings } from '../config/settings.ts';
import { createServer } from '../http/create-server.ts';
import { addDialectRoutes } from '../http/dialect-routes.ts';
import { createGatekeeper, type AdminGuard } from '../http/gatekeeper.ts';
import { addGeminiRoutes } from '../http/gemini-routes.ts';
import type { Settlement } from '../http/handle.ts';
import { createModelPages } from '../http/model-pages.ts';
import { addPromptRoutes } from '../http/prompt-routes.ts';
import { addResponseRoutes } from '../http/response-routes.ts';
import { addTaskRoutes } from '../http/task-routes.ts';
import { addUnsupportedRoutes } from '../http/unsupported-routes.ts';
import type { Gateway } from '../pipeline/gateway.ts';
import type { ModelCatalog } from '../routing/model-catalog.ts';
import type { Router } from '../routing/resolve-model.ts';
import type { ResponseStore } from '../store/response-store.ts';
import { modelAliases } from './model-aliases.ts';

/** `listeningPort` is asked at each request: nobody knows it before the server listens. */
export interface AppParts {
  readonly settings: Settings;
  readonly admin: AdminGuard;
  readonly gateway: Gateway;
  readonly settlement: Settlement;
  readonly router: Router;
  readonly catalogs: ReadonlyMap<string, ModelCatalog>;
  readonly responses: ResponseStore;
  listeningPort(): number;
  isStopping(): boolean;
}

/** Builds the server with all its routes but those of operations. */
export function createApp(parts: AppParts): FastifyInstance {
  const { settings, gateway, settlement, router, catalogs } = parts;
  const { server } = settings;
  const gatekeeper = createGatekeeper({
    clients: createClientDirectory(settings.clients),
    keysRequired: settings.auth === 'client_keys',
    loopbackOnly: networkPlace(server.host) === 'loopback',
    admin: parts.admin,
    adminTokenConfigured: settings.admin.token !== undefined,
    allowedOrigins: settings.cors.origins,
    listeningPort: parts.listeningPort,
  });
  const limits = {
    bodyBytes: server.body_limit,
    requestTimeoutMs: server.request_timeout,
    headersTimeoutMs: server.headers_timeout,
    keepAliveMs: server.keep_alive,
    headerBytes: server.header_limit,
    maxHeaders: server.max_headers,
  };
  const { isStopping } = parts;
  const app = createServer({ limits, gatekeeper, settlement, isStopping, redact: gateway.redact });
  const startedAtMs = gateway.clock.now();
  const pages = createModelPages({
    gateway,
    settlement,
    catalogs,
    aliases: [...modelAliases(settings).keys()].filter((name) => !name.includes('*')),
    startedAtMs,
  });
  addGeminiRoutes(app, { gateway, settlement, pages });
  addDialectRoutes(app, gateway, settlement);
  addTaskRoutes(app, gateway, settlement);
  addUnsupportedRoutes(app, settlement);
  addResponseRoutes(app, { gateway, settlement, store: parts.responses });
  pages.addRoutes(app);
  const { enabled, max_bytes: maxBytes, ttl: ttlMs } = settings.cache;
  addPromptRoutes(app, {
    gateway,
    settlement,
    cache: enabled === 'off' ? undefined : createPromptCache({ maxBytes, ttlMs }),
    proxyPromptChars: settings.prompt_max_chars,
    fallbackOrder: settings.fallback_order,
    defaultModel: (provider) => router.defaultModel(provider),
  });
  return app;
}

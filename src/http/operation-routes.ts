// Health, metrics and the state of the keys: for operators and their machines.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from '../telemetry/metrics.ts';
import type { KeyCheck, KeyValidator } from '../pipeline/validate-keys.ts';
import { renderKeyStatus } from '../pool/key-status.ts';
import type { KeyPool, KeyStatus } from '../pool/pool.ts';

/** `validators` by the provider's name in the settings. */
export interface OperationRoutes {
  readonly metrics: Metrics;
  readonly pools: readonly KeyPool[];
  readonly validators: ReadonlyMap<string, KeyValidator>;
  readonly simulated: boolean;
  nowMs(): number;
  isStopping(): boolean;
}

/** Adds them. */
export function addOperationRoutes(app: FastifyInstance, routes: OperationRoutes): void {
  const open = { config: { access: 'open' } } as const;
  // Many uptime monitors send HEAD.
  const probe = { ...open, exposeHeadRoute: true };
  const guarded = { config: { access: 'client_or_admin' } } as const;
  app.get('/health', probe, async (request, reply) => sendHealth(routes, request, reply));
  app.get('/healthz', probe, async (request, reply) => sendHealth(routes, request, reply));
  app.get('/health/live', probe, async (_request, reply) => reply.send({ status: 'live' }));
  app.get('/health/ready', probe, async (_request, reply) => sendReady(routes, reply));
  app.get('/health/detailed', guarded, async (_request, reply) => reply.send(await detail(routes)));
  app.get('/metrics', open, async (_request, reply) => {
    reply.type(routes.metrics.contentType).send(await routes.metrics.render());
  });
  app.get('/v1/keys/status', guarded, async (_request, reply) =>
    reply.send(
      renderKeyStatus(
        routes.pools.flatMap((pool) => [...pool.status()]),
        routes.nowMs(),
      ),
    ),
  );
}

function sendHealth(routes: OperationRoutes, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!/\bapplication\/json\b/iu.test(request.headers.accept ?? '')) {
    return reply.type('text/plain; charset=utf-8').send('AI Gateway is healthy');
  }
  return reply.send({ status: 'healthy', simulator: routes.simulated, keys: countKeys(routes) });
}

/** Not ready: stopping, or no key of any provider could serve a request now or later. */
function sendReady(routes: OperationRoutes, reply: FastifyReply): FastifyReply {
  const keys = countKeys(routes);
  const ready = !routes.isStopping() && keys.active + keys.quarantined > 0;
  const reason = routes.isStopping() ? 'stopping' : ready ? undefined : 'no key is alive';
  return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not_ready', reason, keys });
}

function countKeys(routes: OperationRoutes): Record<KeyStatus['state'], number> {
  const counts = { active: 0, quarantined: 0, dead: 0, disabled: 0 };
  for (const pool of routes.pools) {
    const states = pool.states();
    for (const state of ['active', 'quarantined', 'dead', 'disabled'] as const)
      counts[state] += states[state];
  }
  return counts;
}

async function detail(routes: OperationRoutes): Promise<object> {
  const providers = await Promise.all(
    routes.pools.map(async (pool) => {
      const checks = new Map(
        (await routes.validators.get(pool.provider)?.check())?.map((check) => [check.keyId, check]),
      );
      return [
        pool.provider,
        { keys: pool.status().map((key) => describeKey(key, checks.get(key.keyId), routes.nowMs())) },
      ];
    }),
  );
  return {
    status: routes.isStopping() ? 'stopping' : 'healthy',
    simulator: routes.simulated,
    providers: Object.fromEntries(providers),
  };
}

function describeKey(key: KeyStatus, check: KeyCheck | undefined, nowMs: number): object {
  return {
    key: key.masked,
    name: key.name,
    project: key.project,
    state: key.state,
    reason: key.reason,
    until: key.untilMs === undefined ? undefined : new Date(key.untilMs).toISOString(),
    health: Math.round(key.health * 1000) / 1000,
    in_flight: key.inFlight,
    last_error: key.lastError && {
      row: key.lastError.row,
      at: new Date(key.lastError.atMs).toISOString(),
      message: key.lastError.message,
    },
    check: check && {
      valid: check.ok,
      row: check.row,
      checked_at: new Date(check.checkedAtMs).toISOString(),
      age_seconds: Math.max(0, Math.round((nowMs - check.checkedAtMs) / 1000)),
    },
  };
}

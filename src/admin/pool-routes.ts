// The pool with everything that is known of it: providers with their models and breakers, keys with their buckets.

import type { FastifyInstance } from 'fastify';
import type { BreakerStatus } from '../pool/breaker.ts';
import type { ModelOverview, PoolOverview } from '../pool/pool-overview.ts';
import { ADMIN_ROUTE } from './admin-routes.ts';
import { pageOfKeys, type ShownKey } from './key-pages.ts';
import type { KeyRegistry } from './key-registry.ts';
import { readQuery } from './read-query.ts';
import { isoTime, renderBucket, renderKey } from './render-key.ts';

/** `nowMs` is Unix milliseconds, by the clock of the pools. */
export interface PoolRoutes {
  readonly registry: KeyRegistry;
  nowMs(): number;
}

/** Adds them. */
export function addPoolRoutes(app: FastifyInstance, { registry, nowMs }: PoolRoutes): void {
  app.get('/admin/api/pool', ADMIN_ROUTE, (request) => {
    const query = readQuery(request.query);
    const { keys, next, summary } = pageOfKeys(registry.holders.values(), query);
    const provider = query.text('provider');
    const pools = [...registry.holders.values()]
      .flatMap(({ pool }) => pool ?? [])
      .filter((pool) => provider === undefined || pool.provider === provider);
    return {
      generated_at: isoTime(nowMs()),
      summary,
      providers: pools.map((pool) => renderPool(pool.overview())),
      keys: keys.map(renderShown),
      next_cursor: next,
    };
  });
}

function renderShown(key: ShownKey): object {
  const buckets = key.holder.pool?.buckets(key.record.id).map(renderBucket);
  return { ...renderKey(key, key.glance), buckets };
}

function renderPool(pool: PoolOverview): object {
  return {
    provider: pool.provider,
    strategy: pool.strategy,
    projects: pool.projects,
    in_flight: pool.inFlight,
    waiters: pool.waiters,
    affinity_entries: pool.affinityEntries,
    egress: { ...renderBreaker(pool.egress), reason: pool.egress.reason },
    slowed_until: isoTime(pool.slowedUntilMs),
    models: pool.models.map(renderModel),
  };
}

function renderModel(model: ModelOverview): object {
  return {
    model: model.model,
    purpose: model.purpose ?? 'answer',
    breaker: renderBreaker(model.breaker),
    retired: model.retired && { until: isoTime(model.retired.untilMs), reason: model.retired.reason },
    in_flight: model.inFlight,
    waiters: model.waiters,
    ready: model.ready,
    resting: model.resting,
  };
}

function renderBreaker({ state, untilMs, failures }: BreakerStatus): object {
  return { state, until: isoTime(untilMs), failures };
}

// What became of the latest requests: their list, and one of them with its whole trail.

import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors/gateway-error.ts';
import type { ToldRequest } from '../telemetry/told-request.ts';
import type { TrailMemory, TrailQuery } from '../telemetry/trail-memory.ts';
import { ADMIN_ROUTE } from './admin-routes.ts';
import { readQuery } from './read-query.ts';

type Query = Readonly<Record<string, unknown>>;

const OUTCOMES = ['ok', 'error', 'cancelled', 'truncated'] as const;
const DEFAULT_LIMIT = 50;
const MOST_LIMIT = 500;

/** Adds them. What has left `trails` is answered 404. */
export function addRequestRoutes(app: FastifyInstance, trails: TrailMemory): void {
  app.get<{ Querystring: Query }>('/admin/api/requests', ADMIN_ROUTE, ({ query }) => {
    const { requests, next } = trails.recent(parseQuery(query));
    return { requests: requests.map(describe), next };
  });
  app.get<{ Params: { id: string } }>('/admin/api/requests/:id', ADMIN_ROUTE, ({ params }) => {
    const told = trails.get(params.id);
    if (told === undefined)
      throw new GatewayError('resource_not_found', 'No request of that id is remembered.', { param: 'id' });
    return describe(told);
  });
}

function describe(told: ToldRequest): object {
  return { arrived_at: new Date(told.arrivedMs).toISOString(), ...told.fields() };
}

/** Throws GatewayError `invalid_request`. */
function parseQuery(query: Query): TrailQuery {
  const { text, whole, oneOf } = readQuery(query);
  return {
    outcome: oneOf('outcome', OUTCOMES),
    model: text('model'),
    client: text('client'),
    before: whole('before', Number.MAX_SAFE_INTEGER),
    limit: whole('limit', MOST_LIMIT) ?? DEFAULT_LIMIT,
  };
}

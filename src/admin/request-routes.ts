// What became of the latest requests: their list, and one of them with its whole trail.

import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors/gateway-error.ts';
import type { ToldRequest } from '../telemetry/told-request.ts';
import type { TrailMemory, TrailQuery } from '../telemetry/trail-memory.ts';
import { ADMIN_ROUTE } from './admin-routes.ts';
import { readQuery } from './read-query.ts';

/** What has left `trails` is answered 404. */
export interface RequestRoutes {
  readonly trails: TrailMemory;
  /** Takes secrets out of a text: what a provider or a client wrote may hold any. */
  redact(text: string): string;
}

type Query = Readonly<Record<string, unknown>>;

const OUTCOMES = ['ok', 'error', 'cancelled', 'truncated'] as const;
const DEFAULT_LIMIT = 50;
const MOST_LIMIT = 500;

/** Adds them. */
export function addRequestRoutes(app: FastifyInstance, { trails, redact }: RequestRoutes): void {
  app.get<{ Querystring: Query }>('/admin/api/requests', ADMIN_ROUTE, async ({ query }, reply) => {
    const { requests, next } = trails.recent(parseQuery(query));
    reply.type('application/json; charset=utf-8');
    return redact(JSON.stringify({ requests: requests.map(describe), next }));
  });
  app.get<{ Params: { id: string } }>('/admin/api/requests/:id', ADMIN_ROUTE, async ({ params }, reply) => {
    const told = trails.get(params.id);
    if (told === undefined)
      throw new GatewayError('resource_not_found', 'No request of that id is remembered.', { param: 'id' });
    reply.type('application/json; charset=utf-8');
    return redact(JSON.stringify(describe(told)));
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

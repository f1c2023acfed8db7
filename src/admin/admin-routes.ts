// The routes of administration. Each wants the admin token, which the server has seen before any of them runs.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Both times are Unix milliseconds. */
export interface AdminRoutes {
  readonly simulated: boolean;
  readonly startedAtMs: number;
  nowMs(): number;
}

/** Options of every route here: the token, a body in which ten thousand keys fit, and an answer that nobody keeps. */
export const ADMIN_ROUTE = {
  config: { access: 'admin' },
  bodyLimit: 4 * 1024 * 1024,
  onRequest(_request: FastifyRequest, reply: FastifyReply, done: () => void): void {
    reply.header('cache-control', 'no-store');
    done();
  },
} as const;

/** Adds them. */
export function addAdminRoutes(app: FastifyInstance, routes: AdminRoutes): void {
  app.get('/admin/api/status', ADMIN_ROUTE, async () => ({
    status: 'ok',
    simulator: routes.simulated,
    uptime_seconds: Math.max(0, Math.round((routes.nowMs() - routes.startedAtMs) / 1000)),
  }));
}

// OpenAI's paths that this gateway knows and does not serve: whoever calls one is told so, and why, in OpenAI's form.

import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors/gateway-error.ts';
import { openaiDoor } from './door.ts';
import { handle, type Settlement } from './handle.ts';
import { openaiPaths } from './openai-paths.ts';

/** They would hand out the account behind the pool's keys. */
const OF_ACCOUNTS = ['organization', 'projects'];

/** State that lives at the provider, under one key of many. */
const OF_STATE = [
  'assistants',
  'batches',
  'chatkit',
  'containers',
  'conversations',
  'evals',
  'files',
  'fine_tuning',
  'skills',
  'threads',
  'uploads',
  'vector_stores',
  'videos',
];

/** Nothing to translate them to, and no affinity to relay them with. */
const OTHERS = [
  'audio/voice_consents',
  'audio/voices',
  'content_provenance_checks',
  'images/edits',
  'images/variations',
  'realtime',
];

/** Adds them all, for every method. */
export function addUnsupportedRoutes(app: FastifyInstance, settlement: Settlement): void {
  const add = (rest: string, why: string): void => {
    const endpoint = `/v1/${rest}`;
    for (const path of openaiPaths(rest)) {
      for (const url of [path, `${path}/*`]) {
        app.route({
          method: ['GET', 'POST', 'DELETE'],
          url,
          config: { door: openaiDoor, endpoint },
          handler: (request, reply) =>
            handle(settlement, openaiDoor, endpoint, request, reply, async () => {
              throw new GatewayError('not_supported', `${endpoint} is not served here: ${why}`);
            }),
        });
      }
    }
  };
  for (const rest of OF_ACCOUNTS) add(rest, 'accounts and organisations are never reached through the pool.');
  for (const rest of OF_STATE) add(rest, 'what it makes would belong to one key of the pool.');
  for (const rest of OTHERS) add(rest, 'no provider is reached through this path.');
}

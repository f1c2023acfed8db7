// The conversation, embedding and counting paths of OpenAI's and Anthropic's dialects.

import type { FastifyInstance } from 'fastify';
import { anthropicMessagesClientFace } from '../dialects/anthropic-messages/client-face.ts';
import { openaiChatClientFace } from '../dialects/openai-chat/client-face.ts';
import type { JsonObject } from '../lib/json.ts';
import { countTokens } from '../pipeline/count-tokens.ts';
import type { Gateway } from '../pipeline/gateway.ts';
import type { RequestContext } from '../pipeline/request-context.ts';
import { serveChat } from '../pipeline/serve-chat.ts';
import { serveEmbeddings } from '../pipeline/serve-embeddings.ts';
import { anthropicDoor, openaiDoor, type Door } from './door.ts';
import { handle, type Settlement } from './handle.ts';
import { readJsonObject } from './read-json.ts';

type Serve = (gateway: Gateway, context: RequestContext, body: JsonObject) => Promise<void>;

interface DialectRoute {
  readonly door: Door;
  readonly endpoint: string;
  /** All paths that mean this endpoint. */
  readonly paths: readonly string[];
  readonly serve: Serve;
}

/** Where an OpenAI client may have its base URL: the usual one, and Google's own for compatibility. */
const openaiPaths = (rest: string): readonly string[] => [
  `/v1/${rest}`,
  `/v1beta/openai/${rest}`,
  `/v1beta/openai/v1/${rest}`,
];

const dialectRoutes: readonly DialectRoute[] = [
  {
    door: openaiDoor,
    endpoint: '/v1/chat/completions',
    paths: openaiPaths('chat/completions'),
    serve: (gateway, context, body) => serveChat(gateway, context, openaiChatClientFace, body),
  },
  { door: openaiDoor, endpoint: '/v1/embeddings', paths: openaiPaths('embeddings'), serve: serveEmbeddings },
  {
    door: anthropicDoor,
    endpoint: '/v1/messages',
    paths: ['/v1/messages'],
    serve: (gateway, context, body) => serveChat(gateway, context, anthropicMessagesClientFace, body),
  },
  {
    door: anthropicDoor,
    endpoint: '/v1/messages/count_tokens',
    paths: ['/v1/messages/count_tokens'],
    serve: countTokens,
  },
];

/** Adds them all. */
export function addDialectRoutes(app: FastifyInstance, gateway: Gateway, settlement: Settlement): void {
  for (const { door, endpoint, paths, serve } of dialectRoutes) {
    for (const path of paths) {
      app.post(path, { config: { door, endpoint } }, (request, reply) =>
        handle(settlement, door, endpoint, request, reply, (context) =>
          serve(gateway, context, readJsonObject(request.body)),
        ),
      );
    }
  }
  // Claude Code warms its connection up with these before its first request.
  for (const url of ['/', '/api/hello']) {
    app.route({
      method: ['GET', 'HEAD'],
      url,
      config: { access: 'open' },
      handler: async (_request, reply) => reply.send({ name: 'pollux' }),
    });
  }
}

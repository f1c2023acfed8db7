// The conversation, embedding and counting paths of OpenAI's and Anthropic's dialects.

import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { countTokens } from '../pipeline/count-tokens.ts';
import { inspectEmbeddings } from '../dialects/openai-chat/inspect-embeddings.ts';
import type { Gateway } from '../pipeline/gateway.ts';
import type { RequestContext } from '../pipeline/request-context.ts';
import { serveConversation } from '../pipeline/serve-conversation.ts';
import { serveEmbeddings } from '../pipeline/serve-embeddings.ts';
import type { ReadRequest, Reply } from './direct-posts.ts';
import { anthropicDoor, openaiDoor, type Door } from './door.ts';
import { bodyConversation, chatDoor, messagesDoor } from './conversations.ts';
import { handle, type Settlement } from './handle.ts';
import { openaiPaths } from './openai-paths.ts';
import { readJsonBody, type JsonBody } from './read-json.ts';
import { relayJson } from './relayed-task.ts';

type Serve = (
  gateway: Gateway,
  context: RequestContext,
  body: JsonBody,
  headers: IncomingHttpHeaders,
) => Promise<void>;

interface DialectRoute {
  readonly door: Door;
  readonly endpoint: string;
  /** All paths that mean this endpoint. */
  readonly paths: readonly string[];
  readonly serve: Serve;
}

const dialectRoutes: readonly DialectRoute[] = [
  {
    door: openaiDoor,
    endpoint: '/v1/chat/completions',
    paths: openaiPaths('chat/completions'),
    serve: (gateway, context, body, headers) =>
      serveConversation(gateway, context, bodyConversation(chatDoor, body, headers)),
  },
  {
    door: openaiDoor,
    endpoint: '/v1/embeddings',
    paths: openaiPaths('embeddings'),
    serve: (gateway, context, body) =>
      serveEmbeddings(
        gateway,
        context,
        body.json,
        relayJson(body, 'json', () => inspectEmbeddings),
      ),
  },
  {
    door: anthropicDoor,
    endpoint: '/v1/messages',
    paths: ['/v1/messages'],
    serve: (gateway, context, body, headers) =>
      serveConversation(gateway, context, bodyConversation(messagesDoor, body, headers)),
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
      const answer = (request: ReadRequest, reply: Reply): Promise<void> =>
        handle(settlement, door, endpoint, request, reply, (context) =>
          serve(gateway, context, readJsonBody(request.body), request.headers),
        );
      app.post(path, { config: { door, endpoint } }, answer);
      app.directPosts.add(path, { door, endpoint, serve: answer });
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

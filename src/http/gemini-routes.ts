// Google's own paths: `/v1beta/models/{model}:{verb}` and `/v1/…`, and the model list in its form.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createLoss } from '../canon/loss.ts';
import { parseCountTokensRequest, renderTokenCount } from '../dialects/gemini/count-tokens.ts';
import { parseEmbedContent, renderEmbedContent } from '../dialects/gemini/embed-content.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { JsonObject } from '../lib/json.ts';
import { countRequestTokens } from '../pipeline/count-tokens.ts';
import type { Gateway } from '../pipeline/gateway.ts';
import type { ModelMethod } from '../pipeline/plan-route.ts';
import type { Route } from '../pipeline/run-attempts.ts';
import type { RequestContext } from '../pipeline/request-context.ts';
import { serveConversation } from '../pipeline/serve-conversation.ts';
import { embed } from '../pipeline/serve-embeddings.ts';
import { serveNative } from '../pipeline/serve-native.ts';
import { geminiCall, geminiConversation, isSse, refuseUnwatched } from './conversations.ts';
import type { ReadRequest, Reply } from './direct-posts.ts';
import { geminiArrayDoor, geminiDoor, type Door } from './door.ts';
import { handle, type Settlement } from './handle.ts';
import { readJsonBody } from './read-json.ts';
import type { ModelPages } from './model-pages.ts';

const VERBS = new Set([
  'generateContent',
  'streamGenerateContent',
  'countTokens',
  'embedContent',
  'batchEmbedContents',
]);

/** `pages` answers the two paths that tell of models. */
export interface GeminiRoutes {
  readonly gateway: Gateway;
  readonly settlement: Settlement;
  readonly pages: ModelPages;
}

/** Adds the routes of both version prefixes. `GET /v1/models` is shared with other dialects: model-pages.ts has it. */
export function addGeminiRoutes(app: FastifyInstance, routes: GeminiRoutes): void {
  for (const version of ['v1beta', 'v1'] as const) {
    const path = `/${version}/models/*`;
    const known = { door: geminiDoor, endpoint: `/${version}/models/{model}` };
    app.post(path, { config: known }, (request, reply) =>
      serveVerb(routes, version, wildcard(request), request, reply),
    );
    app.directPosts.add(path, {
      ...known,
      serve: (request, reply) => serveVerb(routes, version, afterModels(request.url), request, reply),
    });
  }
  const list = { config: { door: geminiDoor, endpoint: '/v1beta/models' } };
  app.get('/v1beta/models', list, (request, reply) => routes.pages.serveGeminiList(request, reply));
  app.get('/v1beta/models/*', list, (request, reply) =>
    routes.pages.serveGeminiModel(request, reply, wildcard(request)),
  );
}

function serveVerb(
  routes: GeminiRoutes,
  version: string,
  name: string,
  request: ReadRequest,
  reply: Reply,
): Promise<void> {
  const { model, verb } = splitVerb(name);
  const query = withoutCredential(request.url);
  const endpoint = `/${version}/models/{model}:${VERBS.has(verb) ? verb : 'unknown'}`;
  const door: Door = verb === 'streamGenerateContent' && !isSse(query) ? geminiArrayDoor : geminiDoor;
  return handle(routes.settlement, door, endpoint, request, reply, (context) => {
    if (!VERBS.has(verb) || model === '') {
      throw new GatewayError(
        'not_found',
        `There is no method ${JSON.stringify(verb.slice(0, 60))} of models here.`,
      );
    }
    refuseUnwatched(query);
    const body = readJsonBody(request.body);
    const call = { model, verb, version, query };
    if (verb === 'generateContent' || verb === 'streamGenerateContent') {
      return serveConversation(routes.gateway, context, geminiConversation(call, body, request.headers));
    }
    const method: ModelMethod = verb === 'countTokens' ? 'generateContent' : 'embedContent';
    const { gateway } = routes;
    const { bytes, json } = body;
    const translate = () =>
      verb === 'countTokens'
        ? countElsewhere(gateway, context, json, model)
        : embedElsewhere(gateway, context, json, model);
    const relay = (route: Route) => geminiCall(call, bytes, route);
    return serveNative(gateway, context, { model, method, body: bytes, call: relay, translate });
  });
}

async function countElsewhere(
  gateway: Gateway,
  context: RequestContext,
  json: JsonObject,
  model: string,
): Promise<JsonObject> {
  return renderTokenCount(await countRequestTokens(gateway, context, parseCountTokensRequest(json, model)));
}

async function embedElsewhere(
  gateway: Gateway,
  context: RequestContext,
  json: JsonObject,
  model: string,
): Promise<JsonObject | undefined> {
  const loss = createLoss();
  const answer = await embed(gateway, context, parseEmbedContent(json, model, loss));
  context.loss = [...loss.items];
  return answer && renderEmbedContent(answer, json);
}

/** What stands behind `…/models/` in a URL without escapes. */
function afterModels(url: string): string {
  const from = url.indexOf('/models/') + '/models/'.length;
  const mark = url.indexOf('?');
  return url.slice(from, mark === -1 ? undefined : mark);
}

function wildcard(request: FastifyRequest): string {
  const { '*': rest } = request.params as { '*'?: string };
  return rest ?? '';
}

function splitVerb(rest: string): { model: string; verb: string } {
  const colon = rest.lastIndexOf(':');
  return colon === -1
    ? { model: rest, verb: '' }
    : { model: rest.slice(0, colon), verb: rest.slice(colon + 1) };
}

/** Names under which Google takes a credential from a query, with or without the `$` of its system parameters. */
const CREDENTIALS = /^\$?\.?(?:key|access_token|oauth_token|bearer_token)$/iu;

/** The query as sent, less any credential: exactly one goes to Google, and it is not the client's. */
function withoutCredential(url: string): string {
  const mark = url.indexOf('?');
  if (mark === -1) return '';
  return url
    .slice(mark + 1)
    .split('&')
    .filter((pair) => pair !== '' && ![...new URLSearchParams(pair).keys()].some(isCredential))
    .join('&');
}

function isCredential(name: string): boolean {
  return CREDENTIALS.test(name.trim());
}

// OpenAI's Responses API: the conversation itself, and the answers that are kept for clients that come back to them.
// State is always the gateway's own: whichever provider and key answered, the next turn may go to another.

import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createLoss } from '../canon/loss.ts';
import { openaiResponsesClientFace } from '../dialects/openai-responses/client-face.ts';
import { parseCountTokens, renderCountTokens } from '../dialects/openai-responses/count-tokens.ts';
import { openaiResponsesRelayFace } from '../dialects/openai-responses/relay-face.ts';
import {
  parseInputItemsQuery,
  refuseStreamAgain,
  renderDeleted,
  renderInputItems,
  responseNotCancellable,
  responseNotFound,
} from '../dialects/openai-responses/render-stored.ts';
import { inputToKeep, resolvePrevious } from '../dialects/openai-responses/resolve-previous.ts';
import type { JsonObject } from '../lib/json.ts';
import type { Conversation } from '../pipeline/conversation.ts';
import { countRequestTokens } from '../pipeline/count-tokens.ts';
import type { Gateway } from '../pipeline/gateway.ts';
import { describeHeaders, type RequestContext } from '../pipeline/request-context.ts';
import { serveConversation } from '../pipeline/serve-conversation.ts';
import type { ResponseStore } from '../store/response-store.ts';
import { bodyConversation, type BodyDoor } from './conversations.ts';
import type { Door } from './door.ts';
import { handle, type Settlement } from './handle.ts';
import { readJsonBody, type JsonBody } from './read-json.ts';

const bodyDoor: BodyDoor = {
  face: openaiResponsesClientFace,
  relay: openaiResponsesRelayFace,
  passedHeaders: ['content-type', 'openai-processing-ms', 'openai-version'],
};

const responsesDoor: Door = {
  dialect: 'openai-responses',
  renderError: openaiResponsesClientFace.renderError,
  renderStreamError: openaiResponsesClientFace.renderStreamError,
};

/** `store` keeps the answers of all clients; each finds its own alone. */
export interface ResponseRoutes {
  readonly gateway: Gateway;
  readonly settlement: Settlement;
  readonly store: ResponseStore;
}

type Act = (
  context: RequestContext,
  request: FastifyRequest,
) => Promise<JsonObject | undefined> | JsonObject | undefined;

/** Adds them, under every prefix that an OpenAI client may have as its base URL. */
export function addResponseRoutes(app: FastifyInstance, routes: ResponseRoutes): void {
  const { gateway, settlement, store } = routes;
  const answer = (endpoint: string, act: Act) => (request: FastifyRequest, reply: FastifyReply) =>
    handle(settlement, responsesDoor, endpoint, request, reply, async (context) => {
      const body = await act(context, request);
      if (body === undefined) return;
      const headers = { 'content-type': 'application/json', ...describeHeaders(context, gateway.simulated) };
      context.sink.send(200, headers, JSON.stringify(body));
    });
  for (const prefix of ['/v1', '/v1beta/openai', '/v1beta/openai/v1']) {
    const base = `${prefix}/responses`;
    const config = (endpoint: string): object => ({ config: { door: responsesDoor, endpoint } });
    const one = '/v1/responses/{id}';
    app.post(
      base,
      config('/v1/responses'),
      answer('/v1/responses', (context, request) =>
        converse(routes, context, readJsonBody(request.body), request.headers),
      ),
    );
    app.post(
      `${base}/input_tokens`,
      config('/v1/responses/input_tokens'),
      answer('/v1/responses/input_tokens', (context, request) =>
        count(routes, context, readJsonBody(request.body).json),
      ),
    );
    app.get(
      `${base}/:id`,
      config(one),
      answer(one, (context, request) => {
        const { response } = found(store, context, idOf(request));
        refuseStreamAgain(queryOf(request));
        return response;
      }),
    );
    app.delete(
      `${base}/:id`,
      config(one),
      answer(one, (context, request) => remove(store, context, idOf(request))),
    );
    app.get(
      `${base}/:id/input_items`,
      config(`${one}/input_items`),
      answer(`${one}/input_items`, (context, request) => items(store, context, request)),
    );
    app.post(
      `${base}/:id/cancel`,
      config(`${one}/cancel`),
      answer(`${one}/cancel`, (context, request) => {
        found(store, context, idOf(request));
        throw responseNotCancellable();
      }),
    );
  }
}

async function converse(
  routes: ResponseRoutes,
  context: RequestContext,
  body: JsonBody,
  headers: IncomingHttpHeaders,
): Promise<undefined> {
  const { gateway, store } = routes;
  const client = context.client.name;
  const json = resolvePrevious(body.json, (id) => store.load(client, id));
  const keeps = json['store'] !== false;
  const conversation: Conversation = {
    ...bodyConversation(bodyDoor, { bytes: body.bytes, json }, headers),
    // Untouched bytes only where nothing is kept and nothing was put in: else the state would be the provider's.
    relay: keeps || json !== body.json ? undefined : openaiResponsesRelayFace,
    ...(keeps && {
      keep: (response: JsonObject, answerId: string) => {
        const { id } = response;
        const input = inputToKeep(json, answerId);
        const isKept = typeof id === 'string' && store.save(client, id, { response, input });
        // The answer is good all the same: nobody may find out only by asking for it later.
        if (!isKept) context.loss = [...context.loss, 'store'];
        return isKept;
      },
    }),
  };
  await serveConversation(gateway, context, conversation);
  return undefined;
}

async function count(
  { gateway }: ResponseRoutes,
  context: RequestContext,
  json: JsonObject,
): Promise<JsonObject> {
  return renderCountTokens(await countRequestTokens(gateway, context, parseCountTokens(json, createLoss())));
}

function found(store: ResponseStore, context: RequestContext, id: string): { readonly response: JsonObject } {
  const kept = store.load(context.client.name, id);
  if (kept === undefined) throw responseNotFound(id);
  return kept;
}

function remove(store: ResponseStore, context: RequestContext, id: string): JsonObject {
  if (!store.delete(context.client.name, id)) throw responseNotFound(id);
  return renderDeleted(id);
}

function items(store: ResponseStore, context: RequestContext, request: FastifyRequest): JsonObject {
  const query = parseInputItemsQuery(queryOf(request));
  const page = store.inputItems(context.client.name, idOf(request), query);
  if (page === undefined) throw responseNotFound(idOf(request));
  return renderInputItems(page.items, page.hasMore);
}

function idOf(request: FastifyRequest): string {
  const { id = '' } = request.params as { id?: string };
  return id;
}

function queryOf({ url }: FastifyRequest): URLSearchParams {
  const mark = url.indexOf('?');
  return new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1));
}

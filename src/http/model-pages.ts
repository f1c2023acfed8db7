// The model list in the caller's own form, and single models: those that it may use. Which form is told by headers and query.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ModelEntry } from '../canon/model-entry.ts';
import {
  addClaudeAliases,
  parseModelPage,
  renderModel as renderAnthropicModel,
  renderModelList as renderAnthropicList,
  resolveClaudeAlias,
} from '../dialects/anthropic-messages/models.ts';
import {
  renderModel as renderOpenaiModel,
  renderModelList as renderOpenaiList,
} from '../dialects/openai-chat/models.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { JsonObject } from '../lib/json.ts';
import { allowedPlan } from '../pipeline/allowed-plan.ts';
import { forbiddenModel } from '../pipeline/forbidden-model.ts';
import type { Gateway } from '../pipeline/gateway.ts';
import { describeHeaders, type Caller, type RequestContext } from '../pipeline/request-context.ts';
import type { ListedModel, ModelCatalog } from '../routing/model-catalog.ts';
import { anthropicDoor, geminiDoor, openaiDoor, type Door } from './door.ts';
import { handle, type Settlement } from './handle.ts';

/** Each handler takes over the reply, and tells errors as the caller's dialect does. */
export interface ModelPages {
  serveGeminiList(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  serveGeminiModel(request: FastifyRequest, reply: FastifyReply, name: string): Promise<void>;
  addRoutes(app: FastifyInstance): void;
}

/** `catalogs` by the provider's name in the settings. */
export interface ModelPagesOptions {
  readonly gateway: Pick<Gateway, 'resolve'>;
  readonly settlement: Settlement;
  readonly catalogs: ReadonlyMap<string, ModelCatalog>;
  /** Unix milliseconds for `created` fields: Google does not date its models. */
  readonly startedAtMs: number;
  /** Aliases of the configuration: listed beside the providers' own names. */
  readonly aliases: readonly string[];
}

/** Google's page size when none is asked for, and at most. */
const GEMINI_PAGE = 50;
const GEMINI_PAGE_MAX = 1000;

/** Creates the pages over the providers' catalogs. */
export function createModelPages(options: ModelPagesOptions): ModelPages {
  const { gateway, settlement, catalogs, aliases } = options;

  async function mayUse(client: Caller, model: string): Promise<boolean> {
    return client.mayUse(model) || (await allowedPlan(gateway, client, model)) !== undefined;
  }

  /** Those that `client` may use. What cannot be told for now is not listed. */
  async function usable<T>(client: Caller, models: readonly T[], nameOf: (model: T) => string): Promise<T[]> {
    const may = await Promise.all(models.map((model) => mayUse(client, nameOf(model)).catch(() => false)));
    return models.filter((_, at) => may[at]);
  }

  async function refuseForeign(client: Caller, model: string): Promise<void> {
    if (!(await mayUse(client, model))) throw forbiddenModel(client, model);
  }

  async function listAll(): Promise<readonly ModelEntry[]> {
    const settled = await Promise.allSettled([...catalogs.values()].map((catalog) => catalog.list()));
    const lists = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const [first] = settled;
    // One provider that cannot be asked hides only its own models.
    if (lists.length === 0 && first?.status === 'rejected') throw first.reason;
    const own = aliases.map((id) => ({ id, provider: 'pollux' }));
    return [...own, ...lists.flat().map((model) => model.entry)];
  }

  const geminiModels = async (): Promise<readonly ListedModel[]> =>
    (await catalogs.get('gemini')?.list()) ?? [];

  function answer(
    door: Door,
    endpoint: string,
    request: FastifyRequest,
    reply: FastifyReply,
    render: (client: Caller) => Promise<JsonObject>,
  ): Promise<void> {
    return handle(settlement, door, endpoint, request, reply, async (context: RequestContext) => {
      const body = JSON.stringify(await render(context.client));
      context.sink.send(
        200,
        { 'content-type': 'application/json', ...describeHeaders(context, settlement.simulated) },
        body,
      );
    });
  }

  const serveGeminiList: ModelPages['serveGeminiList'] = (request, reply) =>
    answer(geminiDoor, '/v1beta/models', request, reply, async (client) =>
      pageOf(await usable(client, await geminiModels(), ({ entry }) => entry.id), queryOf(request)),
    );

  const serveGeminiModel: ModelPages['serveGeminiModel'] = (request, reply, name) =>
    answer(geminiDoor, '/v1beta/models', request, reply, async (client) => {
      await refuseForeign(client, name);
      const found = (await geminiModels()).find((model) => model.entry.id === name);
      if (found === undefined) throw unknownModel(name);
      return found.raw;
    });

  async function renderList(request: FastifyRequest, client: Caller): Promise<JsonObject> {
    const all = await listAll();
    const openai = formOf(request) === 'openai';
    const models = await usable(client, openai ? all : addClaudeAliases(all), ({ id }) => id);
    return openai
      ? renderOpenaiList(models, options.startedAtMs)
      : renderAnthropicList(models, parseModelPage(queryOf(request)));
  }

  async function renderOne(request: FastifyRequest, client: Caller, name: string): Promise<JsonObject> {
    await refuseForeign(client, name);
    const models = await listAll();
    const id = resolveClaudeAlias(name, (known) => models.some((model) => model.id === known)) ?? name;
    const found = models.find((model) => model.id === id);
    if (found === undefined) throw unknownModel(name);
    return formOf(request) === 'openai'
      ? renderOpenaiModel(found, options.startedAtMs)
      : renderAnthropicModel({ ...found, id: name });
  }

  return {
    serveGeminiList,
    serveGeminiModel,
    addRoutes(app) {
      for (const prefix of ['/v1', '/v1beta/openai', '/v1beta/openai/v1']) {
        app.get(
          `${prefix}/models`,
          { config: { door: openaiDoor, endpoint: '/v1/models' } },
          (request, reply) =>
            prefix === '/v1' && formOf(request) === 'gemini'
              ? serveGeminiList(request, reply)
              : answer(doorOf(request), '/v1/models', request, reply, (client) =>
                  renderList(request, client),
                ),
        );
        app.get(
          `${prefix}/models/*`,
          { config: { door: openaiDoor, endpoint: '/v1/models' } },
          (request, reply) => {
            const { '*': name = '' } = request.params as { '*'?: string };
            return prefix === '/v1' && formOf(request) === 'gemini'
              ? serveGeminiModel(request, reply, name)
              : answer(doorOf(request), '/v1/models', request, reply, (client) =>
                  renderOne(request, client, name),
                );
          },
        );
      }
    },
  };
}

type Form = 'openai' | 'anthropic' | 'gemini';

function formOf(request: FastifyRequest): Form {
  const { headers } = request;
  if (headers['anthropic-version'] !== undefined) return 'anthropic';
  const query = queryOf(request);
  const google =
    headers['x-goog-api-key'] ?? headers['x-goog-api-client'] ?? query['key'] ?? query['pageSize'];
  return google === undefined ? 'openai' : 'gemini';
}

function doorOf(request: FastifyRequest): Door {
  return formOf(request) === 'anthropic' ? anthropicDoor : openaiDoor;
}

function queryOf(request: FastifyRequest): Readonly<Record<string, string | undefined>> {
  return request.query as Record<string, string | undefined>;
}

function unknownModel(name: string): GatewayError {
  return new GatewayError(
    'model_not_found',
    `The model ${JSON.stringify(name.slice(0, 100))} does not exist here.`,
  );
}

/** Google's paging: the token is the index of the next model. */
function pageOf(
  models: readonly ListedModel[],
  query: Readonly<Record<string, string | undefined>>,
): JsonObject {
  const size = wholeNumber(query['pageSize'], 'pageSize', GEMINI_PAGE);
  const start = wholeNumber(query['pageToken'], 'pageToken', 0);
  const end = start + Math.min(size === 0 ? GEMINI_PAGE : size, GEMINI_PAGE_MAX);
  const page = models.slice(start, end).map((model) => model.raw);
  return end < models.length ? { models: page, nextPageToken: String(end) } : { models: page };
}

function wholeNumber(text: string | undefined, name: string, fallback: number): number {
  if (text === undefined || text === '') return fallback;
  if (!/^\d{1,9}$/u.test(text))
    throw new GatewayError('invalid_request', `${name} is not valid.`, { param: name });
  return Number(text);
}

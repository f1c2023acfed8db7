// The simple prompt endpoints: `/v1/generate`, `/generate`, `/gemini-proxy`.

import type { FastifyInstance } from 'fastify';
import type { PromptCache } from '../cache/prompt-cache.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { Secret } from '../lib/secret.ts';
import type { JsonObject } from '../lib/json.ts';
import { answerPrompt, type PromptAnswer } from '../pipeline/answer-prompt.ts';
import type { Gateway } from '../pipeline/gateway.ts';
import { planRoute } from '../pipeline/plan-route.ts';
import { describeHeaders, type RequestContext } from '../pipeline/request-context.ts';
import type { RoutePlan } from '../routing/target.ts';
import { plainDoor, type Door } from './door.ts';
import { handle, type Settlement } from './handle.ts';
import { readJsonBody } from './read-json.ts';
import { renderGenerateError, renderProxyError } from './plain-errors.ts';

/** `cache` undefined: every prompt is asked anew. `defaultModel` rejects with GatewayError when there is none. */
export interface PromptRoutes {
  readonly gateway: Gateway;
  readonly settlement: Settlement;
  readonly cache: PromptCache | undefined;
  /** Characters of a `/gemini-proxy` prompt at most. */
  readonly proxyPromptChars: number;
  /** Providers for `/generate`, best first. */
  readonly fallbackOrder: readonly string[];
  defaultModel(provider: string): Promise<string>;
}

/** An answer in the shape of its endpoint; undefined when the client has left. */
type Served = { readonly answer: PromptAnswer; readonly wire: object } | undefined;

type Serve = (routes: PromptRoutes, context: RequestContext, body: JsonObject) => Promise<Served>;

const generateDoor: Door = { ...plainDoor, renderError: renderGenerateError };
const proxyDoor: Door = { ...plainDoor, renderError: renderProxyError };

/** Adds the three. */
export function addPromptRoutes(app: FastifyInstance, routes: PromptRoutes): void {
  const add = (path: string, door: Door, serve: Serve): void => {
    app.post(path, { config: { door, endpoint: path } }, (request, reply) =>
      handle(routes.settlement, door, path, request, reply, async (context) => {
        const served = await serve(routes, context, readJsonBody(request.body).json);
        if (served === undefined) return;
        context.noteFirstByte();
        const headers = {
          'content-type': 'application/json',
          ...describeHeaders(context, routes.gateway.simulated),
          // The shapes are their clients' and have no place for it.
          ...(served.answer.cut && { 'x-pollux-finish': 'length' }),
        };
        context.sink.send(200, headers, JSON.stringify(served.wire));
      }),
    );
  };
  add('/v1/generate', plainDoor, serveV1Generate);
  add('/generate', generateDoor, serveGenerate);
  add('/gemini-proxy', proxyDoor, serveProxy);
}

async function serveV1Generate(
  routes: PromptRoutes,
  context: RequestContext,
  body: JsonObject,
): Promise<Served> {
  const prompt = readPrompt(body);
  const model = readText(body, 'model') ?? (await routes.defaultModel('gemini'));
  const plan = await planRoute(routes.gateway, context, model, 'generateContent');
  const answer = await answerPrompt(routes.gateway, routes.cache, context, { prompt, model, plan });
  if (answer === undefined) return undefined;
  return { answer, wire: { response: answer.text, model: answer.model, cached: answer.cached } };
}

/** Names as this endpoint's clients spell them. */
const PROVIDER_NAMES: Readonly<Record<string, string>> = {
  openai: 'OpenAI',
  gemini: 'Gemini',
  anthropic: 'Anthropic',
};

async function serveGenerate(
  routes: PromptRoutes,
  context: RequestContext,
  body: JsonObject,
): Promise<Served> {
  const prompt = readPrompt(body);
  const asked = readText(body, 'provider')?.toLowerCase();
  if (asked !== undefined && !Object.hasOwn(PROVIDER_NAMES, asked)) {
    throw new GatewayError('invalid_request', 'provider must be "OpenAI", "Gemini" or "Anthropic".', {
      param: 'provider',
    });
  }
  const plan = await planProviders(routes, context, asked === undefined ? routes.fallbackOrder : [asked]);
  const answer = await answerPrompt(routes.gateway, routes.cache, context, { prompt, model: '', plan });
  if (answer === undefined) return undefined;
  const provider = PROVIDER_NAMES[answer.provider] ?? answer.provider;
  return { answer, wire: { provider, output: answer.text, cached: answer.cached } };
}

async function planProviders(
  routes: PromptRoutes,
  { client }: RequestContext,
  names: readonly string[],
): Promise<RoutePlan> {
  const usable = names.filter((name) => routes.gateway.providers.has(name));
  const planned = await Promise.allSettled(
    usable.map(async (provider) => ({ provider, model: await routes.defaultModel(provider) })),
  );
  // A provider that cannot even be asked for its models is passed over like one that fails.
  const targets = planned.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const [first] = planned;
  if (targets.length === 0 && first?.status === 'rejected') throw first.reason;
  if (targets.length === 0) {
    throw new GatewayError(
      'not_supported',
      `Of the providers asked for (${names.join(', ')}) none is configured.`,
    );
  }
  const allowed = targets.filter(({ model }) => client.mayUse(model));
  if (allowed.length === 0) {
    const models = targets.map(({ model }) => model).join(', ');
    throw new GatewayError('forbidden', `The client key of ${client.name} may not use ${models}.`);
  }
  return { targets: allowed };
}

async function serveProxy(routes: PromptRoutes, context: RequestContext, body: JsonObject): Promise<Served> {
  const prompt = readPrompt(body);
  if (prompt.length > routes.proxyPromptChars && Array.from(prompt).length > routes.proxyPromptChars) {
    throw new GatewayError(
      'invalid_request',
      `prompt is longer than ${routes.proxyPromptChars} characters.`,
      { param: 'prompt' },
    );
  }
  const model = readText(body, 'model');
  const key = readText(body, 'api_key');
  if ((model === undefined) !== (key === undefined)) {
    throw new GatewayError('invalid_request', 'Send both model and api_key, or neither.', {
      param: model === undefined ? 'model' : 'api_key',
    });
  }
  if (model !== undefined && !/^(?:models\/)?[a-z0-9][\w.-]{1,99}$/iu.test(model)) {
    throw new GatewayError('invalid_request', 'model is not a valid model name.', { param: 'model' });
  }
  if (key !== undefined && !/^[\w.~-]{10,256}$/u.test(key)) {
    throw new GatewayError('invalid_request', 'api_key is not a valid key.', { param: 'api_key' });
  }
  const callerKey = key === undefined ? undefined : new Secret(key);
  const name = model ?? (await routes.defaultModel('gemini'));
  const plan = await planRoute(routes.gateway, context, name, 'generateContent');
  const answer = await answerPrompt(routes.gateway, routes.cache, context, {
    prompt,
    model: name,
    plan,
    callerKey,
  });
  if (answer === undefined) return undefined;
  const data = { response: answer.text, model: answer.model, time: Math.round(context.elapsedMs()) };
  return { answer, wire: { result: 'OK', data } };
}

function readPrompt(body: JsonObject): string {
  const { prompt } = body;
  if (typeof prompt !== 'string' || prompt.trim() === '') {
    throw new GatewayError('invalid_request', 'prompt must be a text that is not empty.', {
      param: 'prompt',
    });
  }
  return prompt;
}

function readText(body: JsonObject, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string')
    throw new GatewayError('invalid_request', `${name} must be a text.`, { param: name });
  return value;
}

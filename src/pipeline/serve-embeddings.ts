// OpenAI's embeddings on whatever provider serves the model: relayed to OpenAI itself, else translated; long lists then go
// out in several calls.

import type { EmbeddingAnswer, EmbeddingRequest } from '../canon/embedding.ts';
import { parseEmbeddings, renderEmbeddings } from '../dialects/openai-chat/embeddings.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { JsonObject } from '../lib/json.ts';
import type { RoutePlan, Target } from '../routing/target.ts';
import { callJson } from './call-json.ts';
import type { Gateway } from './gateway.ts';
import { planRoute } from './plan-route.ts';
import { relayWhole } from './relay-whole.ts';
import { describeHeaders, type RequestContext } from './request-context.ts';
import { runAttempts } from './run-attempts.ts';
import type { TaskRelay } from './task.ts';

/** Serves `/v1/embeddings`. */
export async function serveEmbeddings(
  gateway: Gateway,
  context: RequestContext,
  body: JsonObject,
  relay: TaskRelay,
): Promise<void> {
  const { model } = body;
  if (typeof model === 'string' && model !== '') {
    const plan = await planRoute(gateway, context, model, 'embedContent');
    const relays = ({ provider }: Target): boolean =>
      gateway.providers.get(provider)?.embedder?.relays === true;
    if (plan.targets.every(relays)) return relayEmbeddings(gateway, context, body, plan, relay);
  }
  const { request, encoding } = parseEmbeddings(body);
  const answer = await embed(gateway, context, request);
  if (answer === undefined) return;
  const headers = { 'content-type': 'application/json', ...describeHeaders(context, gateway.simulated) };
  context.sink.send(200, headers, JSON.stringify(renderEmbeddings(answer, encoding)));
}

async function relayEmbeddings(
  gateway: Gateway,
  context: RequestContext,
  body: JsonObject,
  { targets }: RoutePlan,
  relay: TaskRelay,
): Promise<void> {
  const estimatedTokens = Math.ceil(JSON.stringify(body['input'] ?? '').length / 4);
  const answer = await runAttempts(
    gateway,
    context,
    { targets, estimatedTokens, failFast: false },
    (route) => {
      const face = relay.createFace();
      const call = relay.call(route.runtime.embedder?.path(route.model) ?? '', route.model);
      return relayWhole(gateway, context, route, { call, face, passedHeaders: relay.passedHeaders });
    },
  );
  if (answer === undefined) return;
  context.noteFirstByte();
  context.sink.send(200, { ...answer.headers, ...describeHeaders(context, gateway.simulated) }, answer.body);
}

/** The vectors, from whatever provider serves the model; undefined when the client has left. */
export async function embed(
  gateway: Gateway,
  context: RequestContext,
  request: EmbeddingRequest,
): Promise<EmbeddingAnswer | undefined> {
  const plan = await planRoute(gateway, context, request.model, 'embedContent');
  const vectors: (readonly number[])[] = [];
  for (const inputs of chunksFor(gateway, plan, request.inputs)) {
    const part = await embedChunk(gateway, context, plan, { ...request, inputs });
    if (part === undefined) return undefined;
    vectors.push(...part);
  }
  context.noteFirstByte();
  // Google counts no tokens for embeddings.
  const inputTokens = estimateTexts(request.inputs);
  context.usage = { inputTokens, totalTokens: inputTokens, estimated: true };
  return { model: context.modelGiven || request.model, vectors, usage: context.usage };
}

function embedChunk(
  gateway: Gateway,
  context: RequestContext,
  plan: RoutePlan,
  request: EmbeddingRequest,
): Promise<readonly (readonly number[])[] | undefined> {
  const targets = plan.targets.filter(
    (target) => gateway.providers.get(target.provider)?.embedder !== undefined,
  );
  if (targets.length === 0)
    throw new GatewayError('not_supported', `${request.model} cannot embed texts here.`);
  return callJson(
    gateway,
    context,
    { targets, estimatedTokens: estimateTexts(request.inputs), failFast: false },
    ({ runtime, model }) => {
      const rendered = runtime.embedder?.render({ ...request, model });
      return { method: 'POST', path: runtime.embedder?.path(model) ?? '', body: JSON.stringify(rendered) };
    },
    (answer, { runtime, model }) => runtime.embedder?.parse(answer, { ...request, model }),
  );
}

function chunksFor(gateway: Gateway, plan: RoutePlan, inputs: readonly string[]): (readonly string[])[] {
  const limits = plan.targets.map(
    (target) => gateway.providers.get(target.provider)?.embedder?.maxInputs ?? Infinity,
  );
  const size = Math.min(...limits, inputs.length);
  const chunks: (readonly string[])[] = [];
  for (let at = 0; at < inputs.length; at += size) chunks.push(inputs.slice(at, at + size));
  return chunks;
}

function estimateTexts(texts: readonly string[]): number {
  let bytes = 0;
  for (const text of texts) bytes += Buffer.byteLength(text);
  return Math.ceil(bytes / 4);
}

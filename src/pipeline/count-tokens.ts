// Anthropic's token count on whatever provider serves the model. It never fails for want of quota: then it estimates.

import { estimateTokens } from '../canon/estimate-tokens.ts';
import { createLoss } from '../canon/loss.ts';
import type { CanonRequest } from '../canon/request.ts';
import { parseCountTokens, renderCountTokens } from '../dialects/anthropic-messages/count-tokens.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { spliceString } from '../lib/json-splice.ts';
import type { JsonObject } from '../lib/json.ts';
import { callJson } from './call-json.ts';
import type { Gateway } from './gateway.ts';
import { planRoute } from './plan-route.ts';
import { describeHeaders, type RequestContext } from './request-context.ts';

/** Counting is worth one quick call, not a wait. */
const COUNT_RETRY = { maxAttempts: 1, preferWaitMs: 0, waitForKeyMs: 0, deadlineMs: 10_000 };

/** What an Anthropic client sent: goes on as it is where its own vendor counts. */
export interface OriginalCount {
  readonly bytes: Buffer;
  readonly json: JsonObject;
}

/** Serves `/v1/messages/count_tokens`. Throws GatewayError for requests that are themselves wrong. */
export async function countTokens(
  gateway: Gateway,
  context: RequestContext,
  original: OriginalCount,
): Promise<void> {
  const request = parseCountTokens(original.json, createLoss());
  const tokens = await countRequestTokens(gateway, context, request, original);
  const headers = { 'content-type': 'application/json', ...describeHeaders(context, gateway.simulated) };
  context.sink.send(200, headers, JSON.stringify(renderCountTokens(tokens)));
}

/** What the provider counts, else an estimate. */
export async function countRequestTokens(
  gateway: Gateway,
  context: RequestContext,
  request: CanonRequest,
  original?: OriginalCount,
): Promise<number> {
  return (await askProvider(gateway, context, request, original)) ?? estimateTokens(request);
}

async function askProvider(
  gateway: Gateway,
  context: RequestContext,
  request: CanonRequest,
  original: OriginalCount | undefined,
): Promise<number | undefined> {
  const plan = await planRoute(gateway, context, request.model, 'generateContent');
  const targets = plan.targets.filter(
    (target) => gateway.providers.get(target.provider)?.tokenCounter !== undefined,
  );
  // Remote media would have to be fetched only to be counted.
  if (targets.length === 0 || hasRemoteMedia(request)) return undefined;
  const hasty: Gateway = { ...gateway, retry: { ...gateway.retry, ...COUNT_RETRY } };
  try {
    return await callJson(
      hasty,
      context,
      { targets, estimatedTokens: 0, purpose: 'count', failFast: false },
      ({ runtime, model }) => {
        const path = runtime.tokenCounter?.path(model) ?? '';
        if (original !== undefined && runtime.provider.dialect === 'anthropic-messages')
          return { method: 'POST', path, body: renamed(original, model) };
        const recallSignature = (callId: string): string | undefined =>
          gateway.signatures.recall(context.client.name, callId);
        const rendered = runtime.tokenCounter?.render(request, {
          loss: createLoss(),
          model,
          recallSignature,
        });
        return { method: 'POST', path, body: JSON.stringify(rendered) };
      },
      (answer, { runtime }) => runtime.tokenCounter?.parse(answer),
    );
  } catch (error) {
    if (error instanceof GatewayError) return undefined;
    throw error;
  }
}

/** The same bytes with the provider's name of the model. */
function renamed({ bytes, json }: OriginalCount, model: string): Buffer | string {
  return spliceString(bytes, 'model', model) ?? JSON.stringify({ ...json, model });
}

function hasRemoteMedia(request: CanonRequest): boolean {
  return request.messages.some((message) =>
    message.parts.some((part) => part.type === 'media' && part.source.type === 'url'),
  );
}

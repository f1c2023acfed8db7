// Google's smaller methods (counts, embeddings): bytes in, bytes out where the provider speaks Gemini, else translated.

import type { JsonObject } from '../lib/json.ts';
import type { ProviderCall } from './call-whole.ts';
import type { Gateway } from './gateway.ts';
import { planRoute, type ModelMethod } from './plan-route.ts';
import { relayWhole } from './relay-whole.ts';
import { describeHeaders, type RequestContext } from './request-context.ts';
import { runAttempts, type AttemptPlan, type Route } from './run-attempts.ts';

/** `body` is as sent; its length alone gives the estimate of its tokens. */
export interface NativeRequest {
  readonly model: string;
  readonly method: ModelMethod;
  readonly body: Buffer;
  call(route: Route): ProviderCall;
  /** The answer where another provider serves the model; undefined when the client has left. Throws GatewayError. */
  translate(): Promise<JsonObject | undefined>;
}

/** Answer headers of Google's that mean something to its clients. */
export const GEMINI_HEADERS = ['content-type', 'x-gemini-service-tier', 'vary'] as const;

/** Serves one call. Throws GatewayError. */
export async function serveNative(
  gateway: Gateway,
  context: RequestContext,
  request: NativeRequest,
): Promise<void> {
  const plan = await planRoute(gateway, context, request.model, request.method);
  const targets = plan.targets.filter(
    (target) => gateway.providers.get(target.provider)?.provider.dialect === 'gemini',
  );
  if (targets.length === 0) {
    const translated = await request.translate();
    if (translated === undefined) return;
    const headers = { 'content-type': 'application/json', ...describeHeaders(context, gateway.simulated) };
    context.sink.send(200, headers, JSON.stringify(translated));
    return;
  }
  const attempts: AttemptPlan = {
    targets,
    estimatedTokens: Math.ceil(request.body.length / 4),
    purpose: context.endpoint.endsWith(':countTokens') ? 'count' : undefined,
    failFast: false,
  };
  const answer = await runAttempts(gateway, context, attempts, (route) =>
    relayWhole(gateway, context, route, {
      call: request.call(route),
      face: undefined,
      passedHeaders: GEMINI_HEADERS,
    }),
  );
  if (answer === undefined) return;
  context.noteFirstByte();
  context.sink.send(200, { ...answer.headers, ...describeHeaders(context, gateway.simulated) }, answer.body);
}

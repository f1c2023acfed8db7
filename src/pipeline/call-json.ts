// A provider call that answers a small JSON value, with failover: counts, embeddings.

import { GatewayError } from '../errors/gateway-error.ts';
import { tryParseJson, type JsonValue } from '../lib/json.ts';
import { callWhole, type ProviderCall } from './call-whole.ts';
import type { Gateway } from './gateway.ts';
import type { RequestContext } from './request-context.ts';
import { runAttempts, type AttemptPlan, type Route } from './run-attempts.ts';

/** Calls and reads. A body that `read` finds no answer in is a broken one: another route is tried. */
export function callJson<T>(
  gateway: Gateway,
  context: RequestContext,
  attempts: AttemptPlan,
  build: (route: Route) => ProviderCall,
  read: (body: JsonValue, route: Route) => T | undefined,
): Promise<T | undefined> {
  return runAttempts<T>(gateway, context, attempts, async (route) => {
    const result = await callWhole(route, build(route), gateway.maxAnswerBytes, context.sink);
    if (result.type !== 'answer') return result;
    const body = tryParseJson(result.answer.body.toString('utf8'));
    const value = body === undefined ? undefined : readSafely(() => read(body, route));
    if (value === undefined) return { type: 'failed', failure: { type: 'broken', reason: 'malformed' } };
    return { type: 'done', value, firstByteMs: result.answer.firstByteMs };
  });
}

function readSafely<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof GatewayError) return undefined;
    throw error;
  }
}

// Part of the composition root: what the pipeline is handed, out of the settings and the rooms beside it.

import type { Settings } from '../config/settings.ts';
import type { Gateway } from '../pipeline/gateway.ts';
import { createHedgePolicy } from '../pipeline/hedge-policy.ts';
import { createSignatureMemory } from '../pipeline/signature-memory.ts';
import type { ModelCatalog } from '../routing/model-catalog.ts';
import type { Router } from '../routing/resolve-model.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** What is handed on as it is, and the rooms that the rest is made from. */
export interface GatewayParts extends Pick<
  Gateway,
  'clock' | 'random' | 'providers' | 'redact' | 'fetchMedia' | 'maxAnswerBytes' | 'simulated'
> {
  readonly settings: Settings;
  readonly catalogs: ReadonlyMap<string, ModelCatalog>;
  readonly router: Router;
  readonly metrics: Metrics;
}

/** Puts it together. */
export function createGateway(parts: GatewayParts): Gateway {
  const { settings, catalogs, router, metrics, ...given } = parts;
  const { retry, hedging } = settings;
  return {
    ...given,
    retry: {
      maxAttempts: retry.max_attempts,
      sameKeyRetries: retry.same_key_retries,
      preferWaitMs: retry.prefer_wait,
      waitForKeyMs: retry.wait_for_key,
      deadlineMs: retry.deadline,
      onContentPolicy: retry.on_content_policy,
    },
    failFastStreams: settings.stream_failover === 'fail_fast',
    hedging: hedging.enabled ? createHedgePolicy(hedging.budget_percent / 100) : undefined,
    resumeStreams: settings.stream_failover === 'resume',
    strict: settings.strict,
    resolve: (model) => router.resolve(model),
    nearNames: (model) => router.nearNames(model),
    listedModels: (provider) => catalogs.get(provider)?.names() ?? [],
    outputTokenLimit: ({ provider, model }) =>
      smallest(catalogs.get(provider)?.find(model)?.entry.outputTokenLimit, settings.max_tokens_limit),
    canDo: ({ provider, model }, method) =>
      catalogs.get(provider)?.find(model)?.entry.methods?.includes(method),
    inputTokenLimit: ({ provider, model }) => catalogs.get(provider)?.find(model)?.entry.inputTokenLimit,
    signatures: createSignatureMemory(),
    noteAttempt: metrics.attempt,
    noteVerdict: metrics.verdict,
    noteHedge: metrics.hedge,
    noteLostTokens: metrics.tokens,
    noteResume: metrics.resume,
  };
}

function smallest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

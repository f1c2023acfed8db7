// Part of the composition root: one configured provider with its pool, its connections and its model list.

import { parseGeminiCountTokens, renderGeminiCountTokens } from '../dialects/gemini/count-tokens.ts';
import { parseGeminiEmbeddings, renderGeminiEmbeddings } from '../dialects/gemini/embeddings.ts';
import { parseGeminiModels } from '../dialects/gemini/models.ts';
import { geminiProviderFace } from '../dialects/gemini/provider-face.ts';
import type { ProviderSettings, Settings } from '../config/settings.ts';
import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import type { Embedder, ProviderRuntime, TokenCounter } from '../pipeline/gateway.ts';
import { readModels, type ModelPage } from '../pipeline/read-models.ts';
import { createKeyPool } from '../pool/create-key-pool.ts';
import { geminiProvider } from '../providers/gemini/gemini.ts';
import type { JsonValue } from '../lib/json.ts';
import { createModelCatalog, type ModelCatalog } from '../routing/model-catalog.ts';
import type { PoolStore } from '../store/pool-store.ts';
import { createUpstream } from '../upstream/create-upstream.ts';

export interface ComposedProvider {
  readonly runtime: ProviderRuntime;
  readonly catalog: ModelCatalog;
}

export interface ComposeTools {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: PoolStore;
  redact(text: string): string;
}

/** Builds a provider of type `gemini`. */
export function composeGemini(
  name: string,
  provider: ProviderSettings,
  settings: Settings,
  tools: ComposeTools,
): ComposedProvider {
  const { clock, random, store, redact } = tools;
  const base = new URL(provider.base_url ?? geminiProvider.defaultBaseUrl);
  const cooldown = settings.key_cooldown_minutes;
  const pool = createKeyPool({
    provider: name,
    keys: provider.keys ?? [],
    strategy: provider.strategy,
    clock,
    random,
    dayZone: geminiProvider.dayZone,
    cooldownMinutes: cooldown ?? undefined,
    maxFailuresThreshold: settings.max_failures_threshold,
    temporaryBlockMinutes: settings.temporary_block_minutes,
    breaker: {
      failureThreshold: settings.circuit_breaker.failure_threshold,
      recoveryTimeoutMs: settings.circuit_breaker.recovery_timeout_secs * 1000,
      successThreshold: settings.circuit_breaker.success_threshold,
    },
    saved: store.load(name),
    onChange: (change) => store.save(name, change),
  });
  const { timeouts } = settings;
  const runtime: ProviderRuntime = {
    provider: { ...geminiProvider, name },
    face: geminiProviderFace,
    pool,
    upstream: createUpstream({ connectTimeoutMs: timeouts.connect, proxy: provider.proxy?.reveal() }),
    origin: base.origin,
    prefix: base.pathname.replace(/\/$/u, ''),
    clocks: {
      connectMs: timeouts.connect,
      headersMs: timeouts.headers,
      firstTokenMs: timeouts.first_token,
      idleMs: timeouts.idle,
    },
    clock,
    tokenCounter: geminiTokenCounter,
    embedder: geminiEmbedder,
  };
  const catalog = createModelCatalog(() => readModels(runtime, modelsPath(), readGeminiPage, redact), clock);
  return { runtime, catalog };
}

const geminiTokenCounter: TokenCounter = {
  path: (model) => `/v1beta/models/${encodeURIComponent(model)}:countTokens`,
  render: renderGeminiCountTokens,
  parse: parseGeminiCountTokens,
};

const geminiEmbedder: Embedder = {
  maxInputs: 100,
  path: (model) => `/v1beta/models/${encodeURIComponent(model)}:batchEmbedContents`,
  render: renderGeminiEmbeddings,
  parse: (body, request) => parseGeminiEmbeddings(body, request).vectors,
};

/** Google's default page holds 50 models: less than there are. */
function modelsPath(token?: string): string {
  return `/v1beta/models?pageSize=1000${token === undefined ? '' : `&pageToken=${encodeURIComponent(token)}`}`;
}

function readGeminiPage(body: JsonValue): ModelPage {
  const { models, nextPageToken } = parseGeminiModels(body);
  return { models, nextPath: nextPageToken === undefined ? undefined : modelsPath(nextPageToken) };
}

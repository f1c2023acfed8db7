// Part of the composition root: what each type of provider is made of.

import type { ProviderSettings } from '../config/settings.ts';
import { parseAnthropicModels } from '../dialects/anthropic-messages/parse-models.ts';
import {
  parseAnthropicCountTokens,
  renderAnthropicCountTokens,
} from '../dialects/anthropic-messages/provider-count-tokens.ts';
import { anthropicMessagesProviderFace } from '../dialects/anthropic-messages/provider-face.ts';
import { parseGeminiCountTokens, renderGeminiCountTokens } from '../dialects/gemini/count-tokens.ts';
import { parseGeminiEmbeddings, renderGeminiEmbeddings } from '../dialects/gemini/embeddings.ts';
import {
  drawingModels,
  hearingModels,
  interpretingModels,
  speakingModels,
} from '../dialects/gemini/media-models.ts';
import { parseGeminiModels } from '../dialects/gemini/models.ts';
import { geminiProviderFace } from '../dialects/gemini/provider-face.ts';
import { parseOpenaiModels } from '../dialects/openai-chat/parse-models.ts';
import {
  parseOpenaiEmbeddings,
  renderOpenaiEmbeddings,
} from '../dialects/openai-chat/provider-embeddings.ts';
import type { ProviderFace } from '../dialects/dialect.ts';
import type { JsonValue } from '../lib/json.ts';
import type { Abilities, Embedder, TokenCounter } from '../pipeline/gateway.ts';
import type { FaceChoice } from '../pipeline/runtime-face.ts';
import type { ModelPage } from '../pipeline/read-models.ts';
import {
  ANTHROPIC_COUNT_PATH,
  anthropicModelsPath,
  anthropicProvider,
} from '../providers/anthropic/anthropic.ts';
import { createCompatibleProvider, findCompatible } from '../providers/compatible/compatible-providers.ts';
import { geminiProvider } from '../providers/gemini/gemini.ts';
import { openaiProvider } from '../providers/openai/openai.ts';
import { openaiApiFor } from '../providers/openai/openai-api.ts';
import { openaiQuirks } from '../providers/openai/openai-quirks.ts';
import type { Provider } from '../providers/provider.ts';
import { chooseOpenaiFace } from './choose-openai-face.ts';

/** What cannot be counted, embedded or judged by a provider of the kind is left undefined. */
export interface ProviderKind {
  readonly provider: Provider;
  readonly faceFor: FaceChoice;
  /** Path of the first page of the model list; undefined where the service has none. */
  readonly modelsPath: string | undefined;
  readModelPage(body: JsonValue): ModelPage;
  readonly tokenCounter?: TokenCounter | undefined;
  readonly embedder?: Embedder | undefined;
  readonly abilities?: Abilities | undefined;
}

/** The kind of a configured provider. */
export function providerKindOf(name: string, settings: ProviderSettings): ProviderKind {
  switch (settings.type) {
    case 'gemini':
      return geminiKind;
    case 'openai':
      return openaiKind(name, settings.api);
    case 'anthropic':
      return anthropicKind;
    case 'openai-compatible':
      return compatibleKind(name, settings.api);
  }
}

function onlyFace({ dialect, chatPath }: Provider, face: ProviderFace): FaceChoice {
  const only = { dialect, face, chatPath };
  return () => only;
}

const geminiKind: ProviderKind = {
  provider: geminiProvider,
  faceFor: onlyFace(geminiProvider, geminiProviderFace),
  // Google's default page holds 50 models: less than there are.
  modelsPath: geminiModelsPath(),
  readModelPage(body) {
    const { models, nextPageToken } = parseGeminiModels(body);
    return { models, nextPath: nextPageToken === undefined ? undefined : geminiModelsPath(nextPageToken) };
  },
  tokenCounter: {
    path: (model) => `/v1beta/models/${encodeURIComponent(model)}:countTokens`,
    render: renderGeminiCountTokens,
    parse: parseGeminiCountTokens,
  },
  embedder: {
    maxInputs: 100,
    path: (model) => `/v1beta/models/${encodeURIComponent(model)}:batchEmbedContents`,
    render: renderGeminiEmbeddings,
    parse: (body, request) => parseGeminiEmbeddings(body, request).vectors,
  },
  abilities: {
    draws: drawingModels,
    speaks: speakingModels,
    hears: hearingModels,
    interprets: interpretingModels,
  },
};

function geminiModelsPath(token?: string): string {
  return `/v1beta/models?pageSize=1000${token === undefined ? '' : `&pageToken=${encodeURIComponent(token)}`}`;
}

const anthropicKind: ProviderKind = {
  provider: anthropicProvider,
  faceFor: onlyFace(anthropicProvider, anthropicMessagesProviderFace),
  modelsPath: anthropicModelsPath(),
  readModelPage(body) {
    const { models, afterId } = parseAnthropicModels(body);
    return { models, nextPath: afterId === undefined ? undefined : anthropicModelsPath(afterId) };
  },
  tokenCounter: {
    path: () => ANTHROPIC_COUNT_PATH,
    render: renderAnthropicCountTokens,
    parse: parseAnthropicCountTokens,
  },
};

function openaiKind(name: string, api: ProviderSettings['api']): ProviderKind {
  return {
    provider: openaiProvider,
    faceFor: chooseOpenaiFace(api, openaiApiFor, openaiQuirks, {
      chat: openaiProvider.chatPath,
      responses: () => '/responses',
    }),
    modelsPath: '/models',
    readModelPage: (body) => parseOpenaiModels(body, name),
    embedder: { ...openaiEmbedder, relays: true },
  };
}

function compatibleKind(name: string, api: ProviderSettings['api']): ProviderKind {
  const descriptor = findCompatible(name);
  const { embeddings, models } = descriptor.paths;
  return {
    provider: createCompatibleProvider(name, descriptor),
    // Few have Responses, and none says for which models.
    faceFor: chooseOpenaiFace(api, () => 'openai-chat', descriptor.quirks, descriptor.paths),
    modelsPath: models,
    readModelPage: (body) => parseOpenaiModels(body, name),
    // Who answers conversations with pictures can be asked for one.
    abilities: descriptor.quirks.imageOutput ? { draws: /^/u } : undefined,
    embedder: embeddings && { ...openaiEmbedder, maxInputs: descriptor.maxEmbeddingInputs, path: embeddings },
  };
}

const openaiEmbedder: Embedder = {
  maxInputs: 2048,
  path: () => '/embeddings',
  render: renderOpenaiEmbeddings,
  parse: (body, request) => parseOpenaiEmbeddings(body, request).vectors,
};

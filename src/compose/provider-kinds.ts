// Part of the composition root: what each type of provider is made of.

import type { ChatQuirks } from '../canon/chat-quirks.ts';
import type { MediaPart } from '../canon/content.ts';
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
import { createOpenaiChatProviderFace } from '../dialects/openai-chat/provider-face.ts';
import { openaiResponsesProviderFace } from '../dialects/openai-responses/provider-face.ts';
import type { ProviderFace } from '../dialects/dialect.ts';
import type { JsonValue } from '../lib/json.ts';
import type { Abilities, Embedder, TokenCounter } from '../pipeline/gateway.ts';
import type { RuntimeFace } from '../pipeline/runtime-face.ts';
import type { ModelPage } from '../pipeline/read-models.ts';
import {
  ANTHROPIC_COUNT_PATH,
  anthropicModelsPath,
  anthropicProvider,
} from '../providers/anthropic/anthropic.ts';
import { createCompatibleProvider, findCompatible } from '../providers/compatible/compatible-providers.ts';
import { geminiProvider } from '../providers/gemini/gemini.ts';
import { openaiProvider } from '../providers/openai/openai.ts';
import { openaiQuirks } from '../providers/openai/openai-quirks.ts';
import type { Provider } from '../providers/provider.ts';

export interface ProviderKind {
  readonly provider: Provider;
  readonly face: ProviderFace;
  /** Path of the first page of the model list; undefined where the service has none. */
  readonly modelsPath: string | undefined;
  readModelPage(body: JsonValue): ModelPage;
  /** Languages that it speaks beside its usual one. */
  readonly alternatives?: readonly RuntimeFace[] | undefined;
  /** Kinds of media its models take; undefined: all. */
  readonly media?: ReadonlySet<MediaPart['kind']> | undefined;
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
      return openaiKind(name);
    case 'anthropic':
      return anthropicKind;
    case 'openai-compatible':
      return compatibleKind(name);
  }
}

const geminiKind: ProviderKind = {
  provider: geminiProvider,
  face: geminiProviderFace,
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
  face: anthropicMessagesProviderFace,
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

function openaiKind(name: string): ProviderKind {
  return {
    provider: openaiProvider,
    face: createOpenaiChatProviderFace(openaiQuirks),
    alternatives: [
      { dialect: 'openai-responses', face: openaiResponsesProviderFace, chatPath: () => '/responses' },
    ],
    modelsPath: '/models',
    readModelPage: (body) => parseOpenaiModels(body, name),
    embedder: { ...openaiEmbedder, relays: true },
  };
}

function compatibleKind(name: string): ProviderKind {
  const descriptor = findCompatible(name);
  const { embeddings, models } = descriptor.paths;
  return {
    provider: createCompatibleProvider(name, descriptor),
    face: createOpenaiChatProviderFace(descriptor.quirks),
    media: mediaOf(descriptor.quirks),
    modelsPath: models,
    readModelPage: (body) => parseOpenaiModels(body, name),
    // Who answers conversations with pictures can be asked for one.
    abilities: descriptor.quirks.imageOutput ? { draws: /^/u } : undefined,
    embedder: embeddings && { ...openaiEmbedder, maxInputs: descriptor.maxEmbeddingInputs, path: embeddings },
  };
}

/** What a service calls a file is a document here. */
function mediaOf(quirks: ChatQuirks): ReadonlySet<MediaPart['kind']> {
  const kinds = new Set<MediaPart['kind']>();
  for (const kind of quirks.media) {
    if (kind === 'file') kinds.add('document');
    else if (kind !== 'image-url') kinds.add(kind);
  }
  return kinds;
}

const openaiEmbedder: Embedder = {
  maxInputs: 2048,
  path: () => '/embeddings',
  render: renderOpenaiEmbeddings,
  parse: (body, request) => parseOpenaiEmbeddings(body, request).vectors,
};

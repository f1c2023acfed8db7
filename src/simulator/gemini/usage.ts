// usageMetadata: cumulative, the cached tokens included in the prompt's, thoughts beside the candidates'.
// https://ai.google.dev/api/generate-content#usagemetadata
import type { JsonObject } from '../../lib/json.ts';

/** Token counts; `cachedTokens` are part of `promptTokens`, no other two overlap. */
export interface GeminiUsage {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly thoughtTokens: number;
  readonly answerTokens: number;
  readonly toolUseTokens: number;
}

/** Renders `usageMetadata`. */
export function renderUsage(usage: GeminiUsage, modality = 'TEXT'): JsonObject {
  const { promptTokens, cachedTokens, thoughtTokens, answerTokens, toolUseTokens } = usage;
  const metadata: JsonObject = { promptTokenCount: promptTokens };
  if (answerTokens > 0) metadata['candidatesTokenCount'] = answerTokens;
  metadata['totalTokenCount'] = promptTokens + thoughtTokens + answerTokens + toolUseTokens;
  if (cachedTokens > 0) metadata['cachedContentTokenCount'] = cachedTokens;
  metadata['promptTokensDetails'] = [{ modality: 'TEXT', tokenCount: promptTokens }];
  if (cachedTokens > 0) metadata['cacheTokensDetails'] = [{ modality: 'TEXT', tokenCount: cachedTokens }];
  if (answerTokens > 0 && modality !== 'TEXT')
    metadata['candidatesTokensDetails'] = [{ modality, tokenCount: answerTokens }];
  if (toolUseTokens > 0) metadata['toolUsePromptTokenCount'] = toolUseTokens;
  if (thoughtTokens > 0) metadata['thoughtsTokenCount'] = thoughtTokens;
  return metadata;
}

// Google's usageMetadata → canonical usage.
// https://ai.google.dev/api/generate-content#UsageMetadata

import type { Usage } from '../../canon/usage.ts';
import { asObject } from '../../lib/json.ts';
import { wireNumber } from './wire-number.ts';

/**
 * Reads a `usageMetadata` object; undefined when it is none. `promptTokenCount` already holds the cached tokens;
 * `candidatesTokenCount` leaves out the thoughts, and is absent when zero. The figures of a stream are cumulative.
 */
export function readGeminiUsage(usageMetadata: unknown): Usage | undefined {
  const raw = asObject(usageMetadata);
  if (!raw) return undefined;
  const prompt = wireNumber(raw['promptTokenCount']);
  const toolUse = wireNumber(raw['toolUsePromptTokenCount']) ?? 0;
  const thoughts = wireNumber(raw['thoughtsTokenCount']);
  const written = wireNumber(raw['candidatesTokenCount']) ?? wireNumber(raw['responseTokenCount']) ?? 0;
  return {
    inputTokens: prompt === undefined ? undefined : prompt + toolUse,
    cachedInputTokens: wireNumber(raw['cachedContentTokenCount']),
    outputTokens: written + (thoughts ?? 0),
    reasoningTokens: thoughts,
    totalTokens: wireNumber(raw['totalTokenCount']),
    raw,
  };
}

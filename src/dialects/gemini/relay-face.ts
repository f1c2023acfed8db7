// generateContent as traffic that passes through untouched.

import { asNumber, asObject } from '../../lib/json.ts';
import type { RelayFace } from '../dialect.ts';
import { inspectGeminiChunk } from './inspect-chunk.ts';
import { parseGeminiError } from './wire-error.ts';

/** The look at relayed native answers. Google takes both spellings of a field's name. */
export const geminiRelayFace: RelayFace = {
  name: 'gemini',
  inspectEvent: inspectGeminiChunk,
  inspectAnswer: inspectGeminiChunk,
  candidatesAsked({ generationConfig, generation_config }) {
    const config = asObject(generationConfig ?? generation_config);
    return asNumber(config?.['candidateCount'] ?? config?.['candidate_count']) ?? 1;
  },
  parseError: parseGeminiError,
};

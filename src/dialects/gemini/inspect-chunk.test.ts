import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../lib/json.ts';
import type { Inspection } from '../dialect.ts';
import { inspectGeminiChunk } from './inspect-chunk.ts';

const said = (parts: JsonValue, finishReason?: JsonValue) => ({
  candidates: [{ content: { parts }, ...(finishReason !== undefined && { finishReason }) }],
});

const cases: Record<string, { chunk: JsonValue; seen: Partial<Inspection> }> = {
  text: { chunk: said([{ text: 'a' }]), seen: { hasContent: true, finished: false } },
  'a call': { chunk: said([{ functionCall: { name: 'f' } }]), seen: { hasContent: true } },
  'parts as a single object': { chunk: said({ text: 'a' }), seen: { hasContent: true } },
  'an empty text with a signature': {
    chunk: said([{ text: '', thoughtSignature: 'S' }], 'STOP'),
    seen: { hasContent: false, finished: true, answersWithoutContent: false, failed: false },
  },
  'a malformed call': {
    chunk: said([], 'MALFORMED_FUNCTION_CALL'),
    seen: { finished: true, failed: true, answersWithoutContent: false },
  },
  'a filtered answer': {
    chunk: said([], 'SAFETY'),
    seen: { finished: true, failed: false, answersWithoutContent: true },
  },
  'a ceiling that thinking used up': {
    chunk: said([], 'MAX_TOKENS'),
    seen: { answersWithoutContent: true, failed: false },
  },
  'a numbered reason': { chunk: said([], 1), seen: { finished: true } },
  'a refused prompt': {
    chunk: { promptFeedback: { blockReasonMessage: 'm' } },
    seen: { finished: true, answersWithoutContent: true, hasContent: false },
  },
  'ratings of the prompt alone': {
    chunk: { ...said([{ text: 'a' }]), promptFeedback: { safetyRatings: [] } },
    seen: { finished: false },
  },
  'one of two candidates done': {
    chunk: { candidates: [{ finishReason: 'STOP' }, { content: { parts: [{ text: 'a' }] } }] },
    seen: { finished: false, hasContent: true },
  },
  'usage and model alone': {
    chunk: {
      usageMetadata: { promptTokenCount: 3, cachedContentTokenCount: 2, toolUsePromptTokenCount: 4 },
      modelVersion: 'm',
    },
    seen: {
      hasContent: false,
      finished: false,
      model: 'm',
      usage: expect.objectContaining({ inputTokens: 7, cachedInputTokens: 2, outputTokens: 0 }),
    },
  },
  'an error': { chunk: { error: { code: 503 } }, seen: { error: { code: 503 }, hasContent: false } },
  'an error in an array': { chunk: [{ error: { code: 400 } }], seen: { error: { code: 400 } } },
  'no object at all': {
    chunk: 'x',
    seen: { hasContent: false, finished: false, error: undefined, usage: undefined },
  },
};

describe('a look at a native chunk', () => {
  for (const [name, { chunk, seen }] of Object.entries(cases)) {
    it(`sees ${name}`, () => expect(inspectGeminiChunk(chunk)).toMatchObject(seen));
  }
});

import { describe, expect, it } from 'vitest';
import type { FinishKind } from '../../canon/finish.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import { parseGeminiAnswer } from './parse-answer.ts';
import { makeRequest } from './request.fixture.ts';

const request = makeRequest();

function answer(parts: JsonValue[], more: JsonObject = {}, finishReason = 'STOP') {
  return {
    candidates: [{ content: { role: 'model', parts }, finishReason, ...more }],
    modelVersion: 'gemini-3.8-flash',
  };
}

const finishes: Record<string, FinishKind> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'content-filter',
  RECITATION: 'content-filter',
  LANGUAGE: 'content-filter',
  BLOCKLIST: 'content-filter',
  PROHIBITED_CONTENT: 'content-filter',
  SPII: 'content-filter',
  MODEL_ARMOR: 'content-filter',
  IMAGE_SAFETY: 'content-filter',
  IMAGE_PROHIBITED_CONTENT: 'content-filter',
  IMAGE_RECITATION: 'content-filter',
  IMAGE_OTHER: 'content-filter',
  NO_IMAGE: 'failed',
  OTHER: 'failed',
  MALFORMED_FUNCTION_CALL: 'failed',
  UNEXPECTED_TOOL_CALL: 'failed',
  TOO_MANY_TOOL_CALLS: 'failed',
  MISSING_THOUGHT_SIGNATURE: 'failed',
  SOMETHING_NEW: 'failed',
};

describe('why an answer ended', () => {
  for (const [reason, kind] of Object.entries(finishes)) {
    it(`${reason} is ${kind}`, () => {
      const parsed = parseGeminiAnswer(answer([], { finishMessage: 'why' }, reason), request);
      expect(parsed.candidates[0]?.finish).toEqual({ kind, raw: reason, message: 'why' });
    });
  }

  it('a STOP with calls means that tools are to be called', () => {
    const parsed = parseGeminiAnswer(answer([{ functionCall: { name: 'f' } }]), request);
    expect(parsed.candidates[0]?.finish).toEqual({ kind: 'tool-calls', raw: 'STOP' });
  });

  it('numbers stand for the words when enums are asked for as integers', () => {
    const parsed = parseGeminiAnswer({ candidates: [{ finishReason: 2 }] }, request);
    expect(parsed.candidates[0]?.finish).toEqual({ kind: 'length', raw: 'MAX_TOKENS' });
  });

  it('an answer whose thinking used up the ceiling is a length, not a failure', () => {
    const usageMetadata = { promptTokenCount: 14, totalTokenCount: 268, thoughtsTokenCount: 254 };
    const parsed = parseGeminiAnswer({ ...answer([], {}, 'MAX_TOKENS'), usageMetadata }, request);
    expect(parsed.candidates[0]).toEqual({
      index: 0,
      parts: [],
      finish: { kind: 'length', raw: 'MAX_TOKENS' },
    });
    expect(parsed.usage).toMatchObject({
      inputTokens: 14,
      outputTokens: 254,
      reasoningTokens: 254,
      totalTokens: 268,
    });
  });

  it.each([
    [
      { blockReason: 'SAFETY', safetyRatings: [] },
      { kind: 'content-filter', raw: 'SAFETY' },
    ],
    [{ blockReason: 'PROHIBITED_CONTENT' }, { kind: 'content-filter', raw: 'PROHIBITED_CONTENT' }],
    [{ blockReasonMessage: 'Message' }, { kind: 'content-filter', message: 'Message' }],
  ])('a refused prompt is one filtered candidate: %j', (promptFeedback, finish) => {
    for (const candidates of [undefined, []]) {
      const parsed = parseGeminiAnswer({ ...(candidates && { candidates }), promptFeedback }, request);
      expect(parsed.candidates).toEqual([{ index: 0, parts: [], finish }]);
    }
  });

  it('ratings of the prompt alone refuse nothing', () => {
    const parsed = parseGeminiAnswer(
      { ...answer([{ text: 'a' }]), promptFeedback: { safetyRatings: [] } },
      request,
    );
    expect(parsed.candidates[0]?.finish.kind).toBe('stop');
  });

  it.each([
    {},
    [],
    null,
    'text',
    { candidates: [] },
    { candidates: [{ content: { parts: [{ text: 'a' }] } }] },
  ] as JsonValue[])('a body that is no whole answer is said to be incomplete: %j', (body) => {
    expect(() => parseGeminiAnswer(body, request)).toThrow(
      expect.objectContaining({ code: 'incomplete_answer' }),
    );
  });

  it('an error in a body of status 200 is raised, keys masked', () => {
    const key = `AIza${'x'.repeat(35)}`;
    const body = [
      { error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: `Consumer 'api_key:${key}' is out.` } },
    ];
    let caught: unknown;
    try {
      parseGeminiAnswer(body, request);
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({ code: 'rate_limited', options: { providerStatus: 429 } });
    expect(JSON.stringify(caught) + String(caught)).not.toContain(key);
  });
});

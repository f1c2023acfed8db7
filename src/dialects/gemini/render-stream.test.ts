// What Gemini's clients are told, read back with the parser for Gemini's own answers: whole and streamed must agree.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonAnswer } from '../../canon/answer.ts';
import type { ContentPart } from '../../canon/content.ts';
import { createStreamFold } from '../../canon/fold-stream.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asObject, tryParseJson } from '../../lib/json.ts';
import { answer, eventsOf, gemini } from './client-answer.fixture.ts';
import { geminiArrayClientFace, geminiClientFace } from './client-face.ts';
import { parseGeminiAnswer } from './parse-answer.ts';
import { createGeminiStreamParser } from './parse-stream.ts';
import { makeRequest } from './request.fixture.ts';

const request = makeRequest({ stream: true });
const context = { nowMs: 0, requestId: 'req1', request };
const faces = [geminiClientFace, geminiArrayClientFace];

function readBack(wire: string, chunkBytes: number): CanonAnswer | undefined {
  const fold = createStreamFold();
  const parser = createGeminiStreamParser(request, (event) => fold.push(event));
  const bytes = Buffer.from(wire);
  for (let at = 0; at < bytes.length; at += chunkBytes) parser.push(bytes.subarray(at, at + chunkBytes));
  parser.end();
  return fold.answer();
}

function wireOf(answer: CanonAnswer, face = geminiClientFace): string {
  const renderer = face.createStreamRenderer(context);
  return eventsOf(answer)
    .map((event) => renderer.render(event))
    .join('');
}

describe('a stream to a client of Gemini', () => {
  it.each([1, 7, 1 << 20])('says what the whole answer says, in pieces of %i bytes', (chunkBytes) => {
    const expected = parseGeminiAnswer(geminiClientFace.renderAnswer(answer, context), request);
    for (const face of faces) {
      const read = readBack(wireOf(answer, face), chunkBytes);
      expect(read?.candidates[0]?.finish).toEqual(expected.candidates[0]?.finish);
      expect(read?.usage).toEqual(expected.usage);
      expect(withoutCitations(read)).toEqual(withoutCitations(expected));
    }
  });

  it('says what the whole answer says, whatever its parts', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
    const part: fc.Arbitrary<ContentPart> = fc.oneof(
      text.map((value) => ({ type: 'text', text: value, signature: gemini('eA==') }) as const),
      text.map((value) => ({ type: 'reasoning', text: value, signature: gemini('eQ==') }) as const),
      fc
        .record({
          name: fc.stringMatching(/^[a-z]{1,8}$/u),
          args: fc.dictionary(text, fc.integer()),
          id: fc.uuid(),
        })
        .map(
          ({ name, args, id }) =>
            ({
              type: 'tool-call',
              id,
              idFromModel: true,
              name,
              argumentsJson: JSON.stringify(args),
            }) as const,
        ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), fc.integer({ min: 1, max: 40 }), (parts, chunkBytes) => {
        const whole: CanonAnswer = {
          id: 'r',
          model: 'm',
          candidates: [{ index: 0, parts, finish: { kind: 'stop', raw: 'STOP' } }],
        };
        const expected = parseGeminiAnswer(geminiClientFace.renderAnswer(whole, context), request);
        for (const face of faces)
          expect(readBack(wireOf(whole, face), chunkBytes)?.candidates).toEqual(expected.candidates);
      }),
      { numRuns: 100 },
    );
  });

  it('writes server-sent events with CRLF, without names or [DONE], each call whole, the finish last', () => {
    const frames = wireOf(answer).split('\r\n\r\n');
    expect(frames.pop()).toBe('');
    const chunks = frames.map((frame) => asObject(tryParseJson(frame.replace(/^data: /u, ''))) ?? {});
    expect(frames.every((frame) => frame.startsWith('data: {'))).toBe(true);
    expect(
      JSON.stringify(chunks.filter((chunk) => JSON.stringify(chunk).includes('functionCall'))),
    ).toContain('"name":"b","args":{}');
    expect(chunks.map((chunk) => JSON.stringify(chunk).includes('finishReason')).indexOf(true)).toBe(
      chunks.length - 1,
    );
    expect(chunks.at(-1)).toMatchObject({
      usageMetadata: { totalTokenCount: 17 },
      responseId: 'r1',
      modelVersion: 'claude-x',
    });
  });

  it('is one JSON array without alt=sse', () => {
    const renderer = geminiArrayClientFace.createStreamRenderer(context);
    const wire = eventsOf(answer)
      .map((event) => renderer.render(event))
      .join('');
    const chunks = tryParseJson(wire);
    expect(Array.isArray(chunks)).toBe(true);
  });

  it('keeps several candidates apart', () => {
    const two: CanonAnswer = {
      id: 'r',
      model: 'm',
      candidates: [0, 1].map((index) => ({
        index,
        parts: [{ type: 'text', text: `t${index}` }],
        finish: { kind: 'stop', raw: 'STOP' },
      })),
    };
    expect(readBack(wireOf(two), 7)?.candidates).toEqual(two.candidates);
  });

  it('ends a broken stream in an error and nothing else', () => {
    const error = new GatewayError('overloaded', 'The provider is overloaded.');
    const sse = geminiClientFace.createStreamRenderer(context);
    const begun = eventsOf(answer).slice(0, 4);
    const wire = begun.map((event) => sse.render(event)).join('') + sse.render({ type: 'error', error });
    expect(wire.trimEnd().endsWith('}')).toBe(true);
    expect(readBack(wire, 7)).toBeUndefined();
    expect(sse.render({ type: 'answer-end' })).toBe('');
    const array = geminiArrayClientFace.createStreamRenderer(context);
    expect(tryParseJson(array.render({ type: 'error', error }))).toMatchObject([
      { error: { code: 503, status: 'UNAVAILABLE' } },
    ]);
    const later = geminiArrayClientFace.createStreamRenderer(context);
    const text = [...begun, { type: 'error', error } as const].map((event) => later.render(event)).join('');
    expect(tryParseJson(text)).toHaveLength(3);
  });
});

/** Offsets count from another part where the stream is cut. */
function withoutCitations(read: CanonAnswer | undefined): unknown {
  return read?.candidates.map(({ parts }) =>
    parts.map((part) =>
      part.type === 'text' ? { ...part, citations: part.citations?.map(({ url }) => url) } : part,
    ),
  );
}

import { describe, expect, it } from 'vitest';
import type { CanonAnswer } from '../../canon/answer.ts';
import type { ContentPart } from '../../canon/content.ts';
import { createLoss } from '../../canon/loss.ts';
import { asObject, asString, type JsonObject } from '../../lib/json.ts';
import { answer } from './client-answer.fixture.ts';
import { geminiClientFace } from './client-face.ts';
import { makeRequest } from './request.fixture.ts';
import { unmarkSignature } from './signature-mark.ts';

const context = { nowMs: 0, requestId: 'req1', request: makeRequest() };

describe('an answer to a client of Gemini', () => {
  it('is a GenerateContentResponse', () => {
    const body = geminiClientFace.renderAnswer(answer, context);
    expect(JSON.parse(JSON.stringify(body))).toEqual({
      candidates: [
        {
          content: {
            role: 'model',
            parts: [
              { text: 'Grüße …', thought: true, thoughtSignature: 'c2ln' },
              { text: 'Schön 🌧.' },
              { functionCall: { id: 't1', name: 'a', args: { n: Number('12345678901234567890') } } },
              { functionCall: { id: 't2', name: 'b', args: {} }, thoughtSignature: 'Yg==' },
              { inlineData: { mimeType: 'image/png', data: 'AAAA' } },
            ],
          },
          finishReason: 'STOP',
          index: 0,
          groundingMetadata: {
            groundingChunks: [{ web: { uri: 'https://a', title: 'A' } }],
            groundingSupports: [
              {
                segment: { partIndex: 1, startIndex: 0, endIndex: 6, text: 'Schön' },
                groundingChunkIndices: [0],
              },
            ],
          },
        },
      ],
      usageMetadata: {
        promptTokenCount: 10,
        candidatesTokenCount: 4,
        totalTokenCount: 17,
        cachedContentTokenCount: 4,
        thoughtsTokenCount: 3,
      },
      modelVersion: 'claude-x',
      responseId: 'r1',
    });
    expect(JSON.stringify(body)).toContain('"n":12345678901234567890');
  });

  it.each<[CanonAnswer['candidates'][number]['finish'], object]>([
    [{ kind: 'stop' }, { finishReason: 'STOP' }],
    [{ kind: 'stop-sequence', raw: 'stop_sequence' }, { finishReason: 'STOP' }],
    [{ kind: 'length', raw: 'max_tokens' }, { finishReason: 'MAX_TOKENS' }],
    [{ kind: 'content-filter', raw: 'content_filter' }, { finishReason: 'SAFETY' }],
    [{ kind: 'content-filter', raw: 'RECITATION' }, { finishReason: 'RECITATION' }],
    [
      { kind: 'refusal', raw: 'refusal', message: 'No.' },
      { finishReason: 'SAFETY', finishMessage: 'No.' },
    ],
    [{ kind: 'failed', raw: 'MALFORMED_FUNCTION_CALL' }, { finishReason: 'MALFORMED_FUNCTION_CALL' }],
    [{ kind: 'failed', raw: 'reason_of_next_year' }, { finishReason: 'OTHER' }],
  ])('finish %o', (finish, expected) => {
    const body = geminiClientFace.renderAnswer(
      { model: 'm', candidates: [{ index: 0, parts: [], finish }] },
      context,
    );
    expect(body['candidates']).toMatchObject([expected]);
  });

  it("marks another vendor's signatures so that they go back to it alone", () => {
    const parts: ContentPart[] = [
      { type: 'reasoning', text: 'hm', signature: { vendor: 'anthropic', value: 'Er+x/9==' } },
      { type: 'reasoning', text: '', redactedData: 'enc', signature: { vendor: 'anthropic', value: 'enc' } },
    ];
    const body = geminiClientFace.renderAnswer(
      { model: 'm', candidates: [{ index: 0, parts, finish: { kind: 'stop' } }] },
      context,
    );
    const candidate = asObject((body['candidates'] as JsonObject[])[0]);
    const content = asObject(candidate?.['content']) ?? {};
    const wire = (content['parts'] as JsonObject[]).map((part) => asString(part['thoughtSignature']) ?? '');
    for (const value of wire) expect(Buffer.from(value, 'base64').toString('base64')).toBe(value);
    expect(unmarkSignature(wire[0])).toEqual({
      signature: { vendor: 'anthropic', value: 'Er+x/9==' },
      redacted: false,
    });
    const back = geminiClientFace.parseRequest({ model: 'm', contents: [content] }, createLoss());
    expect(back.messages[0]?.parts).toEqual(parts);
  });
});

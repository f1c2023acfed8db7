import { describe, expect, it } from 'vitest';
import type { ContentPart } from '../../canon/content.ts';
import { tryParseJsonExact, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { parseGeminiAnswer } from './parse-answer.ts';
import { makeRequest } from './request.fixture.ts';

const request = makeRequest();

function answer(parts: JsonValue[], more: JsonObject = {}, finishReason = 'STOP') {
  return {
    candidates: [{ content: { role: 'model', parts }, finishReason, ...more }],
    modelVersion: 'gemini-3.8-flash',
  };
}

function partsOf(parts: JsonValue[], more?: JsonObject): readonly ContentPart[] {
  return parseGeminiAnswer(answer(parts, more), request).candidates[0]?.parts ?? [];
}

const signature = (value: string) => ({ vendor: 'gemini', value }) as const;

const parts: Record<string, { wire: JsonValue[]; canon: unknown[] }> = {
  'text parts are joined as they are, without separators': {
    wire: [{ text: 'const a' }, { text: ' = 1;\n' }],
    canon: [{ type: 'text', text: 'const a = 1;\n' }],
  },
  'thoughts never become text': {
    wire: [{ text: 'let me see', thought: true }, { text: 'yes' }],
    canon: [
      { type: 'reasoning', text: 'let me see' },
      { type: 'text', text: 'yes' },
    ],
  },
  'an empty text part with a signature closes the text with it': {
    wire: [{ text: 'yes' }, { text: '', thoughtSignature: 'S' }],
    canon: [{ type: 'text', text: 'yes', signature: signature('S') }],
  },
  'an empty text part without a signature says nothing': { wire: [{ text: '' }], canon: [] },
  'signed parts are not merged with what follows': {
    wire: [{ text: 'a', thoughtSignature: 'S' }, { text: 'b' }],
    canon: [
      { type: 'text', text: 'a', signature: signature('S') },
      { type: 'text', text: 'b' },
    ],
  },
  'a signature on the thought before a call belongs to the call as well': {
    wire: [{ text: 't', thought: true, thoughtSignature: 'S' }, { functionCall: { id: 'x1', name: 'f' } }],
    canon: [
      { type: 'reasoning', text: 't', signature: signature('S') },
      {
        type: 'tool-call',
        id: 'x1',
        idFromModel: true,
        name: 'f',
        argumentsJson: '{}',
        signature: signature('S'),
      },
    ],
  },
  'only the first of parallel calls takes the signature of the thought': {
    wire: [
      { text: '', thought: true, thoughtSignature: 'S' },
      { functionCall: { id: 'x1', name: 'f', args: {} } },
      { functionCall: { id: 'x2', name: 'f', args: null } },
    ],
    canon: [
      { type: 'reasoning', text: '', signature: signature('S') },
      {
        type: 'tool-call',
        id: 'x1',
        idFromModel: true,
        name: 'f',
        argumentsJson: '{}',
        signature: signature('S'),
      },
      { type: 'tool-call', id: 'x2', idFromModel: true, name: 'f', argumentsJson: '{}' },
    ],
  },
  'text beside calls is kept': {
    wire: [
      { text: 'looking' },
      { functionCall: { id: 'x', name: 'f', args: { a: [1] } }, thoughtSignature: 'S' },
    ],
    canon: [
      { type: 'text', text: 'looking' },
      {
        type: 'tool-call',
        id: 'x',
        idFromModel: true,
        name: 'f',
        argumentsJson: '{"a":[1]}',
        signature: signature('S'),
      },
    ],
  },
  'inline data is media of its kind': {
    wire: [{ inlineData: { mimeType: 'image/png', data: 'AAAA' }, thoughtSignature: 'S' }],
    canon: [
      {
        type: 'media',
        kind: 'image',
        mimeType: 'image/png',
        source: { type: 'inline', data: 'AAAA' },
        signature: signature('S'),
      },
    ],
  },
  'streamed arguments are gathered to one call': {
    wire: [
      { functionCall: { name: 'f', id: 'x', willContinue: true }, thoughtSignature: 'S' },
      {
        functionCall: {
          partialArgs: [{ jsonPath: '$.a[0].b', stringValue: 'one ', willContinue: true }],
          willContinue: true,
        },
      },
      { functionCall: { partialArgs: [{ jsonPath: '$.a[0].b', stringValue: 'two' }], willContinue: true } },
      {
        functionCall: {
          partialArgs: [
            { jsonPath: '$.n', numberValue: 0.5 },
            { jsonPath: '$.t', boolValue: true },
          ],
          willContinue: true,
        },
      },
      { functionCall: {} },
    ],
    canon: [
      {
        type: 'tool-call',
        id: 'x',
        idFromModel: true,
        name: 'f',
        argumentsJson: '{"a":[{"b":"one two"}],"n":0.5,"t":true}',
        signature: signature('S'),
      },
    ],
  },
};

describe('parts of an answer', () => {
  for (const [name, { wire, canon }] of Object.entries(parts)) {
    it(`holds: ${name}`, () => expect(partsOf(wire)).toEqual(canon));
  }

  it('code that ran comes as a call and its result, with one id and the wire parts kept', () => {
    const [call, result] = partsOf([
      { executableCode: { language: 'PYTHON', code: 'print(1)' } },
      { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1\n' } },
    ]);
    expect(call).toMatchObject({
      type: 'server-tool',
      phase: 'call',
      name: 'code_execution',
      data: { code: 'print(1)' },
    });
    expect(result).toMatchObject({ phase: 'result', data: { outcome: 'OUTCOME_OK', output: '1\n' } });
    expect(call?.type === 'server-tool' && result?.type === 'server-tool' && call.id === result.id).toBe(
      true,
    );
    expect(call?.extras?.gemini).toEqual({ executableCode: { language: 'PYTHON', code: 'print(1)' } });
  });

  it('calls of Google’s own tools keep their ids and take neutral names', () => {
    const found = partsOf([
      { toolCall: { toolType: 'GOOGLE_SEARCH_WEB', id: 's1', args: { queries: ['x'] } } },
      { toolResponse: { toolType: 'GOOGLE_SEARCH_WEB', id: 's1', response: { ok: true } } },
    ]);
    expect(found).toMatchObject([
      { phase: 'call', id: 's1', name: 'web_search', data: { queries: ['x'] } },
      { phase: 'result', id: 's1', name: 'web_search', data: { ok: true } },
    ]);
  });

  it('big integers in arguments keep their digits', () => {
    const text = JSON.stringify(answer([{ functionCall: { id: 'x', name: 'f', args: { n: 0 } } }])).replace(
      '"n":0',
      '"n":12345678901234567890',
    );
    const parsed = parseGeminiAnswer(tryParseJsonExact(text) ?? null, request);
    expect(parsed.candidates[0]?.parts[0]).toMatchObject({ argumentsJson: '{"n":12345678901234567890}' });
  });
});

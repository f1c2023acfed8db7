import { describe, expect, it } from 'vitest';
import type { CanonRequest } from '../../canon/request.ts';
import { tryParseJson } from '../../lib/json.ts';
import { parseGeminiAnswer } from './parse-answer.ts';
import { makeRequest } from './request.fixture.ts';

const JSON_TEXT = '{"a": "```", "b": [1]}';
const FENCED = `\`\`\`json\n${JSON_TEXT}\n\`\`\``;
const asked = { responseFormat: { type: 'json' } } as const;

function read(parts: readonly object[], request: Partial<CanonRequest> = asked, more: object = {}): unknown {
  const body = JSON.stringify({
    candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP', ...more }],
    modelVersion: 'gemini-3.8-flash',
  });
  const [candidate] = parseGeminiAnswer(tryParseJson(body) ?? null, makeRequest(request)).candidates;
  return candidate?.parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
}

describe('an answer that was to be JSON', () => {
  it.each([
    ['with the language', FENCED],
    ['without it', FENCED.replace('json', '')],
    ['in capitals, with lines around it', `\n${FENCED.replace('json', 'JSON')}\n\n`],
    ['with the line ends of Windows', FENCED.replaceAll('\n', '\r\n')],
  ])('loses the fence around it, %s', (_, text) => {
    expect(read([{ text }])).toEqual([JSON_TEXT]);
    const responseFormat = { type: 'json-schema', schema: { type: 'object' } } as const;
    expect(read([{ text: 'hm', thought: true }, { text }], { responseFormat })).toEqual([JSON_TEXT]);
  });

  it.each([
    ['JSON as it should be', JSON_TEXT],
    ['words before the fence', `Here you are:\n${FENCED}`],
    ['words behind it', `${FENCED}\nDone.`],
    ['two fences', `${FENCED}\n${FENCED}`],
    ['a fence that never closes', FENCED.slice(0, -3)],
    ['a fence around something else', '```json\nnot json\n```'],
    ['a fence of another language', '```yaml\n1\n```'],
  ])('stays as it came: %s', (_, text) => {
    expect(read([{ text }])).toEqual([text]);
  });

  it('stays as it came beside a call', () => {
    expect(read([{ text: FENCED }, { functionCall: { name: 'f' } }])).toEqual([FENCED]);
  });
});

it.each([
  ['nothing', undefined],
  ['text', { type: 'text' } as const],
])('keeps fences when %s was said about the form', (_, responseFormat) => {
  expect(read([{ text: FENCED }], { responseFormat })).toEqual([FENCED]);
});

import { describe, expect, it } from 'vitest';
import type { ContentPart } from '../../canon/content.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import { parseGeminiAnswer } from './parse-answer.ts';
import { makeRequest } from './request.fixture.ts';
import { geminiToolName } from './tool-names.ts';

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

describe('ids and names of calls', () => {
  const call = { functionCall: { name: 'f', args: { a: 1 } } };

  it('ids that the model left out are the same for the same call in the same place, and differ elsewhere', () => {
    const [first, second] = partsOf([call, call]);
    const again = partsOf([call, call]);
    expect([first, second]).toEqual(again);
    expect(first).toMatchObject({ idFromModel: false, id: expect.stringMatching(/^call_[a-z0-9]{23}$/u) });
    expect(first).not.toEqual(second);
    const later = parseGeminiAnswer(
      answer([call]),
      makeRequest({ messages: [...request.messages, ...request.messages] }),
    );
    expect(later.candidates[0]?.parts[0]).not.toEqual(first);
  });

  it('an empty id counts as none', () => {
    expect(partsOf([{ functionCall: { ...call.functionCall, id: '' } }])[0]).toMatchObject({
      idFromModel: false,
    });
  });

  it('aliased tool names come back as the caller spelled them', () => {
    const name = 'mcp/server/a very long name '.repeat(4);
    const tools = [{ type: 'function', name } as const];
    const body = answer([{ functionCall: { id: 'x', name: geminiToolName(name) } }]);
    expect(parseGeminiAnswer(body, makeRequest({ tools })).candidates[0]?.parts[0]).toMatchObject({ name });
  });

  it('a stray default_api prefix is taken off a known tool', () => {
    const tools = [{ type: 'function', name: 'Bash' } as const];
    const body = answer([{ functionCall: { id: 'x', name: 'default_api:Bash' } }]);
    expect(parseGeminiAnswer(body, makeRequest({ tools })).candidates[0]?.parts[0]).toMatchObject({
      name: 'Bash',
    });
  });
});

describe('what stands beside the parts', () => {
  it('the model that answered is named, not the one asked for', () => {
    const parsed = parseGeminiAnswer(
      { ...answer([]), modelVersion: 'gemini-3.7-flash', responseId: 'r1' },
      request,
    );
    expect(parsed).toMatchObject({ id: 'r1', model: 'gemini-3.7-flash' });
  });

  it('several candidates are told apart by index, or by position without one', () => {
    const one = (text: string, index?: number) => ({
      content: { parts: [{ text }] },
      finishReason: 'STOP',
      ...(index !== undefined && { index }),
    });
    const parsed = parseGeminiAnswer({ candidates: [one('a'), one('b', 1), one('c')] }, request);
    expect(parsed.candidates.map(({ index, parts: [part] }) => [index, part])).toEqual([
      [0, { type: 'text', text: 'a' }],
      [1, { type: 'text', text: 'b' }],
      [2, { type: 'text', text: 'c' }],
    ]);
  });

  it('grounding becomes citations whose offsets count UTF-16 units, and a search with its results', () => {
    const text = 'Größe: 5 m 😀. End.';
    const cited = 'Größe: 5 m 😀.';
    const groundingMetadata = {
      webSearchQueries: ['size'],
      groundingChunks: [
        { web: { uri: 'https://a.example', title: 'A' } },
        { web: { uri: 'https://b.example' } },
      ],
      groundingSupports: [
        { segment: { endIndex: Buffer.byteLength(cited), text: cited }, groundingChunkIndices: [0] },
      ],
    };
    const found = partsOf([{ text }], { groundingMetadata });
    expect(found[0]).toEqual({
      type: 'text',
      text,
      citations: [
        { url: 'https://a.example', title: 'A', citedText: cited, start: 0, end: cited.length },
        { url: 'https://b.example' },
      ],
    });
    expect(found.slice(1)).toMatchObject([
      { type: 'server-tool', phase: 'call', name: 'web_search', data: { query: 'size', queries: ['size'] } },
      {
        type: 'server-tool',
        phase: 'result',
        name: 'web_search',
        data: [
          { type: 'web_search_result', url: 'https://a.example', title: 'A' },
          { type: 'web_search_result', url: 'https://b.example', title: 'https://b.example' },
        ],
      },
    ]);
  });

  it('empty grounding says nothing', () => {
    expect(partsOf([{ text: 'a' }], { groundingMetadata: {} })).toEqual([{ type: 'text', text: 'a' }]);
  });

  it('recited passages are cited', () => {
    const citationMetadata = { citationSources: [{ startIndex: 2, endIndex: 5, uri: 'https://a.example' }] };
    expect(partsOf([{ text: 'é234567' }], { citationMetadata })[0]).toMatchObject({
      citations: [{ url: 'https://a.example', start: 1, end: 4 }],
    });
  });

  it('token probabilities take the shape that OpenAI gives them', () => {
    const logprobsResult = {
      chosenCandidates: [{ token: 'é', logProbability: -0.5, tokenId: 9 }],
      topCandidates: [
        {
          candidates: [
            { token: 'é', logProbability: -0.5 },
            { token: 'x', logProbability: -2 },
          ],
        },
      ],
    };
    const parsed = parseGeminiAnswer(answer([{ text: 'é' }], { logprobsResult }), request);
    expect(parsed.candidates[0]?.logprobs).toEqual([
      {
        token: 'é',
        logprob: -0.5,
        bytes: [0xc3, 0xa9],
        top_logprobs: [
          { token: 'é', logprob: -0.5, bytes: [0xc3, 0xa9] },
          { token: 'x', logprob: -2, bytes: [120] },
        ],
      },
    ]);
  });

  it('ratings stay with their candidate for the dialect that knows them', () => {
    const parsed = parseGeminiAnswer(answer([], { safetyRatings: [{ category: 'X' }] }), request);
    expect(parsed.candidates[0]?.extras).toEqual({ gemini: { safetyRatings: [{ category: 'X' }] } });
  });
});

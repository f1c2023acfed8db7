import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStreamFold } from '../../canon/fold-stream.ts';
import { createGrammarGuard } from '../../canon/stream-grammar.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import { parseGeminiAnswer } from './parse-answer.ts';
import { createGeminiStreamParser } from './parse-stream.ts';
import { makeRequest } from './request.fixture.ts';

const request = makeRequest({ stream: true });
const sizes = [1, 2, 7, 64, 1_000_000];

function parse(text: string, size: number): StreamEvent[] {
  const events: StreamEvent[] = [];
  const guard = createGrammarGuard();
  const parser = createGeminiStreamParser(request, (event) => {
    guard.push(event);
    events.push(event);
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) parser.push(bytes.subarray(at, at + size));
  parser.end();
  expect(guard.ended).toBe(true);
  return events;
}

function fold(events: readonly StreamEvent[]) {
  const folded = createStreamFold();
  for (const event of events) folded.push(event);
  return folded.answer();
}

const sse = (chunks: readonly JsonValue[]): string =>
  chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\r\n\r\n`).join('');
const say = (parts: JsonValue[], more: JsonObject = {}): JsonObject => ({
  candidates: [{ content: { role: 'model', parts }, index: 0, ...more }],
  modelVersion: 'gemini-3.8-flash',
});
const stop = { finishReason: 'STOP' };

const sound: Record<string, { text: string; parts: unknown[]; finish: unknown }> = {
  'text in deltas, finish and usage in a chunk without parts': {
    text: sse([say([{ text: 'ü€' }]), say([{ text: '😀' }]), { candidates: [{ content: {}, ...stop }] }]),
    parts: [{ type: 'text', text: 'ü€😀' }],
    finish: { kind: 'stop', raw: 'STOP' },
  },
  'a call and the STOP in different chunks': {
    text: sse([say([{ functionCall: { id: 'x', name: 'f' } }]), say([{ text: '' }], stop)]),
    parts: [{ type: 'tool-call', id: 'x', idFromModel: true, name: 'f', argumentsJson: '{}' }],
    finish: { kind: 'tool-calls', raw: 'STOP' },
  },
  'a call after the STOP': {
    text: sse([say([{ text: 'a' }], stop), say([{ functionCall: { id: 'x', name: 'f' } }])]),
    parts: [
      { type: 'text', text: 'a' },
      { type: 'tool-call', id: 'x', idFromModel: true, name: 'f', argumentsJson: '{}' },
    ],
    finish: { kind: 'tool-calls', raw: 'STOP' },
  },
  'two terminal chunks': {
    text: sse([say([{ text: 'a' }], stop), say([{ text: 'b' }], stop)]),
    parts: [{ type: 'text', text: 'ab' }],
    finish: { kind: 'stop', raw: 'STOP' },
  },
  'a signature in a last empty text': {
    text: sse([say([{ text: 'a' }]), say([{ text: '', thoughtSignature: 'S' }], stop)]),
    parts: [{ type: 'text', text: 'a', signature: { vendor: 'gemini', value: 'S' } }],
    finish: { kind: 'stop', raw: 'STOP' },
  },
  'recitation after text': {
    text: sse([say([{ text: 'a' }]), { candidates: [{ finishReason: 'RECITATION' }] }]),
    parts: [{ type: 'text', text: 'a' }],
    finish: { kind: 'content-filter', raw: 'RECITATION' },
  },
  'a word that is no event, and a broken event behind the finish': {
    text: `${sse([say([{ text: 'a' }])])}data: ping\r\n\r\n${sse([say([{ text: 'b' }], stop)])}data: {"usageMeta\r\n\r\n`,
    parts: [{ type: 'text', text: 'ab' }],
    finish: { kind: 'stop', raw: 'STOP' },
  },
  'comments, lone line feeds and several data lines': {
    text: `: hello\n\ndata: {"candidates":\ndata: [{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}]}\n\n`,
    parts: [{ type: 'text', text: 'a' }],
    finish: { kind: 'stop', raw: 'STOP' },
  },
  'a last event without a blank line': {
    text: sse([say([{ text: 'a' }], stop)]).trimEnd(),
    parts: [{ type: 'text', text: 'a' }],
    finish: { kind: 'stop', raw: 'STOP' },
  },
  'an array instead of events': {
    text: JSON.stringify([say([{ text: 'a' }]), say([{ text: 'b' }], stop)], undefined, 2),
    parts: [{ type: 'text', text: 'ab' }],
    finish: { kind: 'stop', raw: 'STOP' },
  },
  'a refused prompt': {
    text: sse([{ promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: { promptTokenCount: 5 } }]),
    parts: [],
    finish: { kind: 'content-filter', raw: 'SAFETY' },
  },
  'arguments in pieces that a STOP completes': {
    text: sse([
      say([{ functionCall: { id: 'x', name: 'f', willContinue: true } }]),
      say([{ functionCall: { partialArgs: [{ jsonPath: '$.a', stringValue: 'b' }], willContinue: true } }]),
      say([], stop),
    ]),
    parts: [{ type: 'tool-call', id: 'x', idFromModel: true, name: 'f', argumentsJson: '{"a":"b"}' }],
    finish: { kind: 'tool-calls', raw: 'STOP' },
  },
  'arguments in pieces that the ceiling cut off: no call': {
    text: sse([
      say([{ functionCall: { id: 'x', name: 'f', willContinue: true } }]),
      say([{ functionCall: { partialArgs: [{ jsonPath: '$.a', stringValue: 'b' }], willContinue: true } }]),
      say([], { finishReason: 'MAX_TOKENS' }),
    ]),
    parts: [],
    finish: { kind: 'length', raw: 'MAX_TOKENS' },
  },
};

describe('sound streams', () => {
  for (const [name, { text, parts, finish }] of Object.entries(sound)) {
    for (const size of sizes) {
      it(`reads ${name} in pieces of ${size}`, () => {
        const answer = fold(parse(text, size));
        expect(answer?.candidates[0]?.parts).toEqual(parts);
        expect(answer?.candidates[0]?.finish).toEqual(finish);
      });
    }
  }

  it('takes the last usage, also when it comes after the finish', () => {
    const early = {
      ...say([{ text: 'a' }]),
      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 0 },
    };
    const late = { usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 7, thoughtsTokenCount: 2 } };
    const events = parse(sse([early, say([], stop), late]), 5);
    expect(events[0]).toMatchObject({ type: 'answer-start', usage: { inputTokens: 3, outputTokens: 0 } });
    expect(fold(events)?.usage).toMatchObject({ inputTokens: 3, outputTokens: 9, reasoningTokens: 2 });
  });

  it('ends each of several candidates once', () => {
    const one = (index: number, text: string, more: JsonObject) => ({
      index,
      content: { parts: [{ text: text + String(index) }] },
      ...more,
    });
    const both = (text: string, more: JsonObject) => ({
      candidates: [one(0, text, more), one(1, text, more)],
    });
    const events = parse(sse([both('a', {}), both('b', stop)]), 9);
    expect(events.filter(({ type }) => type === 'finish')).toHaveLength(2);
    expect(fold(events)?.candidates.map(({ parts: [part] }) => part)).toMatchObject([
      { text: 'a0b0' },
      { text: 'a1b1' },
    ]);
  });
});

const overload = { error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } };
const hello = sse([say([{ text: 'Hello' }])]);

const broken: Record<string, { text: string; code: string; status?: number }> = {
  'an error as an event': { text: hello + sse([overload]), code: 'overloaded', status: 503 },
  'a bare error over many lines': {
    text: `${hello}${JSON.stringify(overload, undefined, 2)}\n`,
    code: 'overloaded',
    status: 503,
  },
  'a bare error with a blank line after it': {
    text: `${hello}${JSON.stringify(overload)}\r\n\r\n`,
    code: 'overloaded',
    status: 503,
  },
  'a bare error in an array': {
    text: `${hello}${JSON.stringify([overload], undefined, 2)}`,
    code: 'overloaded',
    status: 503,
  },
  'a bare error right behind an event': {
    text: `${hello.trimEnd()}\n${JSON.stringify(overload, undefined, 1)}`,
    code: 'overloaded',
    status: 503,
  },
  'a bare error before any event': {
    text: JSON.stringify(
      { error: { code: 429, message: 'Quota.', status: 'RESOURCE_EXHAUSTED' } },
      undefined,
      2,
    ),
    code: 'rate_limited',
    status: 429,
  },
  'a cancelled operation': {
    text: `${hello}${JSON.stringify({ error: { code: 499, message: 'Cancelled.', status: 'CANCELLED' } }, undefined, 2)}`,
    code: 'incomplete_answer',
    status: 499,
  },
  'an answer without a finish': { text: hello, code: 'incomplete_answer' },
  'nothing at all': { text: '', code: 'incomplete_answer' },
  'a web page': { text: '<html><body>502</body></html>', code: 'incomplete_answer' },
  'a broken event in the middle, whatever follows': {
    text: `${hello}data: {"candidates": [{"con\r\n\r\n${sse([say([{ text: 'b' }], stop)])}`,
    code: 'incomplete_answer',
  },
  'an event cut in two by the end': {
    text: `${hello}data: {"candidates":[{"finishReason":"ST`,
    code: 'incomplete_answer',
  },
};

describe('broken streams never pass for whole ones', () => {
  for (const [name, { text, code, status }] of Object.entries(broken)) {
    for (const size of sizes) {
      it(`ends ${name} in an error, in pieces of ${size}`, () => {
        const last = parse(text, size).at(-1);
        expect(last).toMatchObject({
          type: 'error',
          error: { code, ...(status && { options: { providerStatus: status } }) },
        });
      });
    }
  }

  it('says nothing more after an error', () => {
    const events = parse(hello + sse([overload, say([{ text: 'more' }], stop)]), 4096);
    expect(events.map(({ type }) => type)).toEqual(['answer-start', 'text-start', 'text-delta', 'error']);
  });
});

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const signature = fc.option(fc.constantFrom('S1', 'S2'), { nil: undefined });
const part = fc.oneof(
  fc.record({ text, thoughtSignature: signature }),
  fc.record({ text, thought: fc.constant(true), thoughtSignature: signature }),
  fc.record({
    functionCall: fc.record({
      name: fc.constantFrom('f', 'g'),
      args: fc.dictionary(text, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2 }),
    }),
    thoughtSignature: signature,
  }),
  fc.record({
    inlineData: fc.record({ mimeType: fc.constant('image/png'), data: fc.base64String({ maxLength: 8 }) }),
  }),
  fc.record({ executableCode: fc.record({ code: text }) }),
);
const parts = fc.array(part, { maxLength: 8 }).map((list) => JSON.parse(JSON.stringify(list)) as JsonValue[]);

describe('any content', () => {
  it('folds to what the whole answer says, however it is cut into chunks and bytes', () => {
    fc.assert(
      fc.property(
        parts,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 60 }),
        (list, perChunk, size) => {
          const chunks: JsonValue[] = [];
          for (let at = 0; at < list.length; at += perChunk) chunks.push(say(list.slice(at, at + perChunk)));
          chunks.push(say([], stop));
          const whole = parseGeminiAnswer(say(list, stop), request);
          expect(fold(parse(sse(chunks), size))).toEqual(whole);
        },
      ),
    );
  });

  it('never leaves in an illegal order, whatever the provider sends', () => {
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      parts.map((list) => say(list)),
      parts.map((list) => say(list, stop)),
    );
    fc.assert(
      fc.property(fc.array(odd, { maxLength: 6 }), fc.integer({ min: 1, max: 60 }), (chunks, size) => {
        expect(['answer-end', 'error']).toContain(parse(sse(chunks), size).at(-1)?.type);
      }),
    );
  });
});

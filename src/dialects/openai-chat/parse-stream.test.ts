import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { createOpenaiStreamParser } from './parse-stream.ts';
import {
  callChunk,
  chunk,
  chunkSizes,
  DONE,
  fold,
  makeRequest,
  parseChunks,
  parseStream,
  sse,
} from './provider-request.fixture.ts';

const usage = { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 };
const usageChunk: JsonObject = { ...chunk({}), choices: [], usage };
const stop = chunk({}, 'stop');
const text = (said: string) => ({ type: 'text', text: said });

interface Sound {
  readonly text: string;
  readonly parts: readonly unknown[];
  readonly finish: unknown;
  readonly request?: Partial<CanonRequest>;
}

const sound: Record<string, Sound> = {
  'text in deltas, the finish, usage and the end': {
    text:
      sse([
        chunk({ role: 'assistant', content: '' }),
        chunk({ content: 'ü€' }),
        chunk({ content: '😀' }),
        stop,
        usageChunk,
      ]) + DONE,
    parts: [text('ü€😀')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'no [DONE]': {
    text: sse([chunk({ content: 'a' }), stop]),
    parts: [text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'comments, blank lines, carriage returns and a malformed event between': {
    text: `: OPENROUTER PROCESSING\n\n\n${sse([chunk({ content: 'a' })])}data: {"choices":[{"ind\r\n\r\n${sse([chunk({ content: 'b' }), stop])}`,
    parts: [text('ab')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'a last event without a blank line': {
    text: `${sse([chunk({ content: 'a' })])}data: ${JSON.stringify(stop)}`,
    parts: [text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'the ratings of the prompt before anything else': {
    text:
      sse([{ id: '', model: '', choices: [], prompt_filter_results: [] }, chunk({ content: 'a' }), stop]) +
      DONE,
    parts: [text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'empty words for "not finished yet"': {
    text: sse([chunk({ content: 'a' }, ''), stop]) + DONE,
    parts: [text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'two finishes': {
    text: sse([chunk({ content: 'a' }), stop, stop]) + DONE,
    parts: [text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'a whole answer, though a stream was asked for': {
    text: JSON.stringify(
      {
        id: 'chatcmpl-1',
        model: 'm-1',
        choices: [{ index: 0, message: { role: 'assistant', content: 'a' }, finish_reason: 'stop' }],
      },
      null,
      2,
    ),
    parts: [text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'the whole message beside each delta': {
    text: sse([
      chunk({ content: 'a' }, null, { message: { content: 'a' } }),
      chunk({ content: 'b' }, 'stop', { message: { content: 'ab' } }),
    ]),
    parts: [text('ab')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'thoughts before the text': {
    text: sse([
      chunk({ reasoning_content: 'h' }),
      chunk({ reasoning_content: 'm', content: null }),
      chunk({ content: 'a' }),
      stop,
    ]),
    parts: [{ type: 'reasoning', text: 'hm' }, text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'thoughts under two names at once, with their proof': {
    text: sse([
      chunk({
        reasoning: 'hm',
        reasoning_details: [{ type: 'reasoning.text', text: 'hm', format: 'anthropic-claude-v1' }],
      }),
      chunk({
        reasoning_details: [{ type: 'reasoning.text', signature: 'S', format: 'anthropic-claude-v1' }],
      }),
      chunk({ content: 'a' }),
      stop,
    ]),
    parts: [{ type: 'reasoning', text: 'hm', signature: { vendor: 'anthropic', value: 'S' } }, text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'thoughts as parts of the content': {
    text: sse([
      chunk({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }] }),
      chunk({ content: [{ type: 'text', text: 'a' }] }),
      stop,
    ]),
    parts: [{ type: 'reasoning', text: 'hm' }, text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'a refusal': {
    text: sse([chunk({ refusal: 'I ' }), chunk({ refusal: 'will not' }), stop]),
    parts: [{ type: 'refusal', text: 'I will not' }],
    finish: { kind: 'refusal', raw: 'stop' },
  },
  'citations after the text': {
    text: sse([
      chunk({ content: 'abc' }),
      chunk({
        annotations: [
          {
            type: 'url_citation',
            url_citation: { url: 'https://a.example', title: 'A', start_index: 0, end_index: 3 },
          },
        ],
      }),
      stop,
    ]),
    parts: [{ ...text('abc'), citations: [{ url: 'https://a.example', title: 'A', start: 0, end: 3 }] }],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'sources of the answer as a whole, repeated in each chunk': {
    text: sse([
      { ...chunk({ content: 'a' }), citations: ['https://a.example'] },
      { ...stop, citations: ['https://a.example'] },
    ]),
    parts: [{ ...text('a'), citations: [{ url: 'https://a.example' }] }],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'an image': {
    text: sse([
      chunk({
        content: 'a',
        images: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,QUJD' } }],
      }),
      stop,
    ]),
    parts: [
      text('a'),
      { type: 'media', kind: 'image', mimeType: 'image/png', source: { type: 'inline', data: 'QUJD' } },
    ],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'sound in pieces, each base64 of its own': {
    text: sse([
      chunk({ audio: { id: 'x', transcript: 'hi' } }),
      chunk({ audio: { data: 'QQ==' } }),
      chunk({ audio: { data: 'Qg==' } }),
      stop,
    ]),
    parts: [text('hi'), { type: 'media', kind: 'audio', source: { type: 'inline', data: 'QUI=' } }],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'a ceiling': {
    text: sse([chunk({ content: 'a' }), chunk({}, 'length')]) + DONE,
    parts: [text('a')],
    finish: { kind: 'length', raw: 'length' },
  },
  'a stop sequence that the server names': {
    text: sse([chunk({ content: 'a' }), chunk({}, 'stop', { stop_reason: 'END' })]) + DONE,
    parts: [text('a')],
    finish: { kind: 'stop-sequence', raw: 'stop', stopSequence: 'END' },
    request: { stop: ['END'] },
  },
  'a word that nobody knows': {
    text: sse([chunk({ content: 'a' }), chunk({}, 'insufficient_system_resource')]) + DONE,
    parts: [text('a')],
    finish: { kind: 'failed', raw: 'insufficient_system_resource' },
  },
  "the words of Google's endpoint": {
    text: sse([chunk({ content: 'a' }), chunk({}, 'content_filter: RECITATION')]) + DONE,
    parts: [text('a')],
    finish: { kind: 'content-filter', raw: 'content_filter: RECITATION' },
  },
};

describe('a stream of chat completion chunks', () => {
  describe.each(Object.entries(sound))('with %s', (_name, { text, parts, finish, request }) => {
    it.each(chunkSizes)('is read in chunks of %i bytes', (size) => {
      const answer = fold(parseStream(text, size, request));
      expect(answer).toMatchObject({ model: 'm-1', id: 'chatcmpl-1' });
      expect(answer?.candidates).toEqual([{ index: 0, parts, finish }]);
    });
  });

  it('gives the usage of a late chunk, of every chunk, or of Groq', () => {
    const late = sse([chunk({ content: 'a' }), stop, usageChunk]) + DONE;
    const every = sse([
      { ...chunk({ content: 'a' }), usage: { ...usage, completion_tokens: 1, total_tokens: 4 } },
      { ...stop, usage },
    ]);
    const groq = sse([chunk({ content: 'a' }), { ...stop, x_groq: { id: 'x', usage } }]) + DONE;
    for (const bytes of [late, every, groq]) {
      expect(fold(parseStream(bytes, 7))?.usage).toMatchObject({
        inputTokens: 3,
        outputTokens: 5,
        totalTokens: 8,
      });
    }
  });

  it('keeps choices apart and in their order', () => {
    const second = (delta: JsonObject, finish: string | null = null): JsonObject => ({
      ...chunk({}),
      choices: [{ index: 1, delta, finish_reason: finish }],
    });
    const bytes =
      sse([second({ content: 'two' }), chunk({ content: 'one' }), second({}, 'stop'), stop]) + DONE;
    expect(fold(parseStream(bytes, 7))?.candidates.map(({ index, parts }) => [index, parts])).toEqual([
      [0, [text('one')]],
      [1, [text('two')]],
    ]);
  });

  it('carries the probabilities of tokens beside their text', () => {
    const logprobs = (token: string): JsonObject => ({ logprobs: { content: [{ token, logprob: -0.5 }] } });
    const bytes = sse([
      chunk({ content: 'a' }, null, logprobs('a')),
      chunk({ content: 'b' }, null, logprobs('b')),
      stop,
    ]);
    expect(fold(parseStream(bytes, 7))?.candidates[0]?.logprobs).toEqual([
      { token: 'a', logprob: -0.5 },
      { token: 'b', logprob: -0.5 },
    ]);
  });

  it.each<readonly [string, string]>([
    ['that breaks off', sse([chunk({ content: 'a' })])],
    ['that says [DONE] without a finish', sse([chunk({ content: 'a' })]) + DONE],
    ['that is empty', ''],
    ['of nothing but [DONE]', DONE],
    ['without any choice', sse([usageChunk]) + DONE],
    [
      'of which one choice has no finish',
      sse([
        {
          ...chunk({}),
          choices: [
            { index: 0, delta: {}, finish_reason: 'stop' },
            { index: 1, delta: { content: 'b' } },
          ],
        },
      ]) + DONE,
    ],
  ])('never ends well when it is one %s', (_name, bytes) => {
    for (const size of chunkSizes) {
      const last = parseStream(bytes, size).at(-1);
      expect(last).toMatchObject({ type: 'error', error: { code: 'incomplete_answer' } });
    }
  });

  it.each<readonly [string, string, number, string]>([
    ['an event', sse([{ error: { message: 'x', type: 'server_error', code: null } }]), 500, 'provider_error'],
    [
      'an event of that name',
      'event: error\ndata: {"message":"x","code":"slow_down"}\n\n',
      503,
      'overloaded',
    ],
    [
      'a choice',
      sse([chunk({ content: '' }, 'error', { error: { code: 502, message: 'x' } })]),
      502,
      'provider_error',
    ],
    [
      'a number beside the choices',
      sse([{ ...chunk({}, 'error'), error: { code: 429, message: 'x' } }]),
      429,
      'rate_limited',
    ],
    ['a string', sse([{ error: 'x' }]), 500, 'provider_error'],
    [
      "vLLM's object",
      sse([{ object: 'error', message: 'x', type: 'BadRequestError', code: 400 }]),
      400,
      'invalid_request',
    ],
    [
      'a bare body over several lines',
      `${JSON.stringify({ error: { message: 'x', code: 'context_length_exceeded' } }, null, 2)}\n`,
      400,
      'context_length_exceeded',
    ],
    ['an array', `[${JSON.stringify({ error: { message: 'x', code: 401 } })}]\n`, 401, 'provider_refused'],
  ])('hands on the error that comes as %s', (_name, bytes, providerStatus, code) => {
    for (const size of chunkSizes) {
      const events = parseStream(sse([chunk({ content: 'a' })]) + bytes + sse([stop]) + DONE, size);
      const last = events.at(-1);
      if (last?.type !== 'error') throw new Error('no error came');
      expect(last.error).toMatchObject({ code, message: 'x', options: { providerStatus } });
      expect(JSON.parse(last.error.options.providerBody ?? '')).toMatchObject({ error: { message: 'x' } });
    }
  });

  it('takes keys out of an error', () => {
    const key = `sk-${'a1B2'.repeat(10)}`;
    const last = parseStream(sse([{ error: { message: `bad ${key}` } }]), 64).at(-1);
    if (last?.type !== 'error') throw new Error('no error came');
    expect(last.error.message + String(last.error.options.providerBody)).not.toContain(key);
  });

  it('tells that the finish was seen before the stream ends, and reads nothing after [DONE]', () => {
    const types: string[] = [];
    const parser = createOpenaiStreamParser(makeRequest({ stream: true }), ({ type }) => types.push(type));
    parser.push(Buffer.from(sse([chunk({ content: 'a' })])));
    expect(parser.finishSeen).toBe(false);
    parser.push(Buffer.from(sse([stop])));
    expect(parser.finishSeen).toBe(true);
    expect(types).not.toContain('answer-end');
    parser.push(Buffer.from(DONE));
    expect(types.at(-1)).toBe('answer-end');
    const { length } = types;
    parser.push(Buffer.from(sse([chunk({ content: 'b' })])));
    parser.end();
    expect(types).toHaveLength(length);
  });

  it('gives the same events however its bytes are split', () => {
    const bytes = Buffer.from(
      sse([
        chunk({ reasoning_content: 'hm é' }),
        chunk({ content: '日本' }),
        callChunk({ index: 0, id: 'a', function: { name: 'f', arguments: '{"x":' } }),
        callChunk({ index: 0, function: { arguments: '"😀"}' } }),
        chunk({}, 'tool_calls'),
        usageChunk,
      ]) + DONE,
    );
    const expected = parseChunks([bytes]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 20 }), (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const chunks = places.slice(1).map((end, at) => bytes.subarray(places[at] ?? 0, end));
        expect(parseChunks(chunks)).toEqual(expected);
      }),
    );
  });
});

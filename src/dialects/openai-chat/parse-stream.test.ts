import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
import { soundStreams } from './sound-streams.fixture.ts';

const usage = { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 };
const usageChunk: JsonObject = { ...chunk({}), choices: [], usage };
const stop = chunk({}, 'stop');
const text = (said: string) => ({ type: 'text', text: said });
describe('a stream of chat completion chunks', () => {
  describe.each(Object.entries(soundStreams))('with %s', (_name, { text, parts, finish, request }) => {
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
    [
      'with a broken event in its middle',
      `${sse([chunk({ content: 'a' })])}data: {"choices":[{"ind\n\n${sse([chunk({}, 'stop')])}${DONE}`,
    ],
    [
      'whose call goes on behind its end',
      sse([
        chunk({ tool_calls: [{ index: 0, id: 'c', function: { name: 'f', arguments: '' } }] }),
        chunk({ tool_calls: [{ index: 1, id: 'd', function: { name: 'g', arguments: '{"a":' } }] }),
      ]) + DONE,
    ],
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

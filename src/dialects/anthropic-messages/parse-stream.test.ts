import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { eventsOf, frame, readStream } from './message-events.fixture.ts';
import { parseAnthropicAnswer } from './parse-answer.ts';
import { makeRequest } from './provider-request.fixture.ts';

const CHUNKS = [1, 2, 7, 64, 1 << 20];

const message: JsonObject = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5',
  content: [
    { type: 'thinking', thinking: 'Grüße …', signature: 'sig' },
    { type: 'redacted_thinking', data: 'secret' },
    { type: 'text', text: 'Schön, 🌧!' },
    { type: 'tool_use', id: 'toolu_1', name: 'a', input: { city: 'Köln' } },
    { type: 'tool_use', id: 'toolu_2', name: 'b', input: {} },
  ],
  stop_reason: 'tool_use',
  stop_sequence: null,
  usage: { input_tokens: 10, cache_read_input_tokens: 5, output_tokens: 20 },
};
const events = eventsOf(message);
const wire = events.map(frame).join('');

function errorOf(text: string, chunkBytes?: number) {
  const { events: read, finishSeen } = readStream(text, chunkBytes);
  const last = read.at(-1);
  expect(finishSeen).toBe(false);
  if (last?.type !== 'error') throw new Error(`ended in ${String(last?.type)}`);
  return last.error;
}

describe('a Messages stream', () => {
  it.each(CHUNKS)('says what the whole message says, in pieces of %i bytes', (chunkBytes) => {
    const { answer, events: read, finishSeen } = readStream(wire, chunkBytes);
    const whole = parseAnthropicAnswer(message, makeRequest());
    expect(answer?.candidates).toEqual(whole.candidates);
    expect(answer?.usage).toMatchObject({
      inputTokens: 15,
      cachedInputTokens: 5,
      outputTokens: 20,
      totalTokens: 35,
    });
    expect(read.at(-1)).toEqual({ type: 'answer-end' });
    expect(finishSeen).toBe(true);
  });

  it.each(CHUNKS)('gives the same events in pieces of %i bytes, with CRLF too', (chunkBytes) => {
    const expected = readStream(wire, wire.length).events;
    expect(readStream(wire, chunkBytes).events).toEqual(expected);
    expect(readStream(wire.replaceAll('\n', '\r\n'), chunkBytes).events).toEqual(expected);
  });

  it('says what the whole message says, whatever its blocks', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    const block = fc.oneof(
      text.map((value) => ({ type: 'text', text: value })),
      fc.record({ type: fc.constant('thinking'), thinking: text, signature: fc.string({ minLength: 1 }) }),
      fc.record({ type: fc.constant('redacted_thinking'), data: fc.string({ minLength: 1 }) }),
      fc.record({
        type: fc.constant('tool_use'),
        id: fc.string({ minLength: 1 }),
        name: text,
        input: fc.dictionary(text, fc.integer()),
      }),
      fc.record({
        type: fc.constant('server_tool_use'),
        id: fc.string({ minLength: 1 }),
        name: fc.constant('web_search'),
        input: fc.dictionary(text, text),
      }),
    );
    fc.assert(
      fc.property(
        fc.array(block, { maxLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        (content, chunkBytes) => {
          const whole = { ...message, content: JSON.parse(JSON.stringify(content)) };
          const read = readStream(eventsOf(whole).map(frame).join(''), chunkBytes);
          expect(read.answer?.candidates).toEqual(parseAnthropicAnswer(whole, makeRequest()).candidates);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('hands on citations, and searches that Anthropic ran, with their results', () => {
    const citation = {
      type: 'web_search_result_location',
      url: 'https://a',
      title: 'A',
      cited_text: 'c',
      encrypted_index: 'i',
    };
    const content = [
      { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'q' } },
      {
        type: 'web_search_tool_result',
        tool_use_id: 'srvtoolu_1',
        content: [{ type: 'web_search_result', url: 'https://a' }],
      },
      { type: 'text', text: 'A.', citations: [citation] },
    ];
    const { answer } = readStream(
      eventsOf({ ...message, content })
        .map(frame)
        .join(''),
    );
    expect(answer?.candidates[0]?.parts).toMatchObject([
      { phase: 'call', data: { query: 'q' }, extras: { 'anthropic-messages': content[0] } },
      { phase: 'result', data: [{ url: 'https://a' }] },
      { type: 'text', text: 'A.', citations: [{ url: 'https://a', raw: citation }] },
    ]);
  });

  it('passes over what it does not know: events, blocks, deltas, comments, words', () => {
    const strange = [
      ': comment\n\n',
      frame({ type: 'event_of_next_year', error: null }),
      'event: x\ndata: OK\n\n',
      frame({ type: 'content_block_start', index: 9, content_block: { type: 'block_of_next_year' } }),
      frame({ type: 'content_block_delta', index: 9, delta: { type: 'delta_of_next_year' } }),
      frame({ type: 'content_block_stop', index: 9 }),
    ];
    const odd = events.flatMap((event) => (event['type'] === 'ping' ? strange : [frame(event)])).join('');
    expect(readStream(odd).answer).toEqual(readStream(wire).answer);
  });

  it.each<readonly [string, string]>([
    ['an event is broken', 'event: x\ndata: {"type":"content_block_del\n\n'],
    [
      'a block begins again',
      frame({ type: 'content_block_start', index: 0, content_block: { type: 'text' } }).repeat(2),
    ],
    [
      'a call was never announced',
      frame({
        type: 'content_block_delta',
        index: 9,
        delta: { type: 'input_json_delta', partial_json: '{}' },
      }),
    ],
    [
      'a piece is of another block',
      frame({ type: 'content_block_start', index: 0, content_block: { type: 'text' } }) +
        frame({ type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'a' } }),
    ],
  ])('is no success when %s', (_what, strange) => {
    const odd = events.map((event) => (event['type'] === 'ping' ? strange : frame(event))).join('');
    expect(errorOf(odd)).toMatchObject({ code: 'incomplete_answer' });
  });

  it('reads text whose block was never announced', () => {
    const bare = events.filter(({ type, index }) => type !== 'content_block_start' || index !== 2);
    expect(readStream(bare.map(frame).join('')).answer?.candidates).toEqual(
      readStream(wire).answer?.candidates,
    );
  });

  it('takes a second ending for none', () => {
    const twice =
      wire +
      frame({ type: 'message_delta', delta: { stop_reason: 'end_turn' } }) +
      frame({ type: 'message_stop' });
    expect(readStream(twice).events).toEqual(readStream(wire).events);
  });

  it('reads a whole message where a stream was asked for', () => {
    expect(readStream(JSON.stringify(message, undefined, 2)).answer?.candidates).toEqual(
      readStream(wire).answer?.candidates,
    );
  });
});

describe('a stream that breaks', () => {
  it.each(CHUNKS)('is no success without message_stop, in pieces of %i bytes', (chunkBytes) => {
    for (let kept = 0; kept < events.length; kept++) {
      const cut = events.slice(0, kept).map(frame).join('');
      expect(errorOf(cut, chunkBytes).code).toBe('incomplete_answer');
    }
  });

  it('is no success with message_stop but without a reason', () => {
    const reasonless = events
      .filter(({ type }) => type !== 'message_delta')
      .map(frame)
      .join('');
    expect(errorOf(reasonless).code).toBe('incomplete_answer');
  });

  it.each([0, 1, 4])('ends in the error that comes after %i events', (kept) => {
    const overloaded = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
    const broken = [...events.slice(0, kept), overloaded, ...events.slice(kept)].map(frame).join('');
    const error = errorOf(broken);
    expect(error).toMatchObject({
      code: 'overloaded',
      message: 'Overloaded',
      options: { providerStatus: 529 },
    });
    expect(JSON.parse(error.options.providerBody ?? '')).toEqual(overloaded);
  });

  it.each(CHUNKS)('ends in an error that comes bare, in pieces of %i bytes', (chunkBytes) => {
    const bare = JSON.stringify(
      { type: 'error', error: { type: 'api_error', message: 'Oops' } },
      undefined,
      2,
    );
    expect(errorOf(bare, chunkBytes)).toMatchObject({
      code: 'provider_error',
      options: { providerStatus: 500 },
    });
    expect(errorOf(frame(events[0] ?? {}) + bare, chunkBytes).message).toBe('Oops');
  });
});

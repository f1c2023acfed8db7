// Streams that pass untouched: what may still go out, and which of them are whole. All of them are read byte by byte, too.

import { describe, expect, it } from 'vitest';
import type { RelayFace } from '../dialects/dialect.ts';
import { anthropicMessagesRelayFace as messages } from '../dialects/anthropic-messages/relay-face.ts';
import { geminiRelayFace as gemini } from '../dialects/gemini/relay-face.ts';
import { openaiChatRelayFace as chat } from '../dialects/openai-chat/relay-face.ts';
import type { JsonObject } from '../lib/json.ts';
import { createRelayReader, type StreamFraming } from './relay-reader.ts';

const DONE = 'data: [DONE]\n\n';
const event = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;
const said = (content: string, index = 0): string => event({ choices: [{ index, delta: { content } }] });
const stop = (index = 0): string => event({ choices: [{ index, delta: {}, finish_reason: 'stop' }] });
const part = (text: string, more: object = {}, index = 0): object => ({
  candidates: [{ index, content: { parts: [{ text }] }, ...more }],
});
const overload = { error: { code: 503, message: 'busy', status: 'UNAVAILABLE' } };
const messageStop =
  event({ type: 'message_delta', delta: { stop_reason: 'end_turn' } }) + event({ type: 'message_stop' });
const textDelta = event({ type: 'content_block_delta', delta: { type: 'text_delta', text: 'a' } });

interface Read {
  readonly passed: string;
  readonly failure: unknown;
  /** Before the provider closed its stream. */
  readonly finished: boolean;
}

function read(face: RelayFace, wire: string | Buffer, size: number, request: JsonObject = {}): Read {
  const framing: StreamFraming = wire.toString().startsWith('[') ? 'array' : 'sse';
  const reader = createRelayReader(face, { framing, request, acceptUnusable: false });
  const bytes = Buffer.from(wire);
  let passed = '';
  const flush = (): void => {
    passed += reader.take()?.toString() ?? '';
  };
  for (let at = 0; at < bytes.length; at += size) {
    reader.push(bytes.subarray(at, at + size));
    flush();
  }
  const { finished } = reader;
  reader.end();
  flush();
  return { passed, failure: reader.failure, finished };
}

const sizes = [1, 7, 10_000];
const malformed = { type: 'broken', reason: 'malformed' };
const truncated = { type: 'broken', reason: 'truncated' };

describe.each(sizes)('a relayed stream in pieces of %i bytes', (size) => {
  it.each<readonly [string, RelayFace, string, string]>([
    ['as it came', chat, said('a') + stop() + DONE, ''],
    ['but for what follows its end', chat, said('a') + stop() + DONE, said('b') + DONE],
    ['but for what follows message_stop', messages, textDelta + messageStop, textDelta],
    ['but for noise', gemini, event(part('a', { finishReason: 'STOP' })), 'xyz\n\n{"trunc'],
    [
      'but for what follows its array',
      gemini,
      `[${JSON.stringify(part('a', { finishReason: 'STOP' }))}]\n`,
      'x',
    ],
  ])('passes %s', (_what, face, wire, more) => {
    expect(read(face, wire + more, size)).toMatchObject({ passed: wire, failure: undefined, finished: true });
  });

  it.each([
    ['that was left out', stop(), stop() + DONE],
    ['that came but half', `${stop()}data: [DO`, stop() + DONE],
    ['behind a finish that nothing ended', stop().trimEnd(), stop() + DONE],
  ])('is closed by the mark %s, since its end is confirmed', (_what, end, closed) => {
    expect(read(chat, said('a') + end, size)).toMatchObject({
      passed: said('a') + closed,
      failure: undefined,
    });
  });

  it.each<readonly [string, RelayFace, string | Buffer, unknown, string]>([
    ['a broken event', chat, `${said('a')}data: {"choi\n\n${stop()}${DONE}`, malformed, said('a')],
    [
      'a whole answer in place of events',
      chat,
      JSON.stringify({ choices: [{ index: 0, message: { content: 'a' }, finish_reason: 'stop' }] }),
      { type: 'broken', reason: 'empty' },
      '',
    ],
    ['[DONE] without a finish', chat, said('a') + DONE, truncated, said('a')],
    ['a last event that nothing ends', chat, said('a') + said('b').trimEnd(), truncated, said('a')],
    [
      'bytes that are no text',
      chat,
      Buffer.concat([Buffer.from(said('a')), Buffer.from(said('ü'), 'latin1'), Buffer.from(stop() + DONE)]),
      malformed,
      said('a'),
    ],
    [
      'an error right behind an event',
      gemini,
      `${event(part('a'))}${event(part('b')).trimEnd()}\n${JSON.stringify(overload)}\n\n`,
      expect.objectContaining({ status: 503 }),
      event(part('a')),
    ],
  ])('fails with %s, and passes nothing of it', (_what, face, wire, failure, passed) => {
    expect(read(face, wire, size)).toMatchObject({ passed, failure });
  });

  it.each<readonly [string, RelayFace, string, JsonObject]>([
    ['goes on', chat, said('a') + said('b', 1) + stop(), {}],
    ['was asked for and has not come yet', chat, said('a') + stop(), { n: 2 }],
    [
      'goes on',
      gemini,
      event(part('a')) + event(part('b', {}, 1)) + event(part('', { finishReason: 'STOP' })),
      {},
    ],
    [
      'was asked for and has not come yet',
      gemini,
      event(part('a', { finishReason: 'STOP' })),
      { generationConfig: { candidateCount: 2 } },
    ],
  ])('is not finished while another candidate %s', (_what, face, wire, request) => {
    expect(read(face, wire, size, request)).toMatchObject({ finished: false, failure: truncated });
  });

  it('is finished by [DONE] when a service gives fewer candidates than were asked for', () => {
    const wire = said('a') + stop() + DONE;
    expect(read(chat, wire, size, { n: 2 })).toEqual({ passed: wire, finished: true, failure: undefined });
  });
});

describe('a relayed stream that a gateway cannot hold', () => {
  const pieces = Buffer.alloc(1024 * 1024, 'x');

  it.each([
    ['an event', 'sse', 'data: {"a":"'],
    ['an element', 'array', '[{"a":"'],
  ] as const)('because %s has no end is broken, and nothing is thrown', (_what, framing, begin) => {
    const reader = createRelayReader(gemini, { framing, request: {}, acceptUnusable: false });
    reader.push(Buffer.from(begin));
    for (let count = 0; count < 65 && reader.failure === undefined; count++) reader.push(pieces);
    expect(reader.failure).toEqual(malformed);
  });

  it('because the first content does not come among all its frames is broken', () => {
    const reader = createRelayReader(gemini, { framing: 'sse', request: {}, acceptUnusable: false });
    const comment = Buffer.concat([Buffer.from(': '), pieces, Buffer.from('\n\n')]);
    for (let count = 0; count < 65 && reader.failure === undefined; count++) reader.push(comment);
    expect(reader.failure).toEqual(malformed);
  });
});

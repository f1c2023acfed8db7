import { describe, expect, it } from 'vitest';
import { inspectTranscript } from '../dialects/openai-media/inspect-media.ts';
import { parseWireError } from '../dialects/openai-chat/wire-error.ts';
import type { RelayFace } from '../dialects/dialect.ts';
import { WholeOrEventsReader } from './whole-or-events-reader.ts';

const face: RelayFace = {
  name: 'openai-chat',
  inspectEvent: inspectTranscript,
  inspectAnswer: inspectTranscript,
  candidatesAsked: () => 1,
  parseError: parseWireError,
};
const events =
  'data: {"type":"transcript.text.delta","delta":"hi"}\n\n' +
  'data: {"type":"transcript.text.done","text":"hi","usage":{"input_tokens":1,"output_tokens":2}}\n\n';
const whole = '{"text":"hi","usage":{"type":"tokens","input_tokens":1,"output_tokens":2}}';

function read(type: string, text: string, size: number, maxBytes = 10_000) {
  const reader = new WholeOrEventsReader(face, false, maxBytes);
  reader.readHead({ 'content-type': type });
  const bytes = Buffer.from(text);
  let out = '';
  for (let at = 0; at < bytes.length; at += size) {
    reader.push(bytes.subarray(at, at + size));
    out += (reader.take() ?? '').toString();
  }
  reader.end();
  out += (reader.take() ?? '').toString();
  return { reader, out };
}

describe.each([1, 2, 3, 7, 10_000])('read %i bytes at a time', (size) => {
  it.each([
    ['text/event-stream; charset=utf-8', events],
    ['application/json', whole],
  ])('%s passes as it came, and its usage is seen', (type, text) => {
    const { reader, out } = read(type, text, size);
    expect(out).toBe(text);
    expect([reader.failure, reader.hasContent, reader.finished]).toEqual([undefined, true, true]);
    expect(reader.usage).toMatchObject({ inputTokens: 1, outputTokens: 2 });
  });

  it.each([
    ['cut JSON', 'application/json', whole.slice(0, 20), { type: 'broken', reason: 'truncated' }],
    ['JSON that is no answer', 'application/json', '{}', { type: 'broken', reason: 'empty' }],
    ['an error in a 200', 'application/json', '{"error":{"message":"x","code":503}}', { status: 503 }],
    ['events without an end', 'text/event-stream', events.slice(0, 60), { type: 'broken' }],
    ['no events at all', 'text/event-stream', whole, { type: 'broken', reason: 'empty' }],
  ])('%s is no answer', (_what, type, text, failure) => {
    expect(read(type, text, size).reader.failure).toMatchObject(failure);
  });

  it('JSON beyond its bound is no answer', () => {
    expect(read('application/json', whole, size, 10).reader.failure).toMatchObject({ reason: 'malformed' });
  });
});

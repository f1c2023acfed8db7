import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { callChunk, chunk, chunkSizes, DONE, fold, parseStream, sse } from './provider-request.fixture.ts';
import { wireToolName } from './wire-tool-name.ts';

const end = (finish = 'tool_calls'): JsonObject => chunk({}, finish);

interface Expected {
  readonly id?: unknown;
  readonly name: string;
  readonly json: string;
  readonly made?: boolean;
}

const madeUp = expect.stringMatching(/^call_plx[0-9a-f]{20}$/u) as unknown;

function toParts(expected: readonly Expected[]): unknown[] {
  return expected.map(({ id, name, json, made }) => ({
    type: 'tool-call',
    id: made === true ? madeUp : id,
    idFromModel: made !== true,
    name,
    argumentsJson: json,
  }));
}

const cases: Record<
  string,
  { readonly deltas: readonly JsonObject[]; readonly expected: readonly Expected[] }
> = {
  'arguments in pieces': {
    deltas: [
      { index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '' } },
      { index: 0, function: { arguments: '{"x"' } },
      { index: 0, function: { arguments: ':"}{"}' } },
    ],
    expected: [{ id: 'a', name: 'f', json: '{"x":"}{"}' }],
  },
  'two calls, one after the other': {
    deltas: [
      { index: 0, id: 'a', function: { name: 'f', arguments: '{"x":1}' } },
      { index: 1, id: 'b', function: { name: 'g', arguments: '{' } },
      { index: 1, function: { arguments: '}' } },
    ],
    expected: [
      { id: 'a', name: 'f', json: '{"x":1}' },
      { id: 'b', name: 'g', json: '{}' },
    ],
  },
  'two calls that take turns': {
    deltas: [
      { index: 0, id: 'a', function: { name: 'f', arguments: '{"x"' } },
      { index: 1, id: 'b', function: { name: 'g', arguments: '{"y"' } },
      { index: 0, function: { arguments: ':1}' } },
      { index: 1, function: { arguments: ':2}' } },
    ],
    expected: [
      { id: 'a', name: 'f', json: '{"x":1}' },
      { id: 'b', name: 'g', json: '{"y":2}' },
    ],
  },
  'no index, and empty ids': {
    deltas: [
      { id: '', type: 'function', function: { name: 'f', arguments: '{"x":1}' } },
      { id: '', type: 'function', function: { name: 'f', arguments: '{"x":2}' } },
    ],
    expected: [
      { made: true, name: 'f', json: '{"x":1}' },
      { made: true, name: 'f', json: '{"x":2}' },
    ],
  },
  'no index, arguments in pieces': {
    deltas: [
      { id: 'a', function: { name: 'f', arguments: '{"x"' } },
      { function: { arguments: ':1}' } },
      { id: 'b', function: { name: 'g', arguments: '{}' } },
    ],
    expected: [
      { id: 'a', name: 'f', json: '{"x":1}' },
      { id: 'b', name: 'g', json: '{}' },
    ],
  },
  'the same index for all calls': {
    deltas: [
      { index: 0, id: 'a', function: { name: 'f', arguments: '{"x":1}' } },
      { index: 0, id: 'b', function: { name: 'f', arguments: '{"x":2}' } },
    ],
    expected: [
      { id: 'a', name: 'f', json: '{"x":1}' },
      { id: 'b', name: 'f', json: '{"x":2}' },
    ],
  },
  'id and name repeated in each delta': {
    deltas: [
      { index: 0, id: 'a', function: { name: 'f', arguments: '{"x"' } },
      { index: 0, id: 'a', function: { name: 'f', arguments: ':1}' } },
      { index: 0, id: 'a', function: { name: 'f', arguments: '' } },
    ],
    expected: [{ id: 'a', name: 'f', json: '{"x":1}' }],
  },
  'another id in each delta': {
    deltas: [
      { index: 0, id: 'a', function: { name: 'f', arguments: '{"x"' } },
      { index: 0, id: 'b', function: { name: 'f', arguments: ':1}' } },
    ],
    expected: [{ id: 'a', name: 'f', json: '{"x":1}' }],
  },
  'the name in pieces': {
    deltas: [
      { index: 0, id: 'a', function: { name: 'get_' } },
      { index: 0, function: { name: 'weather' } },
      { index: 0, function: { arguments: '{}' } },
    ],
    expected: [{ id: 'a', name: 'get_weather', json: '{}' }],
  },
  'the id before the name, and no arguments at all': {
    deltas: [
      { index: 0, id: 'a' },
      { index: 0, function: { name: 'f' } },
    ],
    expected: [{ id: 'a', name: 'f', json: '{}' }],
  },
  'the same id for two calls': {
    deltas: [
      { index: 0, id: 'a', function: { name: 'f', arguments: '{"x":1}' } },
      { index: 1, id: 'a', function: { name: 'g', arguments: '{"x":2}' } },
    ],
    expected: [
      { id: 'a', name: 'f', json: '{"x":1}' },
      { made: true, name: 'g', json: '{"x":2}' },
    ],
  },
  'the whole arguments once more at the end': {
    deltas: [
      { index: 0, id: 'a', function: { name: 'f', arguments: '{"x":1}' } },
      { index: 0, id: 'a', function: { name: 'f', arguments: '{"x":1}' } },
    ],
    expected: [{ id: 'a', name: 'f', json: '{"x":1}' }],
  },
  'arguments as an object': {
    deltas: [{ index: 0, id: 'a', function: { name: 'f', arguments: { x: 1 } } }],
    expected: [{ id: 'a', name: 'f', json: '{"x":1}' }],
  },
  'the free text of a custom tool, half an emoji at a time': {
    deltas: [
      { index: 0, id: 'a', type: 'custom', custom: { name: 'f', input: 'say "\ud83d' } },
      { index: 0, custom: { input: '\ude00"\n' } },
    ],
    expected: [{ id: 'a', name: 'f', json: String.raw`{"input":"say \"\ud83d\ude00\"\n"}` }],
  },
};

describe('streamed tool calls', () => {
  describe.each(Object.entries(cases))('with %s', (_name, { deltas, expected }) => {
    it.each(chunkSizes)('are read in chunks of %i bytes', (size) => {
      const bytes = sse([...deltas.map(callChunk), end()]) + DONE;
      const [candidate] = fold(parseStream(bytes, size))?.candidates ?? [];
      expect(candidate).toEqual({
        index: 0,
        parts: toParts(expected),
        finish: { kind: 'tool-calls', raw: 'tool_calls' },
      });
    });
  });

  it('reach the caller as they come, not at the end', () => {
    const events = parseStream(
      sse([
        callChunk({ index: 0, id: 'a', function: { name: 'f', arguments: '{"x"' } }),
        callChunk({ index: 0, function: { arguments: ':1}' } }),
        end(),
      ]),
      1_000_000,
    );
    expect(events.filter(({ type }) => type === 'tool-call-delta')).toHaveLength(2);
  });

  it('come in the old form too, and finish with "stop" at some services', () => {
    const bytes = sse([
      chunk({ function_call: { name: 'f', arguments: '{"x"' } }),
      chunk({ function_call: { arguments: ':1}' } }),
      end('stop'),
    ]);
    expect(fold(parseStream(bytes, 7))?.candidates[0]).toMatchObject({
      parts: toParts([{ made: true, name: 'f', json: '{"x":1}' }]),
      finish: { kind: 'tool-calls', raw: 'stop' },
    });
  });

  it('carry the proof that Gemini wants back', () => {
    const extra_content = { google: { thought_signature: 'S' } };
    const bytes = sse([
      callChunk({ id: '', function: { name: 'f', arguments: '{}' }, extra_content }),
      end('stop'),
    ]);
    expect(fold(parseStream(bytes, 7))?.candidates[0]?.parts).toMatchObject([
      { name: 'f', signature: { vendor: 'gemini', value: 'S' } },
    ]);
  });

  it('without a name are no answer', () => {
    const bytes = sse([callChunk({ index: 0, id: 'a', function: { arguments: '{}' } }), end()]);
    expect(fold(parseStream(bytes, 7))?.candidates[0]).toMatchObject({
      parts: [],
      finish: { kind: 'failed' },
    });
  });

  it('whose pieces come in the wrong order are no success', () => {
    const piece = (args: string): JsonObject =>
      callChunk({ index: 0, id: 'a', function: { name: 'f', arguments: args } });
    const bytes = sse([piece('{"x":['), piece(']}'), piece('1'), end()]);
    expect(fold(parseStream(bytes, 7))?.candidates[0]?.finish).toMatchObject({ kind: 'failed' });
  });

  it('that are whole need no finish reason where usage and [DONE] confirm the end', () => {
    const whole = callChunk({ index: 0, id: 'a', function: { name: 'f', arguments: '{"x":1}' } });
    const half = callChunk({ index: 0, id: 'a', function: { name: 'f', arguments: '{"x"' } });
    const usage = { ...chunk({}), usage: { prompt_tokens: 1, completion_tokens: 1 } };
    expect(fold(parseStream(sse([whole, usage]) + DONE, 7))?.candidates[0]?.finish.kind).toBe('tool-calls');
    for (const bytes of [sse([whole, usage]), sse([whole]) + DONE, sse([half, usage]) + DONE]) {
      expect(parseStream(bytes, 7).at(-1)?.type).toBe('error');
    }
  });

  it('that text and pictures interrupt stay whole, and what interrupts keeps its order', () => {
    const bytes = sse([
      callChunk({ index: 0, id: 'a', function: { name: 'f', arguments: '{"x"' } }),
      chunk({ content: 'mean' }),
      chunk({ images: [{ type: 'image_url', image_url: { url: 'https://a.example/x.png' } }] }),
      callChunk({ index: 0, function: { arguments: ':1}' } }),
      chunk({ content: 'while' }),
      end(),
    ]);
    expect(fold(parseStream(bytes, 7))?.candidates[0]?.parts).toEqual([
      ...toParts([{ id: 'a', name: 'f', json: '{"x":1}' }]),
      { type: 'text', text: 'mean' },
      { type: 'media', kind: 'image', source: { type: 'url', url: 'https://a.example/x.png' } },
      { type: 'text', text: 'while' },
    ]);
  });

  it('get the same made-up id each time, and another at another place', () => {
    const bytes = sse([callChunk({ function: { name: 'f', arguments: '{}' } }), end()]);
    const idOf = (messages: number): unknown => {
      const message = { role: 'user' as const, parts: [{ type: 'text' as const, text: 'hi' }] };
      const answer = fold(
        parseStream(bytes, 7, { messages: Array.from({ length: messages }, () => message) }),
      );
      const part = answer?.candidates[0]?.parts[0];
      return part?.type === 'tool-call' ? part.id : undefined;
    };
    expect(idOf(1)).toBe(idOf(1));
    expect(idOf(3)).not.toBe(idOf(1));
  });

  it('are given back under the name that the caller uses', () => {
    const name = 'mcp.server/do it';
    const call = { index: 0, id: 'a', function: { name: wireToolName(name), arguments: '{}' } };
    const answer = fold(
      parseStream(sse([callChunk(call), end()]), 7, { tools: [{ type: 'function', name }] }),
    );
    expect(wireToolName(name)).toMatch(/^[\w-]{1,64}$/u);
    expect(answer?.candidates[0]?.parts).toMatchObject([{ name }]);
  });
});

import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderAnswerContext } from '../dialect.ts';
import { readDataLines, type Chunk } from './gather-chunks.fixture.ts';
import { parseRequest } from './parse-request.ts';
import { createStreamRenderer } from './render-stream.ts';
import { call, end, finish, start, text } from './stream-events.fixture.ts';

function contextOf(fields: JsonObject = {}): RenderAnswerContext {
  const messages = [{ role: 'user', content: 'hi' }];
  const request = parseRequest({ model: 'm', messages, stream: true, ...fields }, createLoss());
  return { nowMs: 1_800_000_000_500, requestId: 'req1', request };
}

function streamOf(events: readonly StreamEvent[], fields?: JsonObject): string {
  const renderer = createStreamRenderer(contextOf(fields));
  return events.map((event) => renderer.render(event)).join('');
}

function chunksOf(events: readonly StreamEvent[], fields?: JsonObject, size = 4096): Chunk[] {
  return readDataLines(streamOf(events, fields), size)
    .filter((line) => line !== '[DONE]')
    .map((line) => JSON.parse(line) as Chunk);
}

describe('render stream: form and order', () => {
  it('gives every chunk its id, object, time and model', () => {
    for (const chunk of chunksOf([start, ...text('abc'), finish('stop'), end])) {
      expect(chunk).toMatchObject({
        id: 'chatcmpl-a1',
        object: 'chat.completion.chunk',
        created: 1_800_000_000,
        model: 'gemini-3.8-flash',
      });
    }
  });

  it('names the role in the first delta of each candidate and in no other', () => {
    const chunks = chunksOf(
      [start, ...text('ab', 0), ...text('cd', 1), finish('stop', 0), finish('stop', 1), end],
      { n: 2 },
    );
    const roles = chunks.flatMap((chunk) =>
      chunk.choices.map((choice) => [choice.index, choice.delta['role'] ?? '-']),
    );
    expect(roles).toEqual([
      [0, 'assistant'],
      [0, '-'],
      [1, 'assistant'],
      [1, '-'],
      [0, '-'],
      [1, '-'],
    ]);
  });

  it('says nothing before there is something to say, so that the route can still change', () => {
    const renderer = createStreamRenderer(contextOf());
    expect(renderer.render(start)).toBe('');
    expect(renderer.render({ type: 'text-start', candidate: 0 })).toBe('');
    expect(renderer.render({ type: 'text-delta', candidate: 0, text: '' })).toBe('');
  });

  it('gives each call its index, with id, type and name in the first delta only', () => {
    const chunks = chunksOf([
      start,
      ...call('one', ['{"a":', '1}']),
      ...call('two', ['{}']),
      finish('stop'),
      end,
    ]);
    const calls = chunks.flatMap((chunk) =>
      chunk.choices.flatMap((choice) => choice.delta['tool_calls'] ?? []),
    );
    expect(calls).toEqual([
      { index: 0, id: 'call_one', type: 'function', function: { name: 'one', arguments: '' } },
      { index: 0, function: { arguments: '{"a":' } },
      { index: 0, function: { arguments: '1}' } },
      { index: 1, id: 'call_two', type: 'function', function: { name: 'two', arguments: '' } },
      { index: 1, function: { arguments: '{}' } },
    ]);
  });

  it('finishes for calls even where the provider said stop, so that agents do not hang', () => {
    expect(
      chunksOf([start, ...call('one', ['{}']), finish('stop'), end]).at(-1)?.choices[0]?.finish_reason,
    ).toBe('tool_calls');
  });

  it('finishes an answer without any content', () => {
    const [opening, closing] = chunksOf([start, finish('length'), end]);
    expect(opening?.choices[0]).toMatchObject({
      delta: { role: 'assistant', content: '' },
      finish_reason: null,
    });
    expect(closing?.choices[0]).toMatchObject({ delta: {}, finish_reason: 'length' });
  });

  it('keeps thoughts out of content', () => {
    const events: StreamEvent[] = [
      start,
      { type: 'reasoning-start', candidate: 0 },
      { type: 'reasoning-delta', candidate: 0, text: 'secret' },
      { type: 'reasoning-end', candidate: 0 },
    ];
    const [chunk] = chunksOf(events);
    expect(chunk?.choices[0]?.delta).toEqual({
      role: 'assistant',
      content: null,
      reasoning_content: 'secret',
    });
  });

  it('ends with the usage chunk and [DONE] when usage was asked for', () => {
    const events: StreamEvent[] = [
      start,
      ...text('a'),
      finish('stop'),
      { type: 'usage', usage: { inputTokens: 3, outputTokens: 1 } },
      end,
    ];
    const lines = readDataLines(streamOf(events, { stream_options: { include_usage: true } }), 4096);
    expect(lines.at(-1)).toBe('[DONE]');
    const chunks = lines.slice(0, -1).map((line) => JSON.parse(line) as Chunk);
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 },
    });
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
  });

  it('says nothing of usage that was not asked for', () => {
    const events: StreamEvent[] = [
      start,
      ...text('a'),
      finish('stop'),
      { type: 'usage', usage: { inputTokens: 3 } },
      end,
    ];
    expect(streamOf(events)).not.toContain('usage');
  });
});

describe('render stream: broken answers never look whole', () => {
  const broken: Readonly<Record<string, StreamEvent[]>> = {
    'an error': [
      start,
      ...text('a'),
      { type: 'error', error: new GatewayError('overloaded', 'Too much') },
      end,
    ],
    'an end without a finish': [start, ...text('a'), end],
    'an end without any candidate': [start, end],
    'an end while another candidate is open': [
      start,
      ...text('a', 0),
      ...text('b', 1),
      finish('stop', 0),
      end,
    ],
    'a failed generation': [
      start,
      ...text('a'),
      { type: 'finish', candidate: 0, finish: { kind: 'failed', raw: 'MALFORMED_FUNCTION_CALL' } },
      end,
    ],
  };
  for (const [name, events] of Object.entries(broken)) {
    it(`ends ${name} with one error event and no [DONE]`, () => {
      const lines = readDataLines(streamOf([...events, ...text('late')]), 1);
      expect(lines).not.toContain('[DONE]');
      expect(lines.filter((line) => 'error' in (JSON.parse(line) as object))).toHaveLength(1);
      expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ error: { type: 'server_error' } });
      expect(streamOf(events)).not.toContain('"finish_reason":"stop"}]}\n\ndata: [DONE]');
    });
  }

  it('says what the provider called the failure', () => {
    const events: StreamEvent[] = [
      start,
      {
        type: 'finish',
        candidate: 0,
        finish: { kind: 'failed', raw: 'MALFORMED_FUNCTION_CALL', message: 'print(x)' },
      },
    ];
    expect(streamOf(events)).toContain('MALFORMED_FUNCTION_CALL: print(x)');
  });

  it('is silent after [DONE] and about a candidate after its finish', () => {
    const whole = [start, ...text('a'), finish('stop')];
    expect(streamOf([...whole, ...text('late'), end, ...text('later'), end])).toBe(streamOf([...whole, end]));
  });

  it('refuses events out of their grammar', () => {
    expect(() => streamOf(text('early'))).toThrow(GatewayError);
    expect(() => streamOf([start, { type: 'tool-call-delta', candidate: 0, json: '{}' }])).toThrow(
      GatewayError,
    );
  });
});

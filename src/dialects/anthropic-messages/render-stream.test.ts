import { describe, expect, it } from 'vitest';
import type { Signature } from '../../canon/content.ts';
import type { Finish } from '../../canon/finish.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderAnswerContext } from '../dialect.ts';
import { createStreamRenderer } from './render-stream.ts';

const request: CanonRequest = {
  model: 'claude-sonnet-5',
  system: [],
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'How warm is it in Oslo?' }] }],
  tools: [],
  sampling: {},
  stop: [],
  stream: true,
  includeUsage: true,
};
const context: RenderAnswerContext = { nowMs: 0, requestId: 'r1', request };
const signed: Signature = { vendor: 'gemini', value: 'CpcB/+=' };

function render(events: readonly StreamEvent[]): string {
  const renderer = createStreamRenderer(context);
  return events.map((event) => renderer.render(event)).join('');
}

function read(wire: string): readonly { readonly name: string; readonly data: JsonObject }[] {
  const frames = wire.split('\n\n').slice(0, -1);
  return frames.map((frame) => {
    const [name = '', data = ''] = frame.split('\n');
    return {
      name: name.slice('event: '.length),
      data: JSON.parse(data.slice('data: '.length)) as JsonObject,
    };
  });
}

/** The events between the start of an answer and its end. */
function whole(...events: readonly StreamEvent[]): readonly StreamEvent[] {
  return [{ type: 'answer-start', model: 'gemini-3.8-flash' }, ...events, { type: 'answer-end' }];
}

const stopped: StreamEvent = { type: 'finish', candidate: 0, finish: { kind: 'stop' } };

function call(id: string, signature?: Signature): readonly StreamEvent[] {
  return [
    { type: 'tool-call-start', candidate: 0, id, idFromModel: true, name: 'get_weather', signature },
    { type: 'tool-call-delta', candidate: 0, json: '{"city":"Oslo"}' },
    { type: 'tool-call-end', candidate: 0 },
  ];
}

describe('a streamed message', () => {
  it('sends thinking, its signature and the tool call as exactly these events', () => {
    const events = read(
      render(
        whole(
          { type: 'reasoning-start', candidate: 0 },
          { type: 'reasoning-delta', candidate: 0, text: 'Call it.' },
          { type: 'reasoning-end', candidate: 0 },
          ...call('toolu_1', signed),
          { type: 'finish', candidate: 0, finish: { kind: 'tool-calls' } },
        ),
      ),
    );
    expect(
      events.map(({ name, data }) => [name, data['index'], data['delta'] ?? data['content_block']]),
    ).toEqual([
      ['message_start', undefined, undefined],
      ['ping', undefined, undefined],
      ['content_block_start', 0, { type: 'thinking', thinking: '', signature: '' }],
      ['content_block_delta', 0, { type: 'thinking_delta', thinking: 'Call it.' }],
      ['content_block_delta', 0, { type: 'signature_delta', signature: 'pollux.gemini.CpcB/+=' }],
      ['content_block_stop', 0, undefined],
      [
        'content_block_start',
        1,
        { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: {}, caller: { type: 'direct' } },
      ],
      ['content_block_delta', 1, { type: 'input_json_delta', partial_json: '{"city":"Oslo"}' }],
      ['content_block_stop', 1, undefined],
      [
        'message_delta',
        undefined,
        { stop_reason: 'tool_use', stop_sequence: null, stop_details: null, container: null },
      ],
      ['message_stop', undefined, undefined],
    ]);
  });

  it('says usage that comes after the finish, and the last of several', () => {
    const events = read(
      render([
        { type: 'answer-start', model: 'm', usage: { inputTokens: 7 } },
        { type: 'usage', usage: { inputTokens: 7, outputTokens: 1 } },
        { type: 'finish', candidate: 0, finish: { kind: 'stop' } },
        { type: 'usage', usage: { inputTokens: 100, cachedInputTokens: 60, outputTokens: 30 } },
        { type: 'answer-end' },
      ]),
    );
    expect(events[0]?.data['message']).toMatchObject({ usage: { input_tokens: 7, output_tokens: 0 } });
    expect(events.at(-2)?.data['usage']).toMatchObject({
      input_tokens: 40,
      cache_read_input_tokens: 60,
      cache_creation_input_tokens: 0,
      output_tokens: 30,
    });
  });

  it('estimates the prompt at the start where no provider has counted it yet', () => {
    const [start] = read(render([{ type: 'answer-start', model: 'm' }]));
    expect(start?.data['message']).toMatchObject({ usage: { input_tokens: 10, output_tokens: 0 } });
  });

  it('has no message_delta and no message_stop before the provider confirmed the end', () => {
    const wire = render(whole(...call('a'), stopped).slice(0, -1));
    expect(wire).toContain('content_block_stop');
    expect(wire).not.toContain('message_delta');
    expect(wire).not.toContain('message_stop');
  });

  it.each<readonly [string, StreamEvent, string]>([
    [
      'a provider that broke off',
      { type: 'error', error: new GatewayError('overloaded', 'Overloaded') },
      'overloaded_error',
    ],
    ['an end without a finish', { type: 'answer-end' }, 'api_error'],
  ])('ends in one error event and nothing after it: %s', (_name, last, type) => {
    const wire = render([
      { type: 'answer-start', model: 'm' },
      { type: 'text-start', candidate: 0 },
      { type: 'text-delta', candidate: 0, text: 'cut o' },
      last,
      { type: 'text-delta', candidate: 0, text: 'late' },
      { type: 'answer-end' },
    ]);
    const events = read(wire);
    expect(events.at(-1)).toMatchObject({ name: 'error', data: { type: 'error', error: { type } } });
    expect(events.filter(({ name }) => name === 'error')).toHaveLength(1);
    expect(wire).not.toContain('message_stop');
    expect(wire).not.toContain('late');
  });

  it('never makes a malformed function call an empty success: agents would loop on it', () => {
    const finish: Finish = { kind: 'failed', raw: 'MALFORMED_FUNCTION_CALL', message: 'print(x)' };
    const wire = render([
      { type: 'answer-start', model: 'm' },
      { type: 'finish', candidate: 0, finish },
      { type: 'answer-end' },
    ]);
    const last = read(wire).at(-1);
    expect(last).toMatchObject({ name: 'error', data: { error: { type: 'api_error' } } });
    expect(JSON.stringify(last)).toContain('MALFORMED_FUNCTION_CALL');
    expect(wire).not.toContain('end_turn');
  });

  it('answers tool_use though the provider said stop in a later chunk than the call', () => {
    const wire = render(whole(...call('a'), stopped));
    expect(wire).toContain('"stop_reason":"tool_use"');
  });

  it('leaves out candidates that Messages cannot say', () => {
    const wire = render(
      whole(
        { type: 'text-delta', candidate: 1, text: 'second' },
        { type: 'finish', candidate: 1, finish: { kind: 'length' } },
        { type: 'text-delta', candidate: 0, text: 'first' },
        stopped,
      ),
    );
    expect(wire).toContain('first');
    expect(wire).not.toContain('second');
    expect(wire).toContain('"stop_reason":"end_turn"');
  });

  it('gives each of several parallel calls a block of its own, with its whole arguments', () => {
    const events = read(render(whole(...call('a', signed), ...call('b'), stopped)));
    const blocks = events.filter(({ name }) => name === 'content_block_start');
    expect(blocks.map(({ data }) => [data['index'], data['content_block']])).toEqual([
      [0, { type: 'thinking', thinking: '', signature: '' }],
      [1, { type: 'tool_use', id: 'a', name: 'get_weather', input: {}, caller: { type: 'direct' } }],
      [2, { type: 'tool_use', id: 'b', name: 'get_weather', input: {}, caller: { type: 'direct' } }],
    ]);
    const inputs = events.flatMap(
      ({ data }) => (data['delta'] as JsonObject | undefined)?.['partial_json'] ?? [],
    );
    expect(inputs).toEqual(['{"city":"Oslo"}', '{"city":"Oslo"}']);
  });

  it('opens no block for an empty text: clients would send it back, and Anthropic refuses it', () => {
    const wire = render(
      whole(
        { type: 'text-start', candidate: 0 },
        { type: 'text-delta', candidate: 0, text: '' },
        { type: 'text-end', candidate: 0 },
        { type: 'finish', candidate: 0, finish: { kind: 'length' } },
      ),
    );
    expect(read(wire).map(({ name }) => name)).toEqual([
      'message_start',
      'ping',
      'message_delta',
      'message_stop',
    ]);
    expect(wire).toContain('"stop_reason":"max_tokens"');
  });

  it('starts the message before anything else, even when a parser forgot to', () => {
    const wire = render([{ type: 'text-delta', candidate: 0, text: 'x' }]);
    expect(read(wire)[0]).toMatchObject({
      name: 'message_start',
      data: { message: { model: 'claude-sonnet-5' } },
    });
  });
});

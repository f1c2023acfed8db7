// The events that clients see, their order and their numbers.

import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import {
  candidate,
  start,
  end,
  stop,
  usage,
  gemini,
  text,
  call,
  thought,
  render,
  names,
  output,
} from './client-stream.fixture.ts';
import { renderStreamError } from './render-error.ts';
import { readEvents } from './request.fixture.ts';

const message = [
  'output_item.added',
  'content_part.added',
  'output_text.delta',
  'output_text.done',
  'content_part.done',
  'output_item.done',
];

describe('the stream', () => {
  it('says a text in the whole grammar of events, numbered without a gap', () => {
    const events = render([start, ...text(['hel', 'lo']), usage, stop, end]);
    expect(names(events)).toEqual([
      'created',
      'in_progress',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.delta',
      'output_text.done',
      'content_part.done',
      'output_item.done',
      'completed',
    ]);
    expect(events.map((event) => event.data['sequence_number'])).toEqual(
      events.map((_event, index) => index),
    );
    for (const event of events) expect(event.data['type']).toBe(event.name);
    expect(events[4]?.data).toMatchObject({
      item_id: 'msg_req1_0',
      output_index: 0,
      content_index: 0,
      delta: 'hel',
      logprobs: [],
    });
    expect(output(events)).toEqual([
      {
        id: 'msg_req1_0',
        type: 'message',
        status: 'completed',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'hello', annotations: [], logprobs: [] }],
      },
    ]);
    expect(events.at(-1)?.data['response']).toMatchObject({
      status: 'completed',
      usage: { input_tokens: 7, output_tokens: 3, total_tokens: 10 },
    });
  });

  it('begins with an empty response in progress', () => {
    const [created] = render([start]);
    expect(created?.data['response']).toMatchObject({
      id: 'resp_req1',
      object: 'response',
      status: 'in_progress',
      output: [],
      usage: null,
    });
  });

  it('says reasoning as a summary, and calls with their arguments as they come', () => {
    const events = render([
      start,
      ...thought(['a', 'b'], gemini('s1')),
      ...call('f', ['{"x"', ':1}']),
      stop,
      end,
    ]);
    expect(names(events).slice(2, -1)).toEqual([
      'output_item.added',
      'reasoning_summary_part.added',
      'reasoning_summary_text.delta',
      'reasoning_summary_text.delta',
      'reasoning_summary_text.done',
      'reasoning_summary_part.done',
      'output_item.done',
      'output_item.added',
      'function_call_arguments.delta',
      'function_call_arguments.delta',
      'function_call_arguments.done',
      'output_item.done',
    ]);
    expect(output(events)).toMatchObject([
      {
        type: 'reasoning',
        summary: [{ type: 'summary_text', text: 'ab' }],
        encrypted_content: 'pollux.gemini.thought.s1',
      },
      { type: 'function_call', call_id: 'call_f', name: 'f', arguments: '{"x":1}', status: 'completed' },
    ]);
  });

  it('puts the signature of a call in a reasoning item before it, unless the item before it is signed so already', () => {
    const types = (events: StreamEvent[]): unknown[] =>
      output(render([start, ...events, stop, end])).map((item) => item['type']);
    expect(types(call('f', ['{}'], gemini('s')))).toEqual(['reasoning', 'function_call']);
    expect(types([...thought(['t'], gemini('s')), ...call('f', ['{}'], gemini('s'))])).toEqual([
      'reasoning',
      'function_call',
    ]);
    expect(types([...call('f', ['{}'], gemini('s')), ...call('g', ['{}'])])).toEqual([
      'reasoning',
      'function_call',
      'function_call',
    ]);
  });

  it('shows free-text tools and tools of a namespace as the client knows them', () => {
    const tools = [
      { type: 'custom', name: 'patch' },
      { type: 'namespace', name: 'ns', description: '', tools: [{ type: 'function', name: 'g' }] },
    ];
    const events = render(
      [start, ...call('patch', ['{"inp', 'ut":"a\\nb"}']), ...call('ns__g', []), stop, end],
      { tools },
    );
    expect(names(events).slice(2, 6)).toEqual([
      'output_item.added',
      'custom_tool_call_input.delta',
      'custom_tool_call_input.done',
      'output_item.done',
    ]);
    expect(output(events)).toMatchObject([
      { type: 'custom_tool_call', call_id: 'call_patch', name: 'patch', input: 'a\nb' },
      { type: 'function_call', name: 'g', namespace: 'ns', arguments: '{}' },
    ]);
  });

  it('says refusals, sources and logprobs in their own events', () => {
    const events = render([
      start,
      { type: 'text-start', candidate },
      {
        type: 'text-delta',
        candidate,
        text: 'x',
        logprobs: [{ token: 'x', logprob: -1, bytes: [120], top_logprobs: [] }],
      },
      { type: 'text-citation', candidate, citation: { url: 'https://a.example', start: 0, end: 1 } },
      { type: 'text-end', candidate },
      { type: 'refusal-delta', candidate, text: 'no' },
      stop,
      end,
    ]);
    expect(names(events)).toContain('output_text.annotation.added');
    expect(names(events)).toContain('refusal.done');
    expect(output(events)).toMatchObject([
      {
        content: [
          {
            text: 'x',
            annotations: [
              { type: 'url_citation', url: 'https://a.example', title: '', start_index: 0, end_index: 1 },
            ],
            logprobs: [{ token: 'x' }],
          },
          { type: 'refusal', refusal: 'no' },
        ],
      },
    ]);
  });

  it('joins a search and its results in one item', () => {
    const part = { type: 'server-tool', id: 's1', name: 'web_search' } as const;
    const events = render([
      start,
      { type: 'server-tool', candidate, part: { ...part, phase: 'call', data: { query: 'q' } } },
      {
        type: 'server-tool',
        candidate,
        part: { ...part, phase: 'result', data: [{ url: 'https://a.example' }] },
      },
      ...text(['x']),
      stop,
      end,
    ]);
    expect(output(events)).toMatchObject([
      {
        id: 'ws_req1_0',
        type: 'web_search_call',
        action: { type: 'search', query: 'q', sources: [{ type: 'url', url: 'https://a.example' }] },
      },
      { type: 'message' },
    ]);
  });

  it('gives a picture as an item', () => {
    const source = { type: 'inline', data: 'AAAA' } as const;
    const events = render([
      start,
      { type: 'media', candidate, part: { type: 'media', kind: 'image', source } },
      stop,
      end,
    ]);
    expect(output(events)).toEqual([
      { id: 'ig_req1_0', type: 'image_generation_call', status: 'completed', result: 'AAAA' },
    ]);
  });
});

describe('the end', () => {
  const endings = [
    {
      kind: 'length',
      event: 'response.incomplete',
      reason: { reason: 'max_output_tokens' },
      item: 'incomplete',
    },
    {
      kind: 'content-filter',
      event: 'response.incomplete',
      reason: { reason: 'content_filter' },
      item: 'incomplete',
    },
    {
      kind: 'refusal',
      event: 'response.incomplete',
      reason: { reason: 'content_filter' },
      item: 'completed',
    },
    { kind: 'stop-sequence', event: 'response.completed', reason: null, item: 'completed' },
    { kind: 'failed', event: 'response.failed', reason: null, item: 'incomplete' },
  ] as const;
  for (const { kind, event, reason, item } of endings) {
    it(`is ${event} for ${kind}`, () => {
      const events = render([start, ...text(['x']), { type: 'finish', candidate, finish: { kind } }, end]);
      expect(events.at(-1)?.name).toBe(event);
      expect(events.at(-1)?.data['response']).toMatchObject({
        status: event.replace('response.', ''),
        incomplete_details: reason,
      });
      expect(output(events)).toMatchObject([{ status: item }]);
    });
  }

  it('of a broken stream is an error and a failed response, never a completed one', () => {
    const error = new GatewayError('incomplete_answer', 'cut off');
    const events = render([
      start,
      { type: 'text-start', candidate },
      { type: 'text-delta', candidate, text: 'x' },
      { type: 'error', error },
      end,
    ]);
    expect(names(events).slice(2)).toEqual([...message, 'error', 'failed']);
    expect(events.at(-2)?.data).toMatchObject({ message: 'cut off.', error: { message: 'cut off.' } });
    expect(events.at(-1)?.data['response']).toMatchObject({
      status: 'failed',
      error: { code: 'server_error' },
    });
    expect(output(events)).toMatchObject([{ status: 'incomplete', content: [{ text: 'x' }] }]);
  });

  it('without any reason is a failure', () => {
    expect(names(render([start, ...text(['x']), end])).at(-1)).toBe('failed');
  });

  it('is told without a renderer too', () => {
    const events = readEvents(
      renderStreamError(new GatewayError('rate_limited', 'slow', { retryAfterMs: 2000 }), 'r9'),
    );
    expect(events.map((event) => event.name)).toEqual(['error', 'response.failed']);
    expect(events[1]?.data['response']).toMatchObject({
      id: 'resp_r9',
      error: { code: 'rate_limit_exceeded', message: 'slow. Please try again in 2s.' },
    });
  });
});

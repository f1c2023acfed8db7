// A provider's answers, whole and streamed, cut anywhere, in order or not, sound or broken.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asString, type JsonObject } from '../../lib/json.ts';
import { parseAnswer } from './parse-answer.ts';
import { fold, parse, parseStream, sse } from './request.fixture.ts';

const { request } = parse({});
const reasoning = {
  id: 'rs_1',
  type: 'reasoning',
  summary: [
    { type: 'summary_text', text: 'first' },
    { type: 'summary_text', text: 'second' },
  ],
  encrypted_content: 'enc',
};
const annotation = {
  type: 'url_citation',
  url: 'https://a.example',
  title: 'A',
  start_index: 0,
  end_index: 2,
};
const said = {
  id: 'msg_1',
  type: 'message',
  status: 'completed',
  role: 'assistant',
  content: [{ type: 'output_text', text: 'grüße 🎉', annotations: [annotation], logprobs: [] }],
};
const call = {
  id: 'fc_1',
  type: 'function_call',
  status: 'completed',
  call_id: 'call_1',
  name: 'f',
  arguments: '{"n":12345678901234567890}',
};
const custom = {
  id: 'ctc_1',
  type: 'custom_tool_call',
  status: 'completed',
  call_id: 'call_2',
  name: 'p',
  input: 'a\n"b"',
};
const search = {
  id: 'ws_1',
  type: 'web_search_call',
  status: 'completed',
  action: { type: 'search', query: 'q' },
};
const refused = {
  id: 'msg_2',
  type: 'message',
  status: 'completed',
  role: 'assistant',
  content: [{ type: 'refusal', refusal: 'no' }],
};
const usage = {
  input_tokens: 9,
  input_tokens_details: { cached_tokens: 4, cache_write_tokens: 0 },
  output_tokens: 5,
  output_tokens_details: { reasoning_tokens: 3 },
  total_tokens: 14,
};

function response(output: JsonObject[], fields: JsonObject = {}): JsonObject {
  return {
    id: 'resp_1',
    object: 'response',
    status: 'completed',
    model: 'gpt-5.2',
    error: null,
    incomplete_details: null,
    output,
    usage,
    ...fields,
  };
}

/** The events that an item is streamed in. */
function itemEvents(item: JsonObject, output_index: number): JsonObject[] {
  const place = { item_id: item['id'], output_index };
  const added = {
    ...item,
    ...(item['type'] === 'message' && { content: [] }),
    ...(item['type'] === 'reasoning' && { summary: [] }),
  };
  const inner: JsonObject[] = [];
  if (item === reasoning) {
    for (const [summary_index, part] of reasoning.summary.entries()) {
      inner.push({
        type: 'response.reasoning_summary_part.added',
        ...place,
        summary_index,
        part: { ...part, text: '' },
      });
      for (const delta of part.text)
        inner.push({ type: 'response.reasoning_summary_text.delta', ...place, summary_index, delta });
      inner.push({ type: 'response.reasoning_summary_text.done', ...place, summary_index, text: part.text });
    }
  } else if (item === said) {
    const [part] = said.content;
    inner.push({
      type: 'response.content_part.added',
      ...place,
      content_index: 0,
      part: { ...part, text: '', annotations: [] },
    });
    for (const delta of part?.text ?? '')
      inner.push({ type: 'response.output_text.delta', ...place, content_index: 0, delta, logprobs: [] });
    inner.push({
      type: 'response.output_text.annotation.added',
      ...place,
      content_index: 0,
      annotation_index: 0,
      annotation,
    });
    inner.push({ type: 'response.output_text.done', ...place, content_index: 0, text: part?.text });
    inner.push({ type: 'response.content_part.done', ...place, content_index: 0, part });
  } else if (item === call) {
    for (const delta of call.arguments)
      inner.push({ type: 'response.function_call_arguments.delta', ...place, delta });
    inner.push({
      type: 'response.function_call_arguments.done',
      ...place,
      name: 'f',
      arguments: call.arguments,
    });
  } else if (item === custom) {
    inner.push({ type: 'response.custom_tool_call_input.delta', ...place, delta: custom.input });
  } else if (item === refused) {
    inner.push({ type: 'response.refusal.delta', ...place, content_index: 0, delta: 'no' });
  }
  return [
    { type: 'response.output_item.added', output_index, item: added },
    ...inner,
    { type: 'response.output_item.done', output_index, item },
  ];
}

const begun = { type: 'response.created', response: response([], { status: 'in_progress', usage: null }) };

function stream(output: JsonObject[], last: JsonObject = response(output)): JsonObject[] {
  const items = output.flatMap((item, index) => itemEvents(item, index));
  return [begun, ...items, { type: `response.${asString(last['status'])}`, response: last }];
}

const answers: Readonly<Record<string, JsonObject[]>> = {
  'a text with sources': [said],
  'reasoning and calls': [reasoning, call, custom],
  'a search before the text': [search, said],
  'a refusal': [refused],
  everything: [reasoning, search, said, call, custom],
};

function lastError(events: readonly StreamEvent[]): GatewayError | undefined {
  const last = events.at(-1);
  return last?.type === 'error' ? last.error : undefined;
}

describe('a sound answer', () => {
  for (const [name, output] of Object.entries(answers)) {
    const wire = sse(stream(output));
    const whole = parseStream(wire, wire.length * 4);
    for (const size of [1, 2, 3, 7, 64]) {
      it(`is the same in pieces of ${size} bytes: ${name}`, () => {
        expect(parseStream(wire, size)).toEqual(whole);
      });
    }
    it(`is the same whole and streamed: ${name}`, () => {
      expect(fold(whole)).toEqual(parseAnswer(response(output), request));
      expect(whole.at(-1)?.type).toBe('answer-end');
    });
    it(`is the same when items are told only when they are done, or only at the end: ${name}`, () => {
      const streamed = stream(output);
      const done = streamed.filter((event) => !/delta|part/u.test(asString(event['type']) ?? ''));
      expect(fold(parseStream(sse(done), 50))).toEqual(fold(whole));
      const ends = [streamed.at(0) ?? {}, streamed.at(-1) ?? {}];
      expect(fold(parseStream(sse(ends), 50))).toEqual(fold(whole));
    });
  }

  it('is the same at any split of its bytes', () => {
    const wire = Buffer.from(sse(stream(answers['everything'] ?? [])));
    const whole = parseStream(wire.toString(), wire.length);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (size) => {
        expect(parseStream(wire.toString(), size)).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });

  it('holds each part in canonical form', () => {
    const answer = parseAnswer(response(answers['everything'] ?? []), request);
    expect(answer).toMatchObject({
      id: 'resp_1',
      model: 'gpt-5.2',
      usage: {
        inputTokens: 9,
        cachedInputTokens: 4,
        outputTokens: 5,
        reasoningTokens: 3,
        totalTokens: 14,
        raw: usage,
      },
    });
    expect(answer.candidates[0]?.finish).toEqual({ kind: 'tool-calls', raw: 'completed' });
    expect(answer.candidates[0]?.parts).toMatchObject([
      { type: 'reasoning', text: 'first\n\nsecond', signature: { vendor: 'openai', value: 'enc' } },
      { type: 'server-tool', phase: 'call', id: 'ws_1', name: 'web_search', data: { query: 'q' } },
      {
        type: 'text',
        text: 'grüße 🎉',
        citations: [{ url: 'https://a.example', title: 'A', start: 0, end: 2 }],
      },
      {
        type: 'tool-call',
        id: 'call_1',
        idFromModel: true,
        name: 'f',
        argumentsJson: '{"n":12345678901234567890}',
      },
      { type: 'tool-call', id: 'call_2', name: 'p', argumentsJson: '{"input":"a\\n\\"b\\""}' },
    ]);
  });

  it('keeps its order when a provider lets its items overlap', () => {
    const first = itemEvents(call, 0);
    const second = itemEvents(said, 1);
    const mixed: JsonObject[] = [];
    for (let at = 0; at < Math.max(first.length, second.length); at++)
      mixed.push(...[first[at], second[at]].filter((event) => event !== undefined));
    const last = { type: 'response.completed', response: response([call, said]) };
    expect(fold(parseStream(sse([begun, ...mixed, last]), 33))).toEqual(
      parseAnswer(response([call, said]), request),
    );
  });

  it('passes over events and items that nobody knows', () => {
    const odd = [
      { type: 'keepalive', sequence_number: 3 },
      { type: 'response.something.new', output_index: 0 },
      { type: 'response.output_item.added', output_index: 0, item: { type: 'dance', id: 'd' } },
      { type: 'response.output_item.done', output_index: 0, item: { type: 'dance', id: 'd' } },
    ];
    const events = [
      begun,
      ...odd,
      ...itemEvents(said, 1),
      { type: 'response.completed', response: response([{ type: 'dance' }, said]) },
    ];
    const wire = `: comment\n\nevent: x\ndata: not json\n\n${sse(events)}`;
    expect(fold(parseStream(wire, 9))).toEqual(parseAnswer(response([said]), request));
  });

  const endings: readonly (readonly [JsonObject, unknown])[] = [
    [{ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }, 'length'],
    [{ status: 'incomplete', incomplete_details: { reason: 'content_filter' } }, 'content-filter'],
    [{ status: 'cancelled' }, 'failed'],
  ];
  for (const [fields, kind] of endings) {
    it(`ends for its own reason: ${String(kind)}`, () => {
      const last = response([said], fields);
      expect(parseAnswer(last, request).candidates[0]?.finish.kind).toBe(kind);
      expect(fold(parseStream(sse(stream([said], last)), 20))?.candidates[0]?.finish.kind).toBe(kind);
    });
  }

  it('calls an answer that is a refusal by its name', () => {
    expect(parseAnswer(response([refused]), request).candidates[0]?.finish.kind).toBe('refusal');
  });
});

describe('a broken answer', () => {
  it('is an error wherever its stream is cut', () => {
    const events = stream([reasoning, said, call]);
    for (let count = 0; count < events.length; count++) {
      const error = lastError(parseStream(sse(events.slice(0, count)), 41));
      expect(error?.code, `after ${count} events`).toBe('incomplete_answer');
    }
  });

  it('carries the error of a failed response, with the status that it would have had', () => {
    const error = { code: 'rate_limit_exceeded', message: 'Slow down.' };
    const failed = { type: 'response.failed', response: response([], { status: 'failed', error }) };
    const raised = lastError(parseStream(sse([begun, failed]), 5));
    expect(raised?.code).toBe('rate_limited');
    expect(raised?.options).toMatchObject({ providerStatus: 429, providerBody: JSON.stringify({ error }) });
  });

  const forms: readonly JsonObject[] = [
    {
      type: 'error',
      error: { type: 'server_error', code: 'insufficient_quota', message: 'Pay.', param: null },
    },
    { type: 'error', code: 'insufficient_quota', message: 'Pay.', param: null, sequence_number: 2 },
  ];
  for (const form of forms) {
    it(`reads ${JSON.stringify(form)} and nothing after it`, () => {
      const events = parseStream(sse([begun, form, ...stream([said]).slice(1)]), 13);
      expect(lastError(events)?.options).toMatchObject({ providerStatus: 429 });
      expect(lastError(events)?.options.providerBody).toContain('insufficient_quota');
      expect(events.filter((event) => event.type === 'error')).toHaveLength(1);
    });
  }

  it('raises an error body that came under 200', () => {
    const body = { error: { message: 'Bad.', type: 'invalid_request_error', code: null, param: null } };
    expect(() => parseAnswer(body, request)).toThrow(GatewayError);
    const raised = lastError(parseStream(JSON.stringify(body), 4));
    expect(raised?.options.providerStatus).toBe(400);
  });

  for (const [name, body] of Object.entries({
    'an array': [],
    'an empty object': {},
    'a response that goes on': response([], { status: 'in_progress' }),
    'a call without a name': response([{ type: 'function_call', call_id: 'c' }]),
  })) {
    it(`refuses ${name} as an answer`, () => {
      expect(() => parseAnswer(body, request)).toThrow(
        expect.objectContaining({ code: 'incomplete_answer' }) as Error,
      );
    });
  }

  it('says nothing more after its end', () => {
    const wire = sse([...stream([said]), ...stream([call])]);
    const events = parseStream(wire, 100);
    expect(events.filter((event) => event.type === 'answer-end')).toHaveLength(1);
    expect(events.at(-1)?.type).toBe('answer-end');
  });
});

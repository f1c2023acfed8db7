// A provider's answers, whole and streamed, cut anywhere, in order or not, sound or broken.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asString, type JsonObject } from '../../lib/json.ts';
import { parseAnswer } from './parse-answer.ts';
import {
  reasoning,
  said,
  call,
  custom,
  search,
  refused,
  usage,
  response,
  itemEvents,
  begun,
  stream,
} from './provider-stream.fixture.ts';
import { fold, parse, parseStream, sse } from './request.fixture.ts';

const { request } = parse({});
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
    const output = [call, said, custom, reasoning];
    const streams = output.map((item, index) => itemEvents(item, index));
    const mixed: JsonObject[] = [];
    for (let at = 0; streams.some((events) => at < events.length); at++) {
      for (const events of streams) mixed.push(...events.slice(at, at + 1));
    }
    const last = { type: 'response.completed', response: response(output) };
    const whole = parseAnswer(response(output), request);
    expect(fold(parseStream(sse([begun, ...mixed, last]), 33))).toEqual(whole);
    // The later items are whole before the first one is.
    const late = [...streams.slice(1).flat(), ...(streams[0] ?? [])];
    const early = streams[0]?.slice(0, 1) ?? [];
    expect(fold(parseStream(sse([begun, ...early, ...late, last]), 33))).toEqual(whole);
  });

  it.each([
    [
      'a shell in its own container',
      { type: 'shell_call', environment: { type: 'container_reference' } },
      true,
    ],
    ['a search among tools on its side', { type: 'tool_search_call', execution: 'server' }, true],
    ['a shell on the client’s machine', { type: 'shell_call', environment: { type: 'local' } }, false],
    ['a search that the client is to do', { type: 'tool_search_call', execution: 'client' }, false],
  ])('asks the client for nothing that the provider did itself: %s', (_what, item, own) => {
    const done = { ...item, id: 'i', call_id: 'c', status: 'completed', action: { commands: ['ls'] } };
    const output: JsonObject[] = [done, ...(own ? [said] : [])];
    const [candidate] = parseAnswer(response(output), request).candidates;
    expect(candidate?.finish.kind).toBe(own ? 'stop' : 'tool-calls');
    expect(candidate?.parts[0]?.type).toBe(own ? 'server-tool' : 'tool-call');
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

  const lossy: readonly (readonly [string, (events: readonly JsonObject[]) => string])[] = [
    ['an event is broken', (events) => `data: {"type":"respo\n\n${sse(events)}`],
    ['a piece of the text is lost', (events) => sse(events.filter((event) => event !== firstDelta(events)))],
    [
      'a piece of the text comes twice',
      (events) => sse(events.flatMap((event) => (event === firstDelta(events) ? [event, event] : [event]))),
    ],
  ];
  for (const [name, spoil] of lossy) {
    it(`is no success when ${name}`, () => {
      expect(parseStream(spoil(stream([said])), 7).at(-1)).toMatchObject({
        type: 'error',
        error: { code: 'incomplete_answer' },
      });
    });
  }

  it('says nothing more after its end', () => {
    const wire = sse([...stream([said]), ...stream([call])]);
    const events = parseStream(wire, 100);
    expect(events.filter((event) => event.type === 'answer-end')).toHaveLength(1);
    expect(events.at(-1)?.type).toBe('answer-end');
  });
});

function firstDelta(events: readonly JsonObject[]): JsonObject | undefined {
  return events.find(({ type }) => type === 'response.output_text.delta');
}

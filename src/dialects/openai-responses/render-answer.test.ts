// Whole answers: that they say what streamed ones say, and what is repeated around them.

import { describe, expect, it } from 'vitest';
import type { Finish } from '../../canon/finish.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import { openaiResponsesClientFace } from './client-face.ts';
import { start, end, stop, usage, gemini, text, call, thought, output } from './client-stream.fixture.ts';
import { answerContext, fold, readEvents } from './request.fixture.ts';

type FinishKind = Finish['kind'];

describe('whole and streamed', () => {
  const answers: Readonly<Record<string, StreamEvent[]>> = {
    text: text(['a', 'b']),
    'signed text': text(['a'], gemini('t')),
    'a signature on an empty text': [...text(['a']), ...text([], gemini('t'))],
    'thought, text and calls': [
      ...thought(['x']),
      ...text(['a']),
      ...call('f', ['{"a":1}'], gemini('s')),
      ...call('g', []),
    ],
    'only a signature': thought([], gemini('s')),
    'an empty thought': thought([]),
    nothing: [],
  };
  for (const [name, events] of Object.entries(answers)) {
    it(`say the same: ${name}`, () => {
      const all = [start, ...events, usage, stop, end];
      const kept: JsonObject[] = [];
      const context = { ...answerContext(), keep: (response: JsonObject) => kept.push(response) > 0 };
      const renderer = openaiResponsesClientFace.createStreamRenderer(context);
      const wire = readEvents(all.map((event) => renderer.render(event)).join(''));
      const answer = fold(all);
      const whole = answer && openaiResponsesClientFace.renderAnswer(answer, context);
      expect(kept).toEqual([whole, whole]);
      expect(wire.at(-1)?.data['response']).toEqual(whole);
      const done = wire.filter((event) => event.name === 'response.output_item.done');
      expect(done.map((event) => event.data['item'])).toEqual(output(wire));
    });
  }
});

describe('whether an answer is kept', () => {
  const events = (kind: FinishKind): StreamEvent[] => [
    start,
    ...text(['a']),
    { type: 'finish', candidate: 0, finish: { kind } },
    end,
  ];
  const cases: readonly (readonly [string, FinishKind, (() => boolean) | undefined, boolean])[] = [
    ['is kept', 'stop', () => true, true],
    ['is kept, cut off by its ceiling', 'length', () => true, true],
    ['could not be kept', 'stop', () => false, false],
    ['is kept by nobody', 'stop', undefined, false],
    ['has failed', 'failed', () => true, false],
  ];
  for (const [name, kind, keep, store] of cases) {
    it(`is told as it is where it ${name}`, () => {
      const context = { ...answerContext(), keep };
      const renderer = openaiResponsesClientFace.createStreamRenderer(context);
      const wire = readEvents(
        events(kind)
          .map((event) => renderer.render(event))
          .join(''),
      );
      const answer = fold(events(kind));
      expect(wire.at(-1)?.data['response']).toMatchObject({ store });
      expect(answer && openaiResponsesClientFace.renderAnswer(answer, context)).toMatchObject({ store });
    });
  }

  it('is told of a stream that broke off too', () => {
    const renderer = openaiResponsesClientFace.createStreamRenderer({ ...answerContext(), keep: () => true });
    const error = new GatewayError('incomplete_answer', 'cut off');
    const wire = readEvents(renderer.render(start) + renderer.render({ type: 'error', error }));
    expect(wire.at(-1)?.data['response']).toMatchObject({ status: 'failed', store: false });
  });
});

describe('the response object', () => {
  it('repeats what was asked, and fills in what was not', () => {
    const body = {
      instructions: 'be kind',
      tools: [{ type: 'function', name: 'f' }],
      metadata: { a: 'b' },
      temperature: 0.2,
      reasoning: { effort: 'low' },
      text: { format: { type: 'json_object' } },
      store: false,
      previous_response_id: { resolved: 'resp_0' },
    };
    const answer = { model: 'm1', candidates: [{ index: 0, parts: [], finish: { kind: 'stop' } as const }] };
    expect(openaiResponsesClientFace.renderAnswer(answer, answerContext(body))).toMatchObject({
      id: 'resp_req1',
      object: 'response',
      created_at: 1_700_000_000,
      status: 'completed',
      model: 'm1',
      instructions: 'be kind',
      tools: [{ type: 'function', name: 'f', strict: true, parameters: null }],
      metadata: { a: 'b' },
      temperature: 0.2,
      top_p: 1,
      tool_choice: 'auto',
      parallel_tool_calls: true,
      reasoning: { effort: 'low', summary: null },
      text: { format: { type: 'json_object' } },
      store: false,
      previous_response_id: 'resp_0',
      error: null,
      incomplete_details: null,
      output: [],
    });
  });
});

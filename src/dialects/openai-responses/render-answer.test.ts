// Whole answers: that they say what streamed ones say, and what is repeated around them.

import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { openaiResponsesClientFace } from './client-face.ts';
import { start, end, stop, usage, gemini, text, call, thought, output } from './client-stream.fixture.ts';
import { answerContext, fold, readEvents } from './request.fixture.ts';

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
      const renderer = openaiResponsesClientFace.createStreamRenderer(answerContext());
      const wire = readEvents(all.map((event) => renderer.render(event)).join(''));
      const answer = fold(all);
      const whole = answer && openaiResponsesClientFace.renderAnswer(answer, answerContext());
      expect(renderer.response).toEqual(whole);
      expect(wire.at(-1)?.data['response']).toEqual(whole);
      const done = wire.filter((event) => event.name === 'response.output_item.done');
      expect(done.map((event) => event.data['item'])).toEqual(output(wire));
    });
  }
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

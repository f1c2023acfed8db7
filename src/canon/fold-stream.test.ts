import { describe, expect, it } from 'vitest';
import { GatewayError } from '../errors/gateway-error.ts';
import { createStreamFold } from './fold-stream.ts';
import type { StreamEvent } from './stream-event.ts';

function fold(events: readonly StreamEvent[]) {
  const folded = createStreamFold();
  for (const event of events) folded.push(event);
  return folded.answer();
}

const start: StreamEvent = { type: 'answer-start', id: 'r1', model: 'm', usage: { inputTokens: 3 } };
const finish: StreamEvent = { type: 'finish', candidate: 0, finish: { kind: 'stop' } };
const end: StreamEvent = { type: 'answer-end' };
const signature = { vendor: 'gemini', value: 's' } as const;

describe('stream fold', () => {
  it('joins the pieces of every kind of part', () => {
    const answer = fold([
      start,
      { type: 'reasoning-start', candidate: 0 },
      { type: 'reasoning-delta', candidate: 0, text: 'hm' },
      { type: 'reasoning-delta', candidate: 0, text: 'm' },
      { type: 'reasoning-end', candidate: 0, signature, redactedData: 'x' },
      { type: 'text-start', candidate: 0 },
      { type: 'text-delta', candidate: 0, text: 'a', logprobs: [{ token: 'a' }] },
      { type: 'text-delta', candidate: 0, text: 'b', logprobs: [{ token: 'b' }] },
      { type: 'text-citation', candidate: 0, citation: { url: 'https://a.example' } },
      { type: 'text-end', candidate: 0, signature },
      { type: 'tool-call-start', candidate: 0, id: 'c', idFromModel: true, name: 'f', signature },
      { type: 'tool-call-delta', candidate: 0, json: '{"a"' },
      { type: 'tool-call-delta', candidate: 0, json: ':1}' },
      { type: 'tool-call-end', candidate: 0 },
      { type: 'refusal-delta', candidate: 0, text: 'n' },
      { type: 'refusal-delta', candidate: 0, text: 'o' },
      { type: 'usage', usage: { inputTokens: 3, outputTokens: 9 } },
      finish,
      end,
    ]);
    expect(answer).toEqual({
      id: 'r1',
      model: 'm',
      usage: { inputTokens: 3, outputTokens: 9 },
      candidates: [
        {
          index: 0,
          finish: { kind: 'stop' },
          logprobs: [{ token: 'a' }, { token: 'b' }],
          parts: [
            { type: 'reasoning', text: 'hmm', signature, redactedData: 'x' },
            { type: 'text', text: 'ab', citations: [{ url: 'https://a.example' }], signature },
            { type: 'tool-call', id: 'c', idFromModel: true, name: 'f', argumentsJson: '{"a":1}', signature },
            { type: 'refusal', text: 'no' },
          ],
        },
      ],
    });
  });

  it('gives a call without arguments an empty object', () => {
    const answer = fold([
      start,
      { type: 'tool-call-start', candidate: 0, id: 'c', idFromModel: false, name: 'f' },
      { type: 'tool-call-end', candidate: 0 },
      finish,
      end,
    ]);
    expect(answer?.candidates[0]?.parts).toEqual([
      { type: 'tool-call', id: 'c', idFromModel: false, name: 'f', argumentsJson: '{}' },
    ]);
  });

  it('keeps candidates apart and in their order', () => {
    const second = (event: StreamEvent): StreamEvent => ({ ...event, candidate: 1 }) as StreamEvent;
    const answer = fold([
      start,
      second({ type: 'text-start', candidate: 0 }),
      { type: 'text-start', candidate: 0 },
      second({ type: 'text-delta', candidate: 0, text: 'two' }),
      { type: 'text-delta', candidate: 0, text: 'one' },
      { type: 'text-end', candidate: 0 },
      second({ type: 'text-end', candidate: 0 }),
      second(finish),
      finish,
      end,
    ]);
    expect(answer?.candidates.map(({ index, parts }) => [index, parts])).toEqual([
      [0, [{ type: 'text', text: 'one' }]],
      [1, [{ type: 'text', text: 'two' }]],
    ]);
  });

  it('has no answer before the end, nor after an error', () => {
    expect(fold([start, finish])).toBeUndefined();
    expect(
      fold([start, { type: 'error', error: new GatewayError('incomplete_answer', 'cut') }]),
    ).toBeUndefined();
  });
});

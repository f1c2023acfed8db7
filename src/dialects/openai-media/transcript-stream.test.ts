import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { createTranscriptRenderer } from './transcript-stream.ts';

function render(...events: readonly StreamEvent[]): unknown[] {
  const renderer = createTranscriptRenderer((error) => `data: ${JSON.stringify({ error: error.code })}\n\n`);
  const text = events.map((event) => renderer.render(event)).join('');
  return [...text.matchAll(/^data: (.*)$/gmu)].map((match) => JSON.parse(match[1] ?? '') as unknown);
}

const start: StreamEvent = { type: 'answer-start', model: 'm' };
const said = (text: string): StreamEvent => ({ type: 'text-delta', candidate: 0, text });
const finish = (kind: 'stop' | 'length' | 'content-filter'): StreamEvent => ({
  type: 'finish',
  candidate: 0,
  finish: { kind },
});
const end: StreamEvent = { type: 'answer-end' };

describe('a streamed transcript', () => {
  it('is its deltas, then the whole with what it took', () => {
    const usage: StreamEvent = { type: 'usage', usage: { inputTokens: 3, outputTokens: 2 } };
    const thought: StreamEvent = { type: 'reasoning-delta', candidate: 0, text: 'hm' };
    expect(render(start, thought, said('a'), said(''), said('b'), usage, finish('stop'), end)).toEqual([
      { type: 'transcript.text.delta', delta: 'a' },
      { type: 'transcript.text.delta', delta: 'b' },
      {
        type: 'transcript.text.done',
        text: 'ab',
        usage: { type: 'tokens', input_tokens: 3, output_tokens: 2, total_tokens: 5 },
      },
    ]);
  });

  it('of silence is the whole alone', () => {
    expect(render(start, finish('stop'), end)).toEqual([{ type: 'transcript.text.done', text: '' }]);
  });

  it.each(['length', 'content-filter'] as const)('that ended by %s is never told as whole', (kind) => {
    expect(render(start, said('a'), finish(kind), end)).toEqual([
      { type: 'transcript.text.delta', delta: 'a' },
      { error: 'incomplete_answer' },
    ]);
  });

  it('that broke ends in the error, and nothing follows it', () => {
    const error: StreamEvent = { type: 'error', error: new GatewayError('overloaded', 'busy') };
    expect(render(start, said('a'), error, said('b'), end).slice(1)).toEqual([{ error: 'overloaded' }]);
  });
});

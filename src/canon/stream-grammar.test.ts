import { describe, expect, it } from 'vitest';
import { GatewayError } from '../errors/gateway-error.ts';
import type { StreamEvent } from './stream-event.ts';
import { createGrammarGuard } from './stream-grammar.ts';

const start: StreamEvent = { type: 'answer-start', model: 'm' };
const textStart: StreamEvent = { type: 'text-start', candidate: 0 };
const textDelta: StreamEvent = { type: 'text-delta', candidate: 0, text: 'a' };
const textEnd: StreamEvent = { type: 'text-end', candidate: 0 };
const call: StreamEvent = { type: 'tool-call-start', candidate: 0, id: 'c', idFromModel: true, name: 'f' };
const callDelta: StreamEvent = { type: 'tool-call-delta', candidate: 0, json: '{}' };
const callEnd: StreamEvent = { type: 'tool-call-end', candidate: 0 };
const thought: StreamEvent = { type: 'reasoning-start', candidate: 0 };
const thoughtDelta: StreamEvent = { type: 'reasoning-delta', candidate: 0, text: 'a' };
const thoughtEnd: StreamEvent = { type: 'reasoning-end', candidate: 0 };
const citation: StreamEvent = { type: 'text-citation', candidate: 0, citation: {} };
const refusal: StreamEvent = { type: 'refusal-delta', candidate: 0, text: 'no' };
const usage: StreamEvent = { type: 'usage', usage: {} };
const finish: StreamEvent = { type: 'finish', candidate: 0, finish: { kind: 'stop' } };
const end: StreamEvent = { type: 'answer-end' };
const error: StreamEvent = { type: 'error', error: new GatewayError('incomplete_answer', 'cut') };

function run(events: readonly StreamEvent[]): boolean {
  const guard = createGrammarGuard();
  for (const event of events) guard.push(event);
  return guard.ended;
}

const legal: Record<string, StreamEvent[]> = {
  'an empty answer': [start, finish, end],
  'every kind of part': [
    start,
    thought,
    thoughtDelta,
    thoughtEnd,
    textStart,
    textDelta,
    citation,
    textEnd,
    call,
    callDelta,
    callEnd,
    refusal,
    usage,
    finish,
    end,
  ],
  'usage after the finish': [start, finish, usage, end],
  'an error before the start': [error],
  'an error inside a part': [start, textStart, error],
  'candidates that write at the same time': [
    start,
    textStart,
    { ...textStart, candidate: 1 },
    textDelta,
    { ...textEnd, candidate: 1 },
    textEnd,
    finish,
    { ...finish, candidate: 1 },
    end,
  ] as StreamEvent[],
};

const illegal: Record<string, StreamEvent[]> = {
  'a part before the start': [textStart],
  'a second start': [start, start],
  'a delta outside its part': [start, textDelta],
  'a delta inside another part': [start, thought, textDelta],
  'a citation outside text': [start, citation],
  'a part inside a part': [start, textStart, call],
  'a refusal inside a part': [start, textStart, refusal],
  'an end without a part': [start, callEnd],
  'a finish inside a part': [start, textStart, finish],
  'content after the finish': [start, finish, textStart],
  'two finishes': [start, finish, finish],
  'an end without any finish': [start, end],
  'an end before every finish': [
    start,
    { ...textStart, candidate: 1 },
    { ...textEnd, candidate: 1 },
    finish,
    end,
  ] as StreamEvent[],
  'anything after the end': [start, finish, end, usage],
  'anything after an error': [start, error, end],
};

describe('grammar guard', () => {
  for (const [name, events] of Object.entries(legal)) {
    it(`lets pass ${name}`, () => expect(run(events)).toBe(true));
  }
  for (const [name, events] of Object.entries(illegal)) {
    it(`stops ${name}`, () => expect(() => run(events)).toThrow(/illegal stream event/u));
  }
  it('is not over before its end', () => expect(run([start, finish])).toBe(false));
});

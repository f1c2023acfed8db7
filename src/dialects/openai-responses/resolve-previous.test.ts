// Requests that continue a kept answer, or refer to items of one.

import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import { parse } from './request.fixture.ts';
import { inputToKeep, resolvePrevious, type PreviousResponse } from './resolve-previous.ts';

const asked = {
  id: 'in_r1_0',
  type: 'message',
  role: 'user',
  content: [{ type: 'input_text', text: 'one' }],
};
const called = { id: 'fc_r1_0', type: 'function_call', call_id: 'c1', name: 'f', arguments: '{}' };
const kept: ReadonlyMap<string, PreviousResponse> = new Map([
  ['resp_r1', { input: [asked], response: { id: 'resp_r1', instructions: 'old', output: [called] } }],
]);
const load = (id: string): PreviousResponse | undefined => kept.get(id);

describe('resolvePrevious', () => {
  it('puts the conversation before the new input', () => {
    const output = { type: 'function_call_output', call_id: 'c1', output: 'done' };
    const body: JsonObject = { model: 'm', previous_response_id: 'resp_r1', input: [output] };
    const resolved = resolvePrevious(body, load);
    expect(resolved['input']).toEqual([asked, called, output]);
    const { request } = parse(resolved);
    expect(request.messages.map((message) => message.role)).toEqual(['user', 'assistant', 'user']);
    expect(request.extras?.['openai-responses']?.['previous_response_id']).toBe('resp_r1');
  });

  it('takes a string as the new turn, and inherits no instructions', () => {
    const { request } = parse(resolvePrevious({ previous_response_id: 'resp_r1', input: 'two' }, load));
    expect(request.system).toEqual([]);
    expect(request.messages.at(-1)).toEqual({ role: 'user', parts: [{ type: 'text', text: 'two' }] });
  });

  it('answers as OpenAI does when the answer is unknown', () => {
    const attempt = (): JsonObject => resolvePrevious({ previous_response_id: 'resp_x', input: 'two' }, load);
    expect(attempt).toThrow(GatewayError);
    expect(attempt).toThrow(/'resp_x' not found/u);
  });

  it('finds items by their ids, with or without a type', () => {
    const references = [{ type: 'item_reference', id: 'in_r1_0' }, { id: 'fc_r1_0' }];
    expect(resolvePrevious({ input: references }, load)['input']).toEqual([asked, called]);
  });

  it('leaves an unknown reference for the parser to refuse', () => {
    const body = resolvePrevious({ input: [{ type: 'item_reference', id: 'msg_r7_0' }] }, load);
    expect(() => parse(body)).toThrow(/kept here/u);
  });

  it('does not touch a body that needs nothing', () => {
    const body = { input: 'hi' };
    expect(resolvePrevious(body, load)).toBe(body);
  });
});

describe('inputToKeep', () => {
  it('gives every item an id and a type, and every message its parts', () => {
    expect(inputToKeep({ input: 'hi' }, 'r2')).toEqual([
      { id: 'in_r2_0', type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hi' }] },
    ]);
    expect(inputToKeep({ input: [asked, { role: 'assistant', content: 'ok' }, called] }, 'r2')).toEqual([
      asked,
      { id: 'in_r2_1', type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'ok' }] },
      called,
    ]);
  });

  it('keeps what a later turn can be made of', () => {
    const first = inputToKeep({ input: 'hi' }, 'r2');
    const again = resolvePrevious({ previous_response_id: 'resp_r2', input: 'more' }, () => {
      return { input: first, response: { output: [] } };
    });
    expect(parse(again).request.messages).toHaveLength(2);
  });
});

// Responses as the simulator gives them to OpenAI's SDK, and what it refuses.

import type OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { messages, parameters, tools, useOpenai } from './use-openai.fixture.ts';

const its = useOpenai();

describe('the simulated Responses', () => {
  const flat = tools.map(({ function: { name } }) => ({
    type: 'function' as const,
    strict: false,
    name,
    parameters,
  }));

  it('answers whole and as events that build the same', async () => {
    const asked = {
      model: 'gpt-5',
      input: 'hello there',
      reasoning: { effort: 'low', summary: 'auto' },
    } as const;
    const whole = await its.client.responses.create(asked);
    const types: string[] = [];
    let text = '';
    let last: OpenAI.Responses.Response | undefined;
    for await (const event of await its.client.responses.create({ ...asked, stream: true })) {
      expect(event.sequence_number).toBe(types.length);
      types.push(event.type);
      if (event.type === 'response.output_text.delta') text += event.delta;
      if (event.type === 'response.completed') last = event.response;
    }
    expect([whole.output_text, text]).toEqual(['You said: hello there', 'You said: hello there']);
    expect(types.slice(0, 3)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
    ]);
    expect(types.at(-1)).toBe('response.completed');
    expect(last?.output.map(({ type }) => type)).toEqual(['reasoning', 'message']);
    expect(last?.usage).toEqual(whole.usage);
  });

  it('calls functions and quotes what they answered', async () => {
    const called = await its.client.responses.create({ model: 'gpt-5', input: 'get_weather', tools: flat });
    const call = called.output.find((item) => item.type === 'function_call');
    expect(call).toMatchObject({ name: 'get_weather', arguments: '{"city":"sample city"}' });
    if (!call) return;
    const input = [
      ...messages('get_weather'),
      call,
      { type: 'function_call_output' as const, call_id: call.call_id, output: 'bright' },
    ];
    const answer = await its.client.responses.create({ model: 'gpt-5', input, tools: flat });
    expect(answer.output_text).toContain('get_weather = bright');
  });

  it('says incomplete when the tokens run out', async () => {
    const answer = await its.client.responses.create({
      model: 'gpt-4o',
      input: 'one two three four',
      max_output_tokens: 2,
    });
    expect([answer.status, answer.incomplete_details?.reason]).toEqual(['incomplete', 'max_output_tokens']);
  });

  it.each([
    [
      'an unknown earlier response',
      { model: 'gpt-5', input: 'x', previous_response_id: 'resp_1' },
      'previous_response_not_found',
    ],
    ['an unknown model', { model: 'no-such', input: 'x' }, 'model_not_found'],
    [
      'an output without its call',
      { model: 'gpt-5', input: [{ type: 'function_call_output', call_id: 'x', output: 'y' }] },
      null,
    ],
  ])('refuses %s', async (_name, body, code) => {
    const { status, error } = await its.post('/v1/responses', body);
    expect([status, error.code]).toEqual([400, code]);
  });
});

// Chat Completions as the simulator gives them to OpenAI's SDK, and what it refuses.

import { describe, expect, it } from 'vitest';
import { messages, tools, useOpenai } from './use-openai.fixture.ts';

const its = useOpenai();

describe('the simulated Chat Completions', () => {
  it('answers whole, with usage that adds up', async () => {
    const answer = await its.client.chat.completions.create({
      model: 'gpt-5',
      messages: messages('hello'),
      reasoning_effort: 'low',
    });
    expect(answer.choices[0]).toMatchObject({
      message: { role: 'assistant', content: 'You said: hello' },
      finish_reason: 'stop',
    });
    const {
      prompt_tokens = 0,
      completion_tokens = 0,
      total_tokens,
      completion_tokens_details,
    } = answer.usage ?? {};
    expect(total_tokens).toBe(prompt_tokens + completion_tokens);
    expect(completion_tokens_details?.reasoning_tokens).toBeGreaterThan(0);
  });

  it('streams deltas, a finish, usage when asked, and [DONE]', async () => {
    let text = '';
    const finishes: (string | null)[] = [];
    let usage: unknown;
    const stream = await its.client.chat.completions.create({
      model: 'gpt-4o',
      messages: messages('hello 😀 there'),
      stream: true,
      stream_options: { include_usage: true },
    });
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      if (chunk.choices[0]?.finish_reason) finishes.push(chunk.choices[0].finish_reason);
      if (chunk.choices.length === 0) usage = chunk.usage;
    }
    expect([text, finishes]).toEqual(['You said: hello 😀 there', ['stop']]);
    expect(usage).toMatchObject({ completion_tokens: expect.any(Number) });
  });

  it('streams tool calls with indices, id and name first, arguments in pieces', async () => {
    const calls: { id: string; name: string; args: string }[] = [];
    const stream = await its.client.chat.completions.create({
      model: 'gpt-4o',
      messages: messages('get_time and get_weather'),
      tools,
      stream: true,
    });
    let finish: string | null | undefined;
    for await (const { choices } of stream) {
      finish = choices[0]?.finish_reason ?? finish;
      for (const call of choices[0]?.delta.tool_calls ?? []) {
        calls[call.index] ??= { id: call.id ?? '', name: call.function?.name ?? '', args: '' };
        const known = calls[call.index];
        if (known) known.args += call.function?.arguments ?? '';
      }
    }
    expect(finish).toBe('tool_calls');
    expect(calls.map(({ name, args }) => [name, JSON.parse(args)])).toEqual([
      ['get_weather', { city: 'sample city' }],
      ['get_time', { city: 'sample city' }],
    ]);
    expect(calls[0]?.id).toMatch(/^call_/u);
  });

  it('quotes tool results', async () => {
    const tool_calls = [
      { id: 'c1', type: 'function' as const, function: { name: 'get_weather', arguments: '{}' } },
    ];
    const turns = [
      ...messages('get_weather'),
      { role: 'assistant' as const, tool_calls },
      { role: 'tool' as const, tool_call_id: 'c1', content: 'bright' },
    ];
    const answer = await its.client.chat.completions.create({ model: 'gpt-4o', messages: turns, tools });
    expect(answer.choices[0]?.message.content).toContain('get_weather = bright');
  });

  it('obeys a JSON schema', async () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'boolean' } },
      required: ['a'],
      additionalProperties: false,
    };
    const response_format = {
      type: 'json_schema' as const,
      json_schema: { name: 'x', strict: true, schema },
    };
    const answer = await its.client.chat.completions.create({
      model: 'gpt-4o',
      messages: messages('x'),
      response_format,
    });
    expect(JSON.parse(answer.choices[0]?.message.content ?? '')).toEqual({ a: true });
  });

  it.each([
    [
      'an unknown key',
      { model: 'gpt-4o', messages: messages('x') },
      { authorization: 'Bearer sk-nope' },
      401,
      'invalid_api_key',
    ],
    [
      'an unknown model',
      { model: 'gemini-3.8-flash', messages: messages('x') },
      undefined,
      404,
      'model_not_found',
    ],
    [
      'an unknown parameter',
      { model: 'gpt-4o', messages: messages('x'), top_k: 3 },
      undefined,
      400,
      'unknown_parameter',
    ],
    [
      'a billion choices',
      { model: 'gpt-4o', messages: messages('x'), n: 1e9 },
      undefined,
      400,
      'integer_above_max_value',
    ],
    [
      'no choice',
      { model: 'gpt-4o', messages: messages('x'), n: 0 },
      undefined,
      400,
      'integer_below_min_value',
    ],
    [
      'a bit of a choice',
      { model: 'gpt-4o', messages: messages('x'), n: 1.5 },
      undefined,
      400,
      'invalid_type',
    ],
    ['no messages', { model: 'gpt-4o', messages: [] }, undefined, 400, 'empty_array'],
    [
      'max_tokens for a reasoning model',
      { model: 'o4-mini', messages: messages('x'), max_tokens: 3 },
      undefined,
      400,
      'unsupported_parameter',
    ],
    [
      'a tool result without its call',
      { model: 'gpt-4o', messages: [{ role: 'tool', tool_call_id: 'x', content: 'y' }] },
      undefined,
      400,
      null,
    ],
    [
      'a call without its result',
      { model: 'gpt-4o', messages: [{ role: 'assistant', tool_calls: [{ id: 'x' }] }, ...messages('y')] },
      undefined,
      400,
      null,
    ],
  ])('refuses %s', async (_name, body, headers, status, code) => {
    const { status: got, error } = await its.post('/v1/chat/completions', body, headers);
    expect([got, error.type, error.code]).toEqual([status, 'invalid_request_error', code]);
  });

  it.each([
    ['prepay_depleted', 429, 'insufficient_quota'],
    ['leaked', 401, 'invalid_api_key'],
    ['location', 403, 'unsupported_country_region_territory'],
  ] as const)('answers a key that is %s with %i', async (state, status, code) => {
    its.simulator.setKeyState(its.key, state);
    const { status: got, error } = await its.post('/v1/chat/completions', {
      model: 'gpt-4o',
      messages: messages('x'),
    });
    expect([got, error.code]).toEqual([status, code]);
  });
});

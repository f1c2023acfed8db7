import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSimulator } from './simulator.ts';

const key = 'sk-test-000000000000000000000000';
const simulator = createSimulator({ keys: [{ key, project: 'org-1' }] });
let client = new OpenAI({ apiKey: key });
let base = '';

beforeAll(async () => {
  base = (await simulator.listen()).url;
  client = new OpenAI({ apiKey: key, baseURL: `${base}/v1`, maxRetries: 0 });
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

const messages = (content: string): { role: 'user'; content: string }[] => [{ role: 'user', content }];
const parameters = { type: 'object', properties: { city: { type: 'string' } } };
const tools = ['get_weather', 'get_time'].map((name) => ({
  type: 'function' as const,
  function: { name, parameters },
}));

async function post(
  path: string,
  body: unknown,
  headers: Record<string, string> = { authorization: `Bearer ${key}` },
): Promise<{ status: number; error: { message: string; type: string; code: string | null } }> {
  const response = await fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return {
    status: response.status,
    ...((await response.json()) as { error: { message: string; type: string; code: string | null } }),
  };
}

describe('models that have one API only', () => {
  it.each([
    ['/v1/chat/completions', 'gpt-5.1-codex', { messages: messages('x') }, 404, null],
    ['/v1/chat/completions', 'o3-pro', { messages: messages('x') }, 404, null],
    ['/v1/responses', 'gpt-4o-search-preview', { input: 'x' }, 400, 'model_not_found'],
    ['/v1/chat/completions', 'gpt-5.6-terra', { messages: messages('x'), tools }, 400, null],
  ])('are refused at %s: %s', async (path, model, body, status, code) => {
    expect(await post(path, { model, ...body })).toMatchObject({
      status,
      error: { type: 'invalid_request_error', code },
    });
  });

  it('are served by the other', async () => {
    expect(await post('/v1/responses', { model: 'o3-pro', input: 'x' })).toMatchObject({
      object: 'response',
    });
    const none = { messages: messages('x'), tools, reasoning_effort: 'none' };
    expect(await post('/v1/chat/completions', { model: 'gpt-5.6-terra', ...none })).toMatchObject({
      object: 'chat.completion',
    });
  });
});

describe('the simulated Chat Completions', () => {
  it('answers whole, with usage that adds up', async () => {
    const answer = await client.chat.completions.create({
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
    const stream = await client.chat.completions.create({
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
    const stream = await client.chat.completions.create({
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
    const answer = await client.chat.completions.create({ model: 'gpt-4o', messages: turns, tools });
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
    const answer = await client.chat.completions.create({
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
    const { status: got, error } = await post('/v1/chat/completions', body, headers);
    expect([got, error.type, error.code]).toEqual([status, 'invalid_request_error', code]);
  });

  it.each([
    ['prepay_depleted', 429, 'insufficient_quota'],
    ['leaked', 401, 'invalid_api_key'],
    ['location', 403, 'unsupported_country_region_territory'],
  ] as const)('answers a key that is %s with %i', async (state, status, code) => {
    simulator.setKeyState(key, state);
    const { status: got, error } = await post('/v1/chat/completions', {
      model: 'gpt-4o',
      messages: messages('x'),
    });
    expect([got, error.code]).toEqual([status, code]);
  });
});

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
    const whole = await client.responses.create(asked);
    const types: string[] = [];
    let text = '';
    let last: OpenAI.Responses.Response | undefined;
    for await (const event of await client.responses.create({ ...asked, stream: true })) {
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
    const called = await client.responses.create({ model: 'gpt-5', input: 'get_weather', tools: flat });
    const call = called.output.find((item) => item.type === 'function_call');
    expect(call).toMatchObject({ name: 'get_weather', arguments: '{"city":"sample city"}' });
    if (!call) return;
    const input = [
      ...messages('get_weather'),
      call,
      { type: 'function_call_output' as const, call_id: call.call_id, output: 'bright' },
    ];
    const answer = await client.responses.create({ model: 'gpt-5', input, tools: flat });
    expect(answer.output_text).toContain('get_weather = bright');
  });

  it('says incomplete when the tokens run out', async () => {
    const answer = await client.responses.create({
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
    const { status, error } = await post('/v1/responses', body);
    expect([status, error.code]).toEqual([400, code]);
  });
});

describe('the simulated embeddings and models', () => {
  it('embeds the same as floats and as base64, in unit length', async () => {
    const asked = { model: 'text-embedding-3-small', input: ['a', 'b'], dimensions: 16 };
    const floats = await client.embeddings.create({ ...asked, encoding_format: 'float' });
    const packed = await client.embeddings.create(asked);
    const length = Math.hypot(...(floats.data[0]?.embedding ?? []));
    expect(length).toBeCloseTo(1, 5);
    expect(packed.data.map(({ embedding }) => embedding)).toEqual(
      floats.data.map(({ embedding }) => embedding),
    );
  });

  it('lists models and knows one', async () => {
    const ids: string[] = [];
    for await (const { id } of client.models.list()) ids.push(id);
    expect(ids).toContain('gpt-4o');
    expect((await client.models.retrieve('gpt-4o')).id).toBe('gpt-4o');
  });
});

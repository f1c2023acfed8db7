import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSimulator } from './simulator.ts';

const key = 'sk-ant-test-000000000000000000000';
const simulator = createSimulator({ keys: [{ key, project: 'org-1' }] });
let client = new Anthropic({ apiKey: key });
let base = '';

beforeAll(async () => {
  base = (await simulator.listen()).url;
  client = new Anthropic({ apiKey: key, baseURL: base, maxRetries: 0 });
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

const model = 'claude-sonnet-4-6';
const user = (content: Anthropic.MessageParam['content']): Anthropic.MessageParam => ({
  role: 'user',
  content,
});
const tools = ['get_weather', 'get_time'].map((name) => ({
  name,
  input_schema: { type: 'object' as const, properties: { city: { type: 'string' } } },
}));

async function post(
  body: unknown,
  headers: Record<string, string> = { 'x-api-key': key, 'anthropic-version': '2023-06-01' },
): Promise<{ status: number; body: { type: string; error: { type: string; message: string } } }> {
  const response = await fetch(`${base}/v1/messages`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return {
    status: response.status,
    body: (await response.json()) as { type: string; error: { type: string; message: string } },
  };
}

describe('the simulated Messages', () => {
  it('answers whole', async () => {
    const answer = await client.messages.create({ model, max_tokens: 100, messages: [user('hello')] });
    expect(answer).toMatchObject({
      content: [{ type: 'text', text: 'You said: hello' }],
      stop_reason: 'end_turn',
      model,
    });
  });

  it('streams thinking with its signature, then text, by the grammar', async () => {
    const stream = client.messages.stream({
      model,
      max_tokens: 4000,
      thinking: { type: 'enabled', budget_tokens: 1024 },
      messages: [user('hello 😀')],
    });
    const types: string[] = [];
    stream.on('streamEvent', (event) => types.push(event.type));
    const message = await stream.finalMessage();
    expect(message.content.map(({ type }) => type)).toEqual(['thinking', 'text']);
    expect(message.content[1]).toMatchObject({ text: 'You said: hello 😀' });
    expect(types[0]).toBe('message_start');
    expect(types.slice(-2)).toEqual(['message_delta', 'message_stop']);
    const again = await client.messages.create({
      model,
      max_tokens: 100,
      messages: [user('hello 😀'), { role: 'assistant', content: message.content }, user('more')],
    });
    expect(again.stop_reason).toBe('end_turn');
  });

  it('sends a ping within a stream', async () => {
    const headers = { 'x-api-key': key, 'anthropic-version': '2023-06-01' };
    const response = await fetch(`${base}/v1/messages`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ model, max_tokens: 50, stream: true, messages: [user('x')] }),
    });
    expect(await response.text()).toContain('event: ping\ndata: {"type":"ping"}\n\n');
  });

  it('calls tools in parallel and quotes what they answered', async () => {
    const called = await client.messages
      .stream({ model, max_tokens: 500, tools, messages: [user('get_weather, get_time')] })
      .finalMessage();
    expect(called.stop_reason).toBe('tool_use');
    expect(
      called.content.map((block) => (block.type === 'tool_use' ? [block.name, block.input] : block.type)),
    ).toEqual([
      ['get_weather', { city: 'sample city' }],
      ['get_time', { city: 'sample city' }],
    ]);
    const results = called.content.flatMap((block) =>
      block.type === 'tool_use'
        ? [{ type: 'tool_result' as const, tool_use_id: block.id, content: `${block.name}!` }]
        : [],
    );
    const turns = [
      user('get_weather, get_time'),
      { role: 'assistant' as const, content: called.content },
      user(results),
    ];
    const answer = await client.messages.create({ model, max_tokens: 500, tools, messages: turns });
    expect(answer.content).toMatchObject([
      { text: 'The tools answered: get_weather = get_weather!; get_time = get_time!' },
    ]);
  });

  it('names the stop sequence that it met', async () => {
    const answer = await client.messages.create({
      model,
      max_tokens: 50,
      stop_sequences: ['two'],
      messages: [user('one two')],
    });
    expect([answer.stop_reason, answer.stop_sequence]).toEqual(['stop_sequence', 'two']);
  });

  it('counts what it reads from and writes to the cache apart from the input', async () => {
    const system = [
      { type: 'text' as const, text: 'long '.repeat(2000), cache_control: { type: 'ephemeral' as const } },
    ];
    const ask = async (text: string): Promise<Anthropic.Usage> =>
      (await client.messages.create({ model, max_tokens: 50, system, messages: [user(text)] })).usage;
    const first = await ask('one');
    const second = await ask('two');
    expect([first.cache_creation_input_tokens !== 0, first.cache_read_input_tokens]).toEqual([true, 0]);
    expect(second.cache_read_input_tokens).toBeGreaterThan(2000);
  });

  it('counts tokens as generation does', async () => {
    const asked = { model, system: 'brief', messages: [user('hello world')] };
    const { input_tokens } = await client.messages.countTokens(asked);
    expect(input_tokens).toBe((await client.messages.create({ ...asked, max_tokens: 9 })).usage.input_tokens);
  });

  const toolUse = {
    role: 'assistant',
    content: [{ type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: {} }],
  };
  it.each([
    ['no max_tokens', { model, messages: [user('x')] }, 'max_tokens: Field required'],
    [
      'an unknown field',
      { model, max_tokens: 5, messages: [user('x')], top_logprobs: 1 },
      'top_logprobs: Extra inputs are not permitted',
    ],
    [
      'an empty text block',
      { model, max_tokens: 5, messages: [user([{ type: 'text', text: '' }])] },
      'text content blocks must be non-empty',
    ],
    [
      'a first turn of the assistant',
      { model, max_tokens: 5, messages: [{ role: 'assistant', content: 'x' }] },
      'first message must use the "user" role',
    ],
    [
      'a tool use without its result',
      { model, max_tokens: 5, tools, messages: [user('x'), toolUse, user('y')] },
      '`tool_use` ids were found without `tool_result` blocks immediately after: toolu_1',
    ],
    [
      'a result without its tool use',
      { model, max_tokens: 5, tools, messages: [user([{ type: 'tool_result', tool_use_id: 'nope' }])] },
      'unexpected `tool_use_id`',
    ],
    [
      'a foreign thinking signature',
      {
        model,
        max_tokens: 5,
        messages: [
          user('x'),
          { role: 'assistant', content: [{ type: 'thinking', thinking: 'a', signature: 'b' }] },
          user('y'),
        ],
      },
      'Invalid `signature` in `thinking` block',
    ],
    [
      'a small thinking budget',
      { model, max_tokens: 5, thinking: { type: 'enabled', budget_tokens: 5 }, messages: [user('x')] },
      'greater than or equal to 1024',
    ],
    [
      'a bad tool name',
      {
        model,
        max_tokens: 5,
        tools: [{ name: 'a.b', input_schema: { type: 'object' } }],
        messages: [user('x')],
      },
      'String should match pattern',
    ],
    [
      'a prompt too long',
      { model, max_tokens: 5, messages: [user('x'.repeat(900_000))] },
      'tokens > 200000 maximum',
    ],
  ])('refuses %s', async (_name, body, message) => {
    const { status, body: failure } = await post(body);
    expect([status, failure.type, failure.error.type]).toEqual([400, 'error', 'invalid_request_error']);
    expect(failure.error.message).toContain(message);
  });

  const unauthenticated: readonly [string, Record<string, string>, number, string][] = [
    ['a wrong key', { 'x-api-key': 'nope', 'anthropic-version': '2023-06-01' }, 401, 'authentication_error'],
    ['no version', { 'x-api-key': key }, 400, 'invalid_request_error'],
  ];
  it.each(unauthenticated)('refuses %s', async (_name, headers, status, type) => {
    const { status: got, body } = await post({ model, max_tokens: 5, messages: [user('x')] }, headers);
    expect([got, body.error.type]).toEqual([status, type]);
  });

  it('is overloaded as a status and amid a stream', async () => {
    simulator.addFault({ fault: 'status-529', times: 1 });
    expect((await post({ model, max_tokens: 5, messages: [user('x')] })).body.error.type).toBe(
      'overloaded_error',
    );
    const stream = client.messages.stream({
      model: 'claude-sim-error-event',
      max_tokens: 50,
      messages: [user('x')],
    });
    await expect(stream.finalMessage()).rejects.toThrow(/overloaded_error/u);
  });

  it('lists its models', async () => {
    const ids: string[] = [];
    for await (const { id } of client.models.list({ limit: 2 })) ids.push(id);
    expect(ids).toContain('claude-haiku-4-5-20251001');
    await expect(client.models.retrieve('no-such')).rejects.toThrow(/not_found_error/u);
  });
});

// Tool calls and their results as OpenAI's own SDK sends them, with and without the extension that carries signatures.

import type OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { MODEL, useWorld } from './sdk-world.ts';
import { ASK_BOTH, ASK_ONE, CITY_SCHEMA, TOOL_NAMES } from './tool-fixture.ts';

type Message = OpenAI.Chat.Completions.ChatCompletionMessage;
type MessageParam = OpenAI.Chat.Completions.ChatCompletionMessageParam;

const world = useWorld();
const tools = TOOL_NAMES.map((name) => ({
  type: 'function' as const,
  function: { name, description: 'a tool', parameters: CITY_SCHEMA },
}));

function functionCalls(message: Message) {
  return (message.tool_calls ?? []).filter((call) => call.type === 'function');
}

/** What a client keeps that knows only the fields of OpenAI's own reference. */
function standardOnly(message: Message): MessageParam {
  const tool_calls = functionCalls(message).map(({ id, type, function: { name, arguments: args } }) => ({
    id,
    type,
    function: { name, arguments: args },
  }));
  return { role: 'assistant', content: message.content, tool_calls };
}

const keepers: readonly [string, (message: Message) => MessageParam][] = [
  ['everything', (message) => message],
  ['the standard fields', standardOnly],
];

async function ask(messages: MessageParam[], stream: boolean): Promise<Message | undefined> {
  const request = { model: MODEL, messages, tools };
  const answer = stream
    ? await world.openai.chat.completions.stream(request).finalChatCompletion()
    : await world.openai.chat.completions.create(request);
  return answer.choices[0]?.message;
}

describe.each(keepers)('the OpenAI SDK, keeping %s', (_name, keep) => {
  it.each([
    [ASK_ONE, false, 1],
    [ASK_ONE, true, 1],
    [ASK_BOTH, false, 2],
    [ASK_BOTH, true, 2],
  ] as const)('goes through calls and results: %s (stream: %s)', async (content, stream, count) => {
    const first = await ask([{ role: 'user', content }], stream);
    const calls = first === undefined ? [] : functionCalls(first);
    expect(calls.map((call) => call.function.name)).toEqual(TOOL_NAMES.slice(0, count));
    for (const call of calls)
      expect(JSON.parse(call.function.arguments)).toEqual({ city: expect.any(String) as string });
    const results = calls.map(({ id }, index): MessageParam => ({
      role: 'tool',
      tool_call_id: id,
      content: `result-${index}`,
    }));
    const second = await ask(
      [{ role: 'user', content }, ...(first === undefined ? [] : [keep(first)]), ...results],
      stream,
    );
    for (let at = 0; at < count; at += 1) {
      expect(second?.content).toMatch(new RegExp(`${TOOL_NAMES[at] ?? ''} = [^;]*result-${at}`, 'u'));
    }
    // The signature itself came back, not the placeholder that Google takes for a lost one.
    expect(JSON.stringify(world.calls[1]?.body)).toContain('thoughtSignature');
    expect(JSON.stringify(world.calls[1]?.body)).not.toMatch(/skip_thought_signature|context_engineering/u);
    expect(world.statuses).toEqual([200, 200]);
  });
});

describe('the OpenAI SDK', () => {
  it.each([false, true])('runs tools by its own runner (stream: %s)', async (stream) => {
    const run = (args: string): string => `sunny in ${args}`;
    const tool = {
      type: 'function' as const,
      function: {
        name: 'get_weather',
        description: 'a tool',
        parameters: { ...CITY_SCHEMA, required: ['city'] },
        function: run,
      },
    };
    const request = { model: MODEL, messages: [{ role: 'user' as const, content: ASK_ONE }], tools: [tool] };
    const { completions } = world.openai.chat;
    const runner = stream ? completions.runTools({ ...request, stream }) : completions.runTools(request);
    expect(await runner.finalContent()).toContain('sunny in');
    expect(world.statuses).toEqual([200, 200]);
  });

  it.each([
    ['a named tool', { type: 'function', function: { name: 'get_time' } }, ['get_time']],
    ['any tool', 'required', ['get_weather']],
    ['no tool', 'none', []],
  ] as const)('forces %s', async (_name, tool_choice, names) => {
    const content = names.length === 0 ? ASK_ONE : 'hello';
    const answer = await world.openai.chat.completions.create({
      model: MODEL,
      messages: [{ role: 'user', content }],
      tools,
      tool_choice,
    });
    const message = answer.choices[0]?.message;
    expect(message && functionCalls(message).map((call) => call.function.name)).toEqual(names);
    expect(answer.choices[0]?.finish_reason).toBe(names.length === 0 ? 'stop' : 'tool_calls');
    expect(world.statuses).toEqual([200]);
  });
});

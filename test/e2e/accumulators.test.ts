// What the vendors' own SDKs put together of a stream, for models of every vendor: each has a helper that keeps the whole
// answer, and strict ideas of the order in which it comes. No retries of their own.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { patient } from '../matrix/long-story.ts';
import { startMatrixWorld, type MatrixWorld } from '../matrix/matrix-world.ts';
import { vendors } from '../matrix/providers.ts';
import { createSdks, type Sdks } from './sdk-world.ts';
import { ASK_BOTH, CITY_SCHEMA, TOOL_NAMES } from './tool-fixture.ts';

interface Gathered {
  readonly text: string;
  readonly calls: readonly (readonly [name: string, args: unknown])[];
  /** The vendor's own word. */
  readonly ended: string;
  readonly outputTokens: number | undefined;
}

type Gather = (sdks: Sdks, model: string, prompt: string, tools: boolean) => Promise<Gathered>;

const gatherChat: Gather = async ({ openai }, model, prompt, tools) => {
  const offered = TOOL_NAMES.map((name) => ({
    type: 'function' as const,
    function: { name, parameters: CITY_SCHEMA },
  }));
  const stream = openai.chat.completions.stream({
    model,
    messages: [{ role: 'user', content: prompt }],
    stream_options: { include_usage: true },
    ...(tools && { tools: offered }),
  });
  const answer = await stream.finalChatCompletion();
  const [choice] = answer.choices;
  const calls = choice?.message.tool_calls ?? [];
  return {
    text: choice?.message.content ?? '',
    calls: calls.flatMap((call) =>
      call.type === 'function'
        ? [[call.function.name, JSON.parse(call.function.arguments) as unknown] as const]
        : [],
    ),
    ended: choice?.finish_reason ?? '',
    outputTokens: answer.usage?.completion_tokens,
  };
};

const gatherResponse: Gather = async ({ openai }, model, input, tools) => {
  const offered = TOOL_NAMES.map((name) => ({
    type: 'function' as const,
    name,
    parameters: CITY_SCHEMA,
    strict: false,
  }));
  const stream = openai.responses.stream({ model, input, store: false, ...(tools && { tools: offered }) });
  const answer = await stream.finalResponse();
  const calls = answer.output.flatMap((item) =>
    item.type === 'function_call' ? [[item.name, JSON.parse(item.arguments) as unknown] as const] : [],
  );
  return {
    text: answer.output_text,
    calls,
    ended: answer.status ?? '',
    outputTokens: answer.usage?.output_tokens,
  };
};

const gatherMessage: Gather = async ({ anthropic }, model, content, tools) => {
  const offered = TOOL_NAMES.map((name) => ({
    name,
    input_schema: { ...CITY_SCHEMA, required: [...CITY_SCHEMA.required] },
  }));
  const stream = anthropic.messages.stream({
    model,
    max_tokens: 1000,
    messages: [{ role: 'user', content }],
    ...(tools && { tools: offered }),
  });
  const message = await stream.finalMessage();
  return {
    text: message.content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    calls: message.content.flatMap((block) =>
      block.type === 'tool_use' ? [[block.name, block.input] as const] : [],
    ),
    ended: message.stop_reason ?? '',
    outputTokens: message.usage.output_tokens,
  };
};

/** This SDK keeps nothing but the history of a chat, and does not take every last chunk of Google's for content. */
const gatherChatHistory: Gather = async ({ genai }, model, message, tools) => {
  const functionDeclarations = TOOL_NAMES.map((name) => ({ name, parametersJsonSchema: CITY_SCHEMA }));
  const chat = genai.chats.create({ model, ...(tools && { config: { tools: [{ functionDeclarations }] } }) });
  let ended = '';
  let text = '';
  let outputTokens: number | undefined;
  const calls: (readonly [string, unknown])[] = [];
  for await (const chunk of await chat.sendMessageStream({ message })) {
    ended = chunk.candidates?.[0]?.finishReason ?? ended;
    outputTokens = chunk.usageMetadata?.candidatesTokenCount ?? outputTokens;
    text += chunk.text ?? '';
    for (const { name = '', args } of chunk.functionCalls ?? []) calls.push([name, args]);
  }
  if (ended === '') throw new Error('the stream ended without a finish reason');
  return { text, calls, ended, outputTokens };
};

const accumulators = [
  ['the chat stream of openai', gatherChat, 'stop', 'tool_calls'],
  ['the response stream of openai', gatherResponse, 'completed', 'completed'],
  ['the message stream of anthropic', gatherMessage, 'end_turn', 'tool_use'],
  ['the chat of genai', gatherChatHistory, 'STOP', 'STOP'],
] as const;

let world: MatrixWorld;
let sdks: Sdks;
beforeAll(async () => {
  // Events come one by one, so that some have reached the client when a stream breaks.
  world = await startMatrixWorld({ paceMs: 1, config: patient });
  sdks = createSdks(world.url);
});
afterEach(() => world.simulator.reset());
afterAll(() => world.close());

/** Persona and status of everything that reached a provider. */
const reached = (): readonly unknown[] =>
  world.simulator.calls().map(({ persona, status }) => [persona, status]);

describe.each(accumulators)('%s', (_name, gather, stopped, called) => {
  describe.each(vendors)('on $name', ({ persona, model }) => {
    const once = [[persona, 200]];

    it('keeps a text whole', async () => {
      expect(await gather(sdks, model, 'Hello, Castor and Pollux — 卵 🐎', false)).toEqual({
        text: 'You said: Hello, Castor and Pollux — 卵 🐎',
        calls: [],
        ended: stopped,
        outputTokens: expect.toSatisfy((tokens: number) => tokens > 5) as number,
      });
      expect(reached()).toEqual(once);
    });

    it('keeps parallel calls and their arguments', async () => {
      const args = { city: expect.any(String) as string };
      const { calls, ended } = await gather(sdks, model, ASK_BOTH, true);
      expect([calls, ended, reached()]).toEqual([TOOL_NAMES.map((name) => [name, args]), called, once]);
    });

    it.each(['eof', 'cut-8', 'error-event-8', 'malformed-8'])(
      'never takes a broken stream for an answer: %s',
      async (fault) => {
        world.simulator.addFault({ fault, times: 1 });
        await expect(
          gather(
            sdks,
            model,
            'Hello, Castor and Pollux, long enough for many events to come before the stream of it breaks in the middle of a word',
            false,
          ),
        ).rejects.toThrow(/\S{3}/u);
        expect(reached()).toEqual(once);
      },
    );
  });
});

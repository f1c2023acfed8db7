// LangChain.js through the gateway: the client of each vendor on the models of each. No retries of its own.

import { ChatAnthropic } from '@langchain/anthropic';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { HumanMessage, SystemMessage, ToolMessage, type AIMessageChunk } from '@langchain/core/messages';
import { ChatGoogleGenerativeAI, GoogleGenerativeAIEmbeddings } from '@langchain/google-genai';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startMatrixWorld, type MatrixWorld } from '../matrix/matrix-world.ts';
import { vendors } from '../matrix/providers.ts';
import { CLIENT_KEY } from './sdk-world.ts';
import { CITY_SCHEMA, TOOL_NAMES } from './tool-fixture.ts';

const base = { apiKey: CLIENT_KEY, maxRetries: 0 };

function openai(url: string, model: string, useResponsesApi: boolean): ChatOpenAI {
  return new ChatOpenAI({ ...base, model, useResponsesApi, configuration: { baseURL: `${url}/v1` } });
}

const clients: readonly (readonly [string, (url: string, model: string) => BaseChatModel])[] = [
  ['openai chat', (url, model) => openai(url, model, false)],
  ['openai responses', (url, model) => openai(url, model, true)],
  ['anthropic', (url, model) => new ChatAnthropic({ ...base, model, anthropicApiUrl: url })],
  ['google', (url, model) => new ChatGoogleGenerativeAI({ ...base, model, baseUrl: url })],
];

const tools = TOOL_NAMES.map((name) => ({
  type: 'function' as const,
  function: { name, description: 'a tool', parameters: CITY_SCHEMA },
}));

let world: MatrixWorld;
beforeAll(async () => {
  world = await startMatrixWorld();
});
afterEach(() => world.simulator.reset());
afterAll(() => world.close());

/** Persona and status of everything that reached a provider. */
const reached = (): readonly unknown[] =>
  world.simulator.calls().map(({ persona, status }) => [persona, status]);

async function gather(stream: AsyncIterable<AIMessageChunk>): Promise<AIMessageChunk> {
  let whole: AIMessageChunk | undefined;
  for await (const chunk of stream) whole = whole?.concat(chunk) ?? chunk;
  if (whole === undefined) throw new Error('nothing came');
  return whole;
}

/** The rejections that nobody handles while the work is done: the test's own, not the runner's. */
async function strayRejections(work: () => Promise<void>): Promise<readonly unknown[]> {
  const listeners = process.listeners('unhandledRejection');
  const stray: unknown[] = [];
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (reason) => void stray.push(reason));
  try {
    await work();
    // Rejections are told after the microtasks of their turn.
    await new Promise((resolve) => void setImmediate(resolve));
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const listener of listeners) process.on('unhandledRejection', listener);
  }
  return stray;
}

function outputTokens({ usage_metadata }: { usage_metadata?: unknown }): unknown {
  return (usage_metadata as { output_tokens?: unknown } | undefined)?.output_tokens;
}

describe.each(clients)('LangChain for %s', (client, create) => {
  describe.each(vendors)('on $name', ({ persona, model }) => {
    const once = [[persona, 200]];
    const twice = [...once, ...once];
    const hello = [new SystemMessage('Be brief.'), new HumanMessage('Hello, Castor and Pollux')];

    it('chats', async () => {
      const answer = await create(world.url, model).invoke(hello);
      expect([answer.text, reached()]).toEqual(['You said: Hello, Castor and Pollux', once]);
      expect(outputTokens(answer)).toBe(9);
    });

    it('streams', async () => {
      const answer = await gather(await create(world.url, model).stream(hello));
      expect([answer.text, reached()]).toEqual(['You said: Hello, Castor and Pollux', once]);
      // Anthropic's client adds the first count of a stream to its last.
      expect([9, client === 'anthropic' ? 10 : 9]).toContain(outputTokens(answer));
    });

    it('throws when a stream breaks', async () => {
      world.simulator.addFault({ fault: 'eof', times: 1 });
      let broken: unknown;
      const stray = await strayRejections(async () => {
        broken = await create(world.url, model).stream(hello).then(gather).catch(String);
      });
      // The SDK below Google's client has no words for the error that it finds, only for where it stands; and it reads
      // each stream twice, of which nobody holds the promise of the second reading.
      const google = client === 'google';
      expect(broken).toMatch(google ? /parse stream/u : /answer breaks off/u);
      expect(stray.map(String)).toEqual(google ? [broken] : []);
      expect(reached()).toEqual(once);
    });

    it.each(['whole', 'streamed'])('calls tools and goes on with their results, %s', async (manner) => {
      const chat = create(world.url, model).bindTools?.(tools);
      if (chat === undefined) throw new Error('no tools');
      // Google's client hands results back in a turn each, which Google refuses when there are several.
      const names = client === 'google' ? TOOL_NAMES.slice(0, 1) : TOOL_NAMES;
      const ask = new HumanMessage(`Please use ${names.join(' and ')}`);
      const first = manner === 'whole' ? await chat.invoke([ask]) : await gather(await chat.stream([ask]));
      const calls = first.tool_calls ?? [];
      expect(calls.map(({ name, args }) => [name, args])).toEqual(
        names.map((name) => [name, { city: expect.any(String) as string }]),
      );
      const results = calls.map(
        ({ id, name }) => new ToolMessage({ tool_call_id: id ?? '', name, content: `${name} is fine` }),
      );
      const second = await chat.invoke([ask, first, ...results]);
      for (const name of names) expect(second.text).toContain(`${name} is fine`);
      expect(reached()).toEqual(twice);
    });

    it('gets an object of a schema', async () => {
      const schema = { title: 'place', description: 'a place', ...CITY_SCHEMA, additionalProperties: false };
      const answer = await create(world.url, model)
        .withStructuredOutput({ ...schema })
        .invoke([new HumanMessage('Where?')]);
      expect([answer, reached()]).toEqual([{ city: expect.any(String) as string }, once]);
    });
  });
});

describe('embeddings by LangChain', () => {
  const createOpenai = (url: string, model: string) =>
    new OpenAIEmbeddings({ ...base, model, configuration: { baseURL: `${url}/v1` } });
  const createGoogle = (url: string, model: string) =>
    new GoogleGenerativeAIEmbeddings({ ...base, model, baseUrl: url });

  it.each([
    ['openai', createOpenai, 'text-embedding-3-small', 'openai', 1536],
    ['openai', createOpenai, 'gemini-embedding-001', 'gemini', 3072],
    ['google', createGoogle, 'gemini-embedding-001', 'gemini', 3072],
  ] as const)('for %s: %o of %s', async (_name, create, model, persona, length) => {
    const vectors = await create(world.url, model).embedDocuments(['Castor', 'Pollux']);
    expect(vectors.map((vector) => vector.length)).toEqual([length, length]);
    expect(vectors[0]).not.toEqual(vectors[1]);
    expect(reached()).toEqual([[persona, 200]]);
  });
});

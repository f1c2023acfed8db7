// Function calls and their results as Google's own SDK sends them.

import {
  FunctionCallingConfigMode,
  type Content,
  type FunctionCallingConfig,
  type GenerateContentResponse,
  type Part,
} from '@google/genai';
import { describe, expect, it } from 'vitest';
import { MODEL, useWorld } from './sdk-world.ts';
import { ASK_BOTH, ASK_ONE, CITY_SCHEMA, TOOL_NAMES } from './tool-fixture.ts';

const world = useWorld();
const functionDeclarations = TOOL_NAMES.map((name) => ({
  name,
  description: 'a tool',
  parametersJsonSchema: CITY_SCHEMA,
}));
const config = { tools: [{ functionDeclarations }] };

async function ask(contents: Content[], stream: boolean): Promise<Part[]> {
  const request = { model: MODEL, contents, config };
  const answers: GenerateContentResponse[] = [];
  if (stream)
    for await (const chunk of await world.genai.models.generateContentStream(request)) answers.push(chunk);
  else answers.push(await world.genai.models.generateContent(request));
  return answers.flatMap((answer) => answer.candidates?.[0]?.content?.parts ?? []);
}

/** The calls answered, as Google's guide does it. */
function resultsOf(parts: readonly Part[]): Part[] {
  return parts
    .flatMap(({ functionCall }) => (functionCall ? [functionCall] : []))
    .map(({ id, name }, index) => ({
      functionResponse: {
        ...(id !== undefined && { id }),
        ...(name !== undefined && { name }),
        response: { output: `result-${index}` },
      },
    }));
}

describe('the genai SDK', () => {
  it.each([
    [ASK_ONE, false, 1],
    [ASK_ONE, true, 1],
    [ASK_BOTH, false, 2],
    [ASK_BOTH, true, 2],
  ] as const)('goes through calls and results: %s (stream: %s)', async (text, stream, count) => {
    const user = { role: 'user', parts: [{ text }] };
    const parts = await ask([user], stream);
    const calls = parts.flatMap(({ functionCall }) => (functionCall ? [functionCall] : []));
    expect(calls.map((call) => call.name)).toEqual(TOOL_NAMES.slice(0, count));
    const results = resultsOf(parts);
    const next = await ask([user, { role: 'model', parts }, { role: 'user', parts: results }], stream);
    const answer = next.map((part) => part.text ?? '').join('');
    for (let at = 0; at < count; at += 1)
      expect(answer).toMatch(new RegExp(`${TOOL_NAMES[at] ?? ''} = [^;]*result-${at}`, 'u'));
    expect(world.statuses).toEqual([200, 200]);
  });

  it("hears Google's own complaint when it loses signatures: bytes pass this door untouched", async () => {
    const user = { role: 'user', parts: [{ text: ASK_ONE }] };
    const parts = await ask([user], false);
    const model = { role: 'model', parts: parts.map(({ thoughtSignature: _dropped, ...part }) => part) };
    const next = ask([user, model, { role: 'user', parts: resultsOf(parts) }], false);
    await expect(next).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('thought_signature') as string,
    });
    expect(world.statuses).toEqual([200, 400]);
  });

  it('keeps signatures through its own chats', async () => {
    const chat = world.genai.chats.create({ model: MODEL, config });
    const first = await chat.sendMessage({ message: ASK_BOTH });
    const second = await chat.sendMessage({
      message: resultsOf(first.candidates?.[0]?.content?.parts ?? []),
    });
    expect(second.text).toContain('result-1');
    expect(world.statuses).toEqual([200, 200]);
  });

  const { ANY, NONE } = FunctionCallingConfigMode;
  const forced: readonly [string, FunctionCallingConfig, string, readonly string[] | undefined][] = [
    ['a named tool', { mode: ANY, allowedFunctionNames: ['get_time'] }, 'hello', ['get_time']],
    ['any tool', { mode: ANY }, 'hello', ['get_weather']],
    ['no tool', { mode: NONE }, ASK_ONE, undefined],
  ];
  it.each(forced)('forces %s', async (_name, functionCallingConfig, contents, names) => {
    const answer = await world.genai.models.generateContent({
      model: MODEL,
      contents,
      config: { ...config, toolConfig: { functionCallingConfig } },
    });
    expect(answer.functionCalls?.map((call) => call.name)).toEqual(names);
    expect(world.statuses).toEqual([200]);
  });
});

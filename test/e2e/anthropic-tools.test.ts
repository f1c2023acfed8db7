// Tool use and its results as Anthropic's own SDK sends them; thinking blocks are kept or dropped.

import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from 'vitest';
import { MODEL, useWorld } from './sdk-world.ts';
import { ASK_BOTH, ASK_ONE, CITY_SCHEMA, TOOL_NAMES } from './tool-fixture.ts';

type Message = Anthropic.Messages.Message;
type MessageParam = Anthropic.Messages.MessageParam;

const world = useWorld();
const tools = TOOL_NAMES.map((name) => ({
  name,
  description: 'a tool',
  input_schema: { ...CITY_SCHEMA, required: ['city'] },
}));

function toolUses(message: Message) {
  return message.content.filter((block) => block.type === 'tool_use');
}

const keepers: readonly [string, (message: Message) => Anthropic.Messages.ContentBlockParam[]][] = [
  ['every block', (message) => message.content],
  [
    'only the fields of the reference, without thinking',
    (message) => toolUses(message).map(({ type, id, name, input }) => ({ type, id, name, input })),
  ],
];

async function ask(messages: MessageParam[], thinks: boolean, stream: boolean): Promise<Message> {
  const thinking = { type: 'enabled', budget_tokens: 1024 } as const;
  const request = { model: MODEL, max_tokens: 4000, messages, tools, ...(thinks && { thinking }) };
  return stream
    ? world.anthropic.messages.stream(request).finalMessage()
    : world.anthropic.messages.create(request);
}

describe.each(keepers)('the Anthropic SDK, keeping %s', (_name, keep) => {
  it.each([
    [ASK_ONE, false, false, 1],
    [ASK_ONE, false, true, 1],
    [ASK_ONE, true, false, 1],
    [ASK_ONE, true, true, 1],
    [ASK_BOTH, false, false, 2],
    [ASK_BOTH, false, true, 2],
    [ASK_BOTH, true, true, 2],
  ] as const)(
    'goes through uses and results: %s (thinks: %s, stream: %s)',
    async (content, thinks, stream, count) => {
      const first = await ask([{ role: 'user', content }], thinks, stream);
      const uses = toolUses(first);
      expect(first.stop_reason).toBe('tool_use');
      const thoughts = first.content.filter((block) => block.type === 'thinking');
      expect(thoughts.some(({ thinking }) => thinking !== '')).toBe(thinks);
      // The signature of a call travels on the thinking block before it.
      expect(thoughts.at(-1)?.signature).toMatch(/./u);
      expect(uses.map(({ name }) => name)).toEqual(TOOL_NAMES.slice(0, count));
      for (const { input } of uses) expect(input).toEqual({ city: expect.any(String) as string });
      const results = uses.map(({ id }, index) => ({
        type: 'tool_result' as const,
        tool_use_id: id,
        content: `result-${index}`,
      }));
      const second = await ask(
        [
          { role: 'user', content },
          { role: 'assistant', content: keep(first) },
          { role: 'user', content: results },
        ],
        thinks,
        stream,
      );
      const last = second.content.at(-1);
      for (let at = 0; at < count; at += 1) {
        expect(last?.type === 'text' && last.text).toMatch(
          new RegExp(`${TOOL_NAMES[at] ?? ''} = [^;]*result-${at}`, 'u'),
        );
      }
      // The signature itself came back, not the placeholder that Google takes for a lost one.
      expect(JSON.stringify(world.calls[1]?.body)).toContain('thoughtSignature');
      expect(JSON.stringify(world.calls[1]?.body)).not.toMatch(/skip_thought_signature|context_engineering/u);
      expect(world.statuses).toEqual([200, 200]);
    },
  );
});

describe('the Anthropic SDK', () => {
  it.each([
    ['a named tool', { type: 'tool', name: 'get_time' }, ['get_time']],
    ['any tool', { type: 'any' }, ['get_weather']],
    ['no tool', { type: 'none' }, []],
  ] as const)('forces %s', async (_name, tool_choice, names) => {
    const content = names.length === 0 ? ASK_BOTH : 'hello';
    const message = await world.anthropic.messages.create({
      model: MODEL,
      max_tokens: 2000,
      messages: [{ role: 'user', content }],
      tools,
      tool_choice,
    });
    const used = toolUses(message).map((use) => use.name);
    expect(used).toEqual(names);
    expect(message.stop_reason).toBe(used.length === 0 ? 'end_turn' : 'tool_use');
    expect(world.statuses).toEqual([200]);
  });
});

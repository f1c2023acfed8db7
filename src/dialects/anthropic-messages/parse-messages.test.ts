import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import { parseRequest } from './parse-request.ts';

const attribution = 'x-anthropic-billing-header: cc_version=9.9.9; cch=00000;';

function parse(body: JsonObject) {
  const loss = createLoss();
  const request = parseRequest({ model: 'm', messages: [{ role: 'user', content: 'Hi' }], ...body }, loss);
  return { request, lost: [...loss.items] };
}

describe('system instructions', () => {
  it.each<readonly [string, JsonValue, unknown[]]>([
    ['a string', 'Be terse.', [{ type: 'text', text: 'Be terse.' }]],
    ['an empty string', '', []],
    [
      'several blocks in order, with their cache hints',
      [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b', cache_control: { type: 'ephemeral', ttl: '1h' } },
      ],
      [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b', cacheHint: { ttl: '1h' } },
      ],
    ],
    [
      'Claude Code’s attribution block, which would void every prompt cache',
      [
        { type: 'text', text: attribution },
        { type: 'text', text: 'You are.' },
      ],
      [{ type: 'text', text: 'You are.' }],
    ],
    [
      'an attribution line with instructions after it',
      `${attribution}\nYou are.`,
      [{ type: 'text', text: 'You are.' }],
    ],
    [
      'the same words further down, which are the user’s',
      [
        { type: 'text', text: 'a' },
        { type: 'text', text: attribution },
      ],
      [
        { type: 'text', text: 'a' },
        { type: 'text', text: attribution },
      ],
    ],
  ])('are read from %s', (_name, system, expected) => {
    expect(JSON.parse(JSON.stringify(parse({ system }).request.system))).toEqual(expected);
  });

  it('stay where they are when they come in mid-conversation: hoisting them would void the prompt cache', () => {
    const { request, lost } = parse({
      messages: [
        { role: 'user', content: 'a' },
        { role: 'system', content: 'Now in French.' },
        { role: 'system', content: [{ type: 'tool_addition', tool: { type: 'tool_reference', name: 'x' } }] },
        { role: 'assistant', content: 'b' },
      ],
    });
    expect(request.system).toEqual([]);
    expect(request.messages.map(({ role }) => role)).toEqual(['user', 'system', 'assistant']);
    expect(lost).toEqual(['messages.2.content.0:tool_addition']);
  });
});

describe('turns', () => {
  it('and texts that are empty are left out: Gemini refuses a whole request for one', () => {
    const { request } = parse({
      messages: [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: [] },
        {
          role: 'user',
          content: [
            { type: 'text', text: '' },
            { type: 'text', text: 'b' },
          ],
        },
        { role: 'assistant', content: '' },
      ],
    });
    expect(request.messages).toMatchObject([
      { role: 'user', parts: [{ text: 'a' }] },
      { role: 'user', parts: [{ text: 'b' }] },
    ]);
  });

  it('end with the assistant where the caller began its answer', () => {
    const messages = [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: '{' },
    ];
    expect(parse({ messages }).request.messages.at(-1)).toEqual({
      role: 'assistant',
      parts: [{ type: 'text', text: '{' }],
    });
  });
});

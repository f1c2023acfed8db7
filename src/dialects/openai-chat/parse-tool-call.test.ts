import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import { parseMessages, type Conversation } from './parse-messages.ts';

function parse(...messages: JsonValue[]): Conversation {
  return parseMessages({ messages }, createLoss());
}

function user(content: JsonValue): JsonObject {
  return { role: 'user', content };
}

function call(id: string, name: string, args: JsonValue): JsonObject {
  return { id, type: 'function', function: { name, arguments: args } };
}

function calling(...calls: JsonObject[]): JsonObject {
  return { role: 'assistant', content: null, tool_calls: calls };
}

describe('parse tool calls', () => {
  const kept: readonly (readonly [string, JsonValue | undefined, string])[] = [
    [
      'spaces and digits of a large integer',
      '{ "id": 12345678901234567890 }',
      '{ "id": 12345678901234567890 }',
    ],
    ['no text as an empty object', '', '{}'],
    ['blanks as an empty object', ' \n', '{}'],
    ['null as an empty object', null, '{}'],
    ['nothing as an empty object', undefined, '{}'],
    ['the text null as an empty object', 'null', '{}'],
    ['an object that was not encoded', { a: 1 }, '{"a":1}'],
    ['an object that was encoded twice', '"{\\"a\\":1}"', '{"a":1}'],
    ['the empty list that PHP makes of an empty object', '[]', '{}'],
    ['a bare value inside an object', '[1,2]', '{"value":[1,2]}'],
  ];
  for (const [name, given, expected] of kept) {
    it(`keeps ${name}`, () => {
      const message = {
        role: 'assistant',
        tool_calls: [{ id: 'a', function: { name: 'f', arguments: given } }],
      };
      const { messages } = parse(user('hi'), message);
      expect(messages[1]?.parts[0]).toMatchObject({ argumentsJson: expected });
    });
  }

  it('carries arguments that are no JSON as a value, since providers take objects only', () => {
    const parts = parse(user('hi'), calling(call('a', 'f', '15 * 4'))).messages[1]?.parts;
    expect(parts?.[0]).toMatchObject({ argumentsJson: '{"value":"15 * 4"}' });
  });

  it('carries a call of a free-text tool', () => {
    const custom = { id: 'a', type: 'custom', custom: { name: 'patch', input: 'a "b"' } };
    expect(parse(user('hi'), calling(custom)).messages[1]?.parts[0]).toMatchObject({
      name: 'patch',
      argumentsJson: '{"input":"a \\"b\\""}',
    });
  });

  const signed = { extra_content: { google: { thought_signature: 'c2ln' } } };
  const signature = { vendor: 'gemini', value: 'c2ln' };

  it("takes Gemini's signature from the call that bears it, and no other", () => {
    const { messages } = parse(
      user('hi'),
      calling({ ...call('a', 'f', '{}'), ...signed }, call('b', 'f', '{}')),
    );
    expect(messages[1]?.parts.map((part) => part.signature)).toEqual([signature, undefined]);
  });

  const placements: readonly (readonly [string, JsonObject, readonly unknown[]])[] = [
    ['the text', { content: 'yes', tool_calls: [call('a', 'f', '{}')] }, [signature, undefined]],
    [
      'the first call without text',
      { tool_calls: [call('a', 'f', '{}'), call('b', 'f', '{}')] },
      [signature, undefined],
    ],
    [
      'the first call after reasoning',
      { reasoning_content: 'hm', tool_calls: [call('a', 'f', '{}')] },
      [undefined, signature],
    ],
    ['reasoning alone', { reasoning_content: 'hm' }, [signature]],
  ];
  for (const [name, fields, expected] of placements) {
    it(`gives a signature on the message to ${name}`, () => {
      const { messages } = parse(user('hi'), { role: 'assistant', ...fields, ...signed });
      expect(messages[1]?.parts.map((part) => part.signature)).toEqual(expected);
    });
  }

  it("never overwrites a call's own signature with the message's", () => {
    const own = { extra_content: { google: { thought_signature: 'b3du' } } };
    const { messages } = parse(user('hi'), { ...calling({ ...call('a', 'f', '{}'), ...own }), ...signed });
    expect(messages[1]?.parts[0]?.signature?.value).toBe('b3du');
  });
});

import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import { parseMessages, type Conversation } from './parse-messages.ts';

function parse(...messages: JsonValue[]): Conversation {
  return parseMessages({ messages }, createLoss());
}

/** As plain JSON: fields that were not set are gone. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function text(text: string): JsonObject {
  return { type: 'text', text };
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

describe('parse messages: roles', () => {
  it('keeps every leading instruction in order, not only the last', () => {
    const { system, messages } = parse(
      { role: 'system', content: 'one' },
      { role: 'developer', content: [text('two'), text('three')] },
      user('hi'),
    );
    expect(plain(system)).toEqual([text('one'), text('two'), text('three')]);
    expect(messages.map((message) => message.role)).toEqual(['user']);
  });

  it('leaves an instruction in mid-conversation where it stands, so that the prefix before it stays the same', () => {
    const { system, messages } = parse(user('hi'), { role: 'system', content: 'now in verse' }, user('go'));
    expect(system).toEqual([]);
    expect(messages.map((message) => message.role)).toEqual(['user', 'system', 'user']);
  });

  it('keeps what an assistant said beside the calls it made', () => {
    const { messages } = parse(user('hi'), {
      role: 'assistant',
      content: 'Let me look.',
      tool_calls: [call('call_1', 'look', '{"at":1}')],
    });
    expect(plain(messages[1])).toEqual({
      role: 'assistant',
      parts: [
        text('Let me look.'),
        { type: 'tool-call', id: 'call_1', idFromModel: true, name: 'look', argumentsJson: '{"at":1}' },
      ],
    });
  });

  for (const field of ['reasoning_content', 'reasoning']) {
    it(`reads ${field} as reasoning without a signature, apart from the answer's text`, () => {
      const { messages } = parse(user('hi'), { role: 'assistant', content: 'yes', [field]: 'hm' });
      expect(plain(messages[1]?.parts)).toEqual([{ type: 'reasoning', text: 'hm' }, text('yes')]);
    });
  }

  it('keeps a refusal', () => {
    const { messages } = parse(user('hi'), { role: 'assistant', content: null, refusal: 'I will not.' });
    expect(plain(messages[1]?.parts)).toEqual([{ type: 'refusal', text: 'I will not.' }]);
  });

  it('makes no part of empty text and no turn of an empty assistant message, which providers refuse', () => {
    const { messages } = parse(user([text(''), text('hi')]), { role: 'assistant', content: '' }, user('go'));
    expect(plain(messages)).toEqual([
      { role: 'user', parts: [text('hi')] },
      { role: 'user', parts: [text('go')] },
    ]);
  });

  it('keeps several text parts apart and unjoined, so that code in them is not torn', () => {
    expect(plain(parse(user([text('a\n'), text('  b')])).messages[0]?.parts)).toEqual([
      text('a\n'),
      text('  b'),
    ]);
  });

  it('reads cache hints on parts and on whole messages', () => {
    const hinted = { type: 'ephemeral', ttl: '1h' };
    const { system, messages } = parse(
      { role: 'system', content: [{ ...text('long'), cache_control: hinted }] },
      { role: 'user', content: [text('a'), text('b')], cache_control: { type: 'ephemeral' } },
    );
    expect(plain(system)).toEqual([{ ...text('long'), cacheHint: { ttl: '1h' } }]);
    expect(plain(messages[0]?.parts)).toEqual([text('a'), { ...text('b'), cacheHint: {} }]);
  });

  it('names what of a message cannot be carried', () => {
    const loss = createLoss();
    const messages = [
      { role: 'user', name: 'Ann', content: 'hi' },
      { role: 'assistant', content: 'x', audio: { id: 'a' }, prefix: true },
    ];
    parseMessages({ messages }, loss);
    expect([...loss.items]).toEqual(['messages[].name', 'messages[].audio', 'messages[].prefix']);
  });
});

describe('parse messages: tool results', () => {
  it('takes the name of a result from the call it answers, because clients send the id alone', () => {
    const { messages } = parse(user('hi'), calling(call('call_1', 'look', '{}')), {
      role: 'tool',
      tool_call_id: 'call_1',
      content: 'plain text, not JSON',
    });
    expect(plain(messages[2])).toEqual({
      role: 'user',
      parts: [
        {
          type: 'tool-result',
          callId: 'call_1',
          name: 'look',
          parts: [text('plain text, not JSON')],
          isError: false,
        },
      ],
    });
  });

  it('puts the results of parallel calls in one turn, because Gemini counts them per turn', () => {
    const { messages } = parse(
      user('hi'),
      calling(call('a', 'one', '{}'), call('b', 'two', '{}')),
      { role: 'tool', tool_call_id: 'a', content: '1' },
      { role: 'tool', tool_call_id: 'b', content: '2' },
      user('and?'),
    );
    expect(messages.map((message) => message.parts.map((part) => part.type))).toEqual([
      ['text'],
      ['tool-call', 'tool-call'],
      ['tool-result', 'tool-result'],
      ['text'],
    ]);
  });

  it('does not merge results across turns', () => {
    const { messages } = parse(
      user('hi'),
      calling(call('a', 'one', '{}')),
      { role: 'tool', tool_call_id: 'a', content: '1' },
      calling(call('b', 'two', '{}')),
      { role: 'tool', tool_call_id: 'b', content: '2' },
    );
    expect(messages.map((message) => message.role)).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
      'user',
    ]);
  });

  it('pairs by name and order where a provider gave empty ids, the same each time', () => {
    const conversation = [
      user('hi'),
      calling(call('', 'one', '{}'), call('', 'two', '{}')),
      { role: 'tool', tool_call_id: '', name: 'two', content: '2' },
      { role: 'tool', tool_call_id: '', content: '1' },
    ];
    const parts = parse(...conversation).messages.flatMap((message) => message.parts);
    const calls = parts.filter((part) => part.type === 'tool-call');
    expect(calls.map((part) => [part.id, part.idFromModel])).toEqual([
      ['call_1_0', false],
      ['call_1_1', false],
    ]);
    const results = parts.filter((part) => part.type === 'tool-result');
    expect(results.map((part) => [part.callId, part.name])).toEqual([
      ['call_1_1', 'two'],
      ['call_1_0', 'one'],
    ]);
  });

  it('pairs results that say nothing with the calls in their order, each once', () => {
    const { messages } = parse(
      user('hi'),
      calling(call('', 'one', '{}'), call('', 'two', '{}')),
      { role: 'tool', content: '1' },
      { role: 'tool', content: '2' },
    );
    expect(messages[2]?.parts).toMatchObject([{ name: 'one' }, { name: 'two' }]);
    expect(() => parse(user('hi'), { role: 'tool', content: '3' })).toThrow("'messages[1].tool_call_id'");
  });

  it('pairs an id that is used again with its newest call', () => {
    const { messages } = parse(
      user('hi'),
      calling(call('call_0', 'one', '{}')),
      { role: 'tool', tool_call_id: 'call_0', content: '1' },
      calling(call('call_0', 'two', '{}')),
      { role: 'tool', tool_call_id: 'call_0', content: '2' },
    );
    expect(messages[4]?.parts[0]).toMatchObject({ callId: 'call_0', name: 'two' });
  });

  it('reads the legacy function call and its result', () => {
    const { messages } = parse(
      user('hi'),
      { role: 'assistant', content: null, function_call: { name: 'look', arguments: '{}' } },
      { role: 'function', name: 'look', content: 'seen' },
    );
    expect(messages[1]?.parts[0]).toMatchObject({
      type: 'tool-call',
      id: 'call_1_0',
      idFromModel: false,
      name: 'look',
    });
    expect(messages[2]?.parts[0]).toMatchObject({ type: 'tool-result', callId: 'call_1_0', name: 'look' });
  });

  it('takes a result without content as an empty one', () => {
    const { messages } = parse(user('hi'), calling(call('a', 'one', '{}')), {
      role: 'tool',
      tool_call_id: 'a',
      content: null,
    });
    expect(messages[2]?.parts[0]).toMatchObject({ type: 'tool-result', parts: [] });
  });

  it('keeps images in a result', () => {
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    const { messages } = parse(user('hi'), calling(call('a', 'shot', '{}')), {
      role: 'tool',
      tool_call_id: 'a',
      content: [text('here'), image],
    });
    const result = messages[2]?.parts[0];
    expect(result?.type === 'tool-result' ? result.parts.map((part) => part.type) : []).toEqual([
      'text',
      'media',
    ]);
  });

  it('keeps a result whose call was trimmed away when it names its tool, and refuses a nameless one', () => {
    const orphan = { role: 'tool', tool_call_id: 'gone', content: 'x' };
    expect(parse(user('hi'), { ...orphan, name: 'look' }).messages[1]?.parts[0]).toMatchObject({
      callId: 'gone',
      name: 'look',
    });
    expect(() => parse(user('hi'), orphan)).toThrow("'messages[1].tool_call_id'");
  });
});

describe('parse messages: refusals', () => {
  const cases: readonly (readonly [string, JsonValue])[] = [
    ['messages[0]', 'hi'],
    ['messages[0].role', { content: 'hi' }],
    ['messages[0].role', { role: 'narrator', content: 'hi' }],
    ['messages[0].role', { role: 5, content: 'hi' }],
    ['messages[0].content', { role: 'user' }],
    ['messages[0].content', { role: 'user', content: 5 }],
    ['messages[0].content[0]', { role: 'user', content: [5] }],
    ['messages[0].content[0].type', { role: 'user', content: [{ type: 'hologram' }] }],
    ['messages[0].content[0].type', { role: 'user', content: [{ type: 'constructor' }] }],
    ['messages[0].content[0].text', { role: 'user', content: [{ type: 'text' }] }],
    ['messages[0].tool_calls', { role: 'assistant', tool_calls: 'f' }],
    ['messages[0].tool_calls[0].function', { role: 'assistant', tool_calls: [{ id: 'a' }] }],
    ['messages[0].tool_calls[0].function.name', { role: 'assistant', tool_calls: [{ function: {} }] }],
    ['messages[0].function_call', { role: 'assistant', function_call: 'f' }],
    ['messages[0].tool_call_id', { role: 'tool', content: 'x' }],
  ];
  for (const [param, message] of cases) {
    it(`refuses ${JSON.stringify(message)} by the name of ${param}`, () => {
      let thrown: unknown;
      try {
        parse(message);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(GatewayError);
      expect(thrown).toMatchObject({ code: 'invalid_request', options: { param } });
    });
  }
});

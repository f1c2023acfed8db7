import { describe, expect, it } from 'vitest';
import type { Message } from '../../canon/request.ts';
import { asString, isObject, type JsonObject } from '../../lib/json.ts';
import { call, image, model, own, renderContents, result, text, user } from './messages.fixture.ts';
import { makeContext } from './request.fixture.ts';

/** Each content as `role: kinds of its parts`. */
function outline(contents: readonly JsonObject[]): string[] {
  return contents.map(({ role, parts }) => {
    const kinds = (parts as JsonObject[]).map((part) => {
      const response = part['functionResponse'];
      if (isObject(response)) return `result of ${asString(response['name'])}`;
      return typeof part['text'] === 'string' ? `"${part['text']}"` : (Object.keys(part)[0] ?? '');
    });
    return `${asString(role)}: ${kinds.join(', ')}`;
  });
}

const GO_ON = 'Continue exactly where your last message stopped, without repeating any of it.';

const orders: Record<string, { messages: Message[]; model?: string; contents: string[] }> = {
  'results of parallel calls come in one content, in the order of the calls, before everything else': {
    messages: [
      user(text('go')),
      model(text('sure'), call('1'), call('2')),
      user(text('note'), result('2', 'b')),
      user(result('1', 'a'), text('more')),
    ],
    contents: [
      'user: "go"',
      'model: "sure", functionCall, functionCall',
      'user: result of tool_1, result of tool_2, "note", "more"',
    ],
  },
  'on 2.x what stands beside results follows in a content of its own, so that Google’s count holds': {
    model: 'gemini-2.5-flash',
    messages: [
      user(text('go')),
      model(call('1')),
      user(result('1', 'a', { parts: [{ type: 'text', text: 'a' }, image] }), text('more')),
    ],
    contents: ['user: "go"', 'model: functionCall', 'user: result of tool_1', 'user: inlineData, "more"'],
  },
  'calls told in several messages are one step': {
    messages: [
      user(text('go')),
      model(call('1', own('S'))),
      model(call('2')),
      user(result('1', 'a')),
      user(result('2', 'b')),
    ],
    contents: ['user: "go"', 'model: functionCall, functionCall', 'user: result of tool_1, result of tool_2'],
  },
  'a call that was never answered gets a result that says so': {
    messages: [
      user(text('go')),
      model(call('1'), call('2')),
      user(result('2', 'b')),
      model(text('ok')),
      user(text('x')),
    ],
    contents: [
      'user: "go"',
      'model: functionCall, functionCall',
      'user: result of tool_1, result of tool_2',
      'model: "ok"',
      'user: "x"',
    ],
  },
  'unanswered calls at the very end are answered too': {
    messages: [user(text('go')), model(call('1'))],
    contents: ['user: "go"', 'model: functionCall', 'user: result of tool_1'],
  },
  'a result whose call is gone becomes text': {
    messages: [user(result('9', 'old', { name: 'search' }), text('go'))],
    contents: ['user: "Result of search:\nold", "go"'],
  },
  'equal ids in different steps find their own results': {
    messages: [
      user(text('go')),
      model(call('0')),
      user(result('0', 'first')),
      model(call('0')),
      user(result('0', 'second')),
    ],
    contents: [
      'user: "go"',
      'model: functionCall',
      'user: result of tool_0',
      'model: functionCall',
      'user: result of tool_0',
    ],
  },
  'neighbouring turns of one role are joined': {
    messages: [user(text('a')), user(text('b')), model(text('c')), model(text('d')), user(text('e'))],
    contents: ['user: "a", "b"', 'model: "c", "d"', 'user: "e"'],
  },
  'signed turns are never joined': {
    messages: [
      user(text('a')),
      model({ type: 'text', text: 'c', ...own('S') }),
      model(text('d')),
      user(text('e')),
    ],
    contents: ['user: "a"', 'model: "c"', 'model: "d"', 'user: "e"'],
  },
  'a conversation that the model begins gets a user turn before it': {
    messages: [model(text('hello')), user(text('hi'))],
    contents: ['user: " "', 'model: "hello"', 'user: "hi"'],
  },
  'a conversation that the model ends gets a user turn after it': {
    messages: [user(text('hi')), model(text('{'))],
    contents: ['user: "hi"', 'model: "{"', `user: "${GO_ON}"`],
  },
  'a conversation without anything still has a turn': { messages: [], contents: ['user: " "'] },
  'empty texts and empty messages are left out': {
    messages: [user(text(''), text('hi')), model(text('')), user()],
    contents: ['user: "hi"'],
  },
  'late instructions stay where they were given, as the user’s text': {
    messages: [
      user(text('a')),
      model(text('b')),
      { role: 'system', parts: [text('be brief')] },
      user(text('c')),
    ],
    contents: ['user: "a"', 'model: "b"', 'user: "be brief", "c"'],
  },
  'thoughts do not go back as text': {
    messages: [user(text('a')), model({ type: 'reasoning', text: 'secret' }, text('b')), user(text('c'))],
    contents: ['user: "a"', 'model: "b"', 'user: "c"'],
  },
};

describe('the order of contents', () => {
  for (const [name, { messages, contents, model: modelName }] of Object.entries(orders)) {
    it(`holds: ${name}`, () =>
      expect(outline(renderContents(messages, makeContext(modelName)))).toEqual(contents));
  }

  it('names what had to be changed', () => {
    const context = makeContext();
    renderContents([user(result('9', 'old')), model(call('1')), model(text('{'))], context);
    expect([...context.loss.items]).toEqual(['tool result without its call', 'tool call without its result']);
    const prefilled = makeContext();
    renderContents([user(text('a')), model(text('{'))], prefilled);
    expect([...prefilled.loss.items]).toEqual(['assistant prefill']);
  });

  it('an unchanged beginning is rendered to the same bytes when the conversation goes on', () => {
    const messages = [
      user(text('go')),
      model(text('a'), call('1')),
      user(result('1', 'x')),
      model(text('b')),
      user(text('c')),
    ];
    const longer = [...messages, model(call('2')), user(result('2', 'y'))];
    expect(
      JSON.stringify(renderContents(longer)).startsWith(
        JSON.stringify(renderContents(messages)).slice(0, -1),
      ),
    ).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import type { ContentPart, MediaPart } from '../../canon/content.ts';
import type { CanonRequest, Message } from '../../canon/request.ts';
import { render } from './provider-request.fixture.ts';

const user = (...parts: ContentPart[]): Message => ({ role: 'user', parts });
const assistant = (...parts: ContentPart[]): Message => ({ role: 'assistant', parts });
const text = (value: string): ContentPart => ({ type: 'text', text: value });
const call = (id: string, name = 'a'): ContentPart => ({
  type: 'tool-call',
  id,
  idFromModel: true,
  name,
  argumentsJson: '{}',
});
const result = (callId: string, value = 'ok'): ContentPart => ({
  type: 'tool-result',
  callId,
  parts: [{ type: 'text', text: value }],
  isError: false,
});
const said = (value: string) => ({ type: 'text', text: value });
const used = (id: string) => ({ type: 'tool_use', id, name: 'a', input: {} });
const answered = (id: string, value = 'ok') => ({
  type: 'tool_result',
  tool_use_id: id,
  content: [said(value)],
});

function turns(messages: readonly Message[], model?: string, fields: Partial<CanonRequest> = {}) {
  const { body, loss } = render({ messages, ...fields }, model);
  return { turns: body['messages'], loss };
}

describe('turns', () => {
  it.each<[string, Message[], unknown, string[]]>([
    [
      'neighbours of one side are joined',
      [user(text('a')), user(text('b')), assistant(text('c')), assistant(text('d')), user(text('e'))],
      [
        { role: 'user', content: [said('a'), said('b')] },
        { role: 'assistant', content: [said('c'), said('d')] },
        { role: 'user', content: [said('e')] },
      ],
      [],
    ],
    [
      'late instructions stay in their place, so that the prefix stays stable',
      [
        user(text('a')),
        assistant(text('b')),
        { role: 'system', parts: [text('now in French')] },
        user(text('c')),
      ],
      [
        { role: 'user', content: [said('a')] },
        { role: 'assistant', content: [said('b')] },
        { role: 'user', content: [said('now in French'), said('c')] },
      ],
      [],
    ],
    [
      'a conversation begins with the user',
      [assistant(text('hello')), user(text('hi'))],
      [
        { role: 'user', content: [said('.')] },
        { role: 'assistant', content: [said('hello')] },
        { role: 'user', content: [said('hi')] },
      ],
      [],
    ],
    [
      'blank texts and empty turns are left out',
      [user(text('a')), assistant(text(' \n')), user(text('b'))],
      [{ role: 'user', content: [said('a'), said('b')] }],
      [],
    ],
    [
      'results of parallel calls come first, in the order of the calls',
      [
        user(text('q')),
        assistant(call('x'), call('y')),
        user(text('and?'), result('y', '2')),
        user(result('x', '1')),
      ],
      [
        { role: 'user', content: [said('q')] },
        { role: 'assistant', content: [used('x'), used('y')] },
        { role: 'user', content: [answered('x', '1'), answered('y', '2'), said('and?')] },
      ],
      [],
    ],
    [
      'a call without its result gets one',
      [user(text('q')), assistant(call('x'))],
      [
        { role: 'user', content: [said('q')] },
        { role: 'assistant', content: [used('x')] },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 'x',
              content: 'No result was given for this call.',
              is_error: true,
            },
          ],
        },
      ],
      ['tool call without its result'],
    ],
    [
      'a result without its call becomes text',
      [user(text('q'), result('gone', '7'))],
      [{ role: 'user', content: [said('q'), said('Result of an earlier tool call:'), said('7')] }],
      ['tool result without its call'],
    ],
    [
      'a repeated id is told apart',
      [
        user(text('q')),
        assistant(call('x')),
        user(result('x', '1')),
        assistant(call('x')),
        user(result('x', '2')),
      ],
      [
        { role: 'user', content: [said('q')] },
        { role: 'assistant', content: [used('x')] },
        { role: 'user', content: [answered('x', '1')] },
        { role: 'assistant', content: [used('x_2')] },
        { role: 'user', content: [answered('x_2', '2')] },
      ],
      [],
    ],
    [
      'an id that Anthropic refuses is encoded, in call and result alike',
      [user(text('q')), assistant(call('functions.a:0')), user(result('functions.a:0'))],
      [
        { role: 'user', content: [said('q')] },
        { role: 'assistant', content: [used('pollux_b_ZnVuY3Rpb25zLmE6MA')] },
        { role: 'user', content: [answered('pollux_b_ZnVuY3Rpb25zLmE6MA')] },
      ],
      [],
    ],
  ])('%s', (_name, messages, expected, lost) => {
    expect(turns(messages)).toEqual({ turns: expected, loss: lost });
  });

  it('sends thinking back only with a signature of Anthropic, and never last', () => {
    const thought = (vendor: 'anthropic' | 'gemini', value: string): ContentPart => ({
      type: 'reasoning',
      text: 'hm',
      signature: { vendor, value },
    });
    const { turns: rendered } = turns([
      user(text('q')),
      assistant(
        thought('gemini', 'g'),
        { type: 'reasoning', text: 'unsigned' },
        thought('anthropic', 'a'),
        { type: 'reasoning', text: '', redactedData: 'r', signature: { vendor: 'anthropic', value: 'r' } },
        text('answer'),
        thought('anthropic', 'late'),
      ),
      user(text('more')),
    ]);
    expect(rendered).toEqual([
      { role: 'user', content: [said('q')] },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm', signature: 'a' },
          { type: 'redacted_thinking', data: 'r' },
          said('answer'),
        ],
      },
      { role: 'user', content: [said('more')] },
    ]);
  });

  it('lets only models that can begin with a given beginning of the answer', () => {
    const messages = [user(text('q')), assistant(text('{ '))];
    expect(turns(messages).turns).toMatchObject([{}, { role: 'assistant', content: [said('{')] }]);
    const { turns: newer, loss } = turns(messages, 'claude-opus-4-6');
    expect(newer).toMatchObject([{}, {}, { role: 'user' }]);
    expect(loss).toEqual(['assistant prefill']);
  });

  it('names arguments that are no object', () => {
    const broken: ContentPart = {
      type: 'tool-call',
      id: 'x',
      idFromModel: true,
      name: 'a',
      argumentsJson: '[1',
    };
    expect(turns([user(text('q')), assistant(broken), user(result('x'))]).loss).toEqual(['arguments of a']);
  });

  it('keeps the digits of big integers in arguments', () => {
    const exact: ContentPart = {
      type: 'tool-call',
      id: 'x',
      idFromModel: true,
      name: 'a',
      argumentsJson: '{"id":12345678901234567890}',
    };
    const { turns: rendered } = turns([user(text('q')), assistant(exact), user(result('x'))]);
    expect(JSON.stringify(rendered)).toContain('"input":{"id":12345678901234567890}');
  });
});

describe('media', () => {
  const media = (fields: Partial<MediaPart>): MediaPart => ({
    type: 'media',
    kind: 'image',
    source: { type: 'inline', data: 'iVBORw0KGgoAAAA' },
    ...fields,
  });

  it.each<[string, MediaPart, unknown]>([
    [
      'bytes, whatever their label',
      media({ mimeType: 'image/jpg' }),
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgoAAAA' } },
    ],
    [
      'an address',
      media({ source: { type: 'url', url: 'https://a/b' } }),
      { type: 'image', source: { type: 'url', url: 'https://a/b' } },
    ],
    [
      'a file of Anthropic',
      media({ source: { type: 'file', fileId: 'file_01' } }),
      { type: 'image', source: { type: 'file', file_id: 'file_01' } },
    ],
    [
      'a PDF with its name',
      media({
        kind: 'document',
        mimeType: 'application/pdf',
        name: 'a.pdf',
        source: { type: 'inline', data: 'JVBERi0x' },
      }),
      {
        type: 'document',
        source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0x' },
        title: 'a.pdf',
      },
    ],
    [
      'a text file as text',
      media({
        kind: 'document',
        mimeType: 'text/csv; charset=utf-8',
        source: { type: 'inline', data: 'YSxi' },
      }),
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'a,b' } },
    ],
  ])('%s', (_name, part, block) => {
    expect(turns([user(part, text('?'))])).toEqual({
      turns: [{ role: 'user', content: [block, said('?')] }],
      loss: [],
    });
  });

  it.each<[string, MediaPart, string]>([
    ['sound', media({ kind: 'audio', mimeType: 'audio/wav' }), 'audio'],
    ['a file of another vendor', media({ source: { type: 'file', fileId: 'file-abc' } }), 'image file'],
    [
      'an unknown format',
      media({ mimeType: 'image/heic', source: { type: 'inline', data: 'AAAA' } }),
      'image',
    ],
  ])('names %s as lost', (_name, part, lost) => {
    expect(turns([user(part, text('?'))])).toEqual({
      turns: [{ role: 'user', content: [said('?')] }],
      loss: [lost],
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { ChatQuirks } from '../../canon/chat-quirks.ts';
import type { ContentPart, MediaPart, ToolCallPart, ToolResultPart } from '../../canon/content.ts';
import type { Message } from '../../canon/request.ts';
import type { JsonValue } from '../../lib/json.ts';
import { render } from './provider-request.fixture.ts';

const say = (text: string): ContentPart => ({ type: 'text', text });
const user = (...parts: ContentPart[]): Message => ({ role: 'user', parts });
const assistant = (...parts: ContentPart[]): Message => ({ role: 'assistant', parts });
const call = (id: string, argumentsJson = '{}'): ToolCallPart => ({
  type: 'tool-call',
  id,
  idFromModel: true,
  name: 'f',
  argumentsJson,
});
const result = (callId: string, ...parts: ToolResultPart['parts']): ToolResultPart => ({
  type: 'tool-result',
  callId,
  parts,
  isError: false,
});
const image: MediaPart = {
  type: 'media',
  kind: 'image',
  mimeType: 'image/png',
  source: { type: 'inline', data: 'QUJD' },
};
const wireImage = { type: 'image_url', image_url: { url: 'data:image/png;base64,QUJD' } };
const wireCall = (id: string) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } });
const calls = (...ids: string[]) => ({ role: 'assistant', content: null, tool_calls: ids.map(wireCall) });
const text = (said: string) => ({ type: 'text', text: said });
const file: MediaPart = { type: 'media', kind: 'document', source: { type: 'inline', data: 'QUJD' } };

interface Case {
  readonly name: string;
  readonly messages: readonly Message[];
  readonly quirks?: Partial<ChatQuirks>;
  readonly wire: readonly JsonValue[];
  readonly loss?: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'one text as a string, several as parts',
    messages: [user(say('a')), assistant(say('b')), user(say('c'), say('d'))],
    wire: [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
      { role: 'user', content: [text('c'), text('d')] },
    ],
  },
  {
    name: 'several texts joined where only strings are taken',
    messages: [user(say('c'), say('d'))],
    quirks: { textContent: 'text' },
    wire: [{ role: 'user', content: 'c\n\nd' }],
  },
  {
    name: 'late instructions in their place',
    messages: [user(say('a')), { role: 'system', parts: [say('s')] }, user(say('b'))],
    quirks: { systemRole: 'developer' },
    wire: [
      { role: 'user', content: 'a' },
      { role: 'developer', content: 's' },
      { role: 'user', content: 'b' },
    ],
  },
  {
    name: 'results right after their calls, in the order of the calls, whatever came between',
    messages: [
      assistant(call('a'), call('b')),
      { role: 'system', parts: [say('s')] },
      user(say('now'), result('b', { type: 'text', text: 'B' })),
      user(result('a', { type: 'text', text: 'A' })),
    ],
    wire: [
      calls('a', 'b'),
      { role: 'tool', tool_call_id: 'a', content: 'A' },
      { role: 'tool', tool_call_id: 'b', content: 'B' },
      { role: 'system', content: 's' },
      { role: 'user', content: 'now' },
    ],
  },
  {
    name: 'images of results in the message that follows',
    messages: [
      assistant(call('a'), call('b')),
      user(result('a', { type: 'text', text: 'A' }, image), result('b', image), say('see?')),
    ],
    wire: [
      calls('a', 'b'),
      { role: 'tool', tool_call_id: 'a', content: 'A' },
      { role: 'tool', tool_call_id: 'b', content: 'The result follows in the next message.' },
      { role: 'user', content: [wireImage, wireImage, text('see?')] },
    ],
  },
  {
    name: 'a sentence for a result that never came',
    messages: [assistant(call('a')), user(say('go on'))],
    wire: [
      calls('a'),
      { role: 'tool', tool_call_id: 'a', content: 'No result was given for this call.' },
      { role: 'user', content: 'go on' },
    ],
    loss: ['tool call without its result'],
  },
  {
    name: 'a result without its call as text',
    messages: [user(result('x', { type: 'text', text: 'X' }))],
    wire: [{ role: 'user', content: [text('Result of an earlier tool call:'), text('X')] }],
    loss: ['tool result without its call'],
  },
  {
    name: 'an assistant that went on before its results came as one message',
    messages: [assistant(call('a')), assistant(call('b')), user(result('a'), result('b'))],
    wire: [
      calls('a', 'b'),
      { role: 'tool', tool_call_id: 'a', content: '' },
      { role: 'tool', tool_call_id: 'b', content: '' },
    ],
  },
  {
    name: 'a call id of each turn, though turns count from zero',
    messages: [
      assistant(call('a')),
      user(result('a', { type: 'text', text: '1' })),
      assistant(call('a')),
      user(result('a', { type: 'text', text: '2' })),
    ],
    wire: [
      calls('a'),
      { role: 'tool', tool_call_id: 'a', content: '1' },
      calls('a'),
      { role: 'tool', tool_call_id: 'a', content: '2' },
    ],
  },
  {
    name: 'a failure that says so',
    messages: [
      assistant(call('a')),
      user({ ...result('a', { type: 'text', text: 'no such file' }), isError: true }),
    ],
    wire: [calls('a'), { role: 'tool', tool_call_id: 'a', content: 'Error: no such file' }],
  },
  {
    name: 'thoughts where they are wanted',
    messages: [assistant({ type: 'reasoning', text: 'hm' }, say('a'))],
    wire: [{ role: 'assistant', content: 'a', reasoning_content: 'hm' }],
  },
  {
    name: 'no thoughts elsewhere',
    messages: [assistant({ type: 'reasoning', text: 'hm' }), user(say('a'))],
    quirks: { reasoningField: undefined },
    wire: [{ role: 'user', content: 'a' }],
    loss: ['reasoning of an assistant'],
  },
  {
    name: 'thoughts with their proofs',
    messages: [
      assistant(
        { type: 'reasoning', text: 'hm', signature: { vendor: 'anthropic', value: 'S' } },
        { type: 'reasoning', text: '', redactedData: 'R' },
        say('a'),
      ),
    ],
    quirks: { reasoningField: 'reasoning_details' },
    wire: [
      {
        role: 'assistant',
        content: 'a',
        reasoning_details: [
          { type: 'reasoning.text', text: 'hm', signature: 'S', format: 'anthropic-claude-v1', index: 0 },
          { type: 'reasoning.encrypted', data: 'R', format: 'anthropic-claude-v1', index: 1 },
        ],
      },
    ],
  },
  {
    name: 'a refusal as such',
    messages: [assistant({ type: 'refusal', text: 'no' })],
    wire: [{ role: 'assistant', content: null, refusal: 'no' }],
  },
  {
    name: 'a refusal as text',
    messages: [assistant({ type: 'refusal', text: 'no' })],
    quirks: { refusals: false },
    wire: [{ role: 'assistant', content: 'no' }],
  },
  {
    name: 'media of every kind',
    messages: [
      user(
        { ...image, detail: 'low' },
        { type: 'media', kind: 'image', source: { type: 'url', url: 'https://a.example/b.png' } },
        { type: 'media', kind: 'audio', mimeType: 'audio/mpeg', source: { type: 'inline', data: 'QQ==' } },
        { type: 'media', kind: 'video', mimeType: 'video/mp4', source: { type: 'inline', data: 'QQ==' } },
        { ...file, name: 'a.pdf', mimeType: 'application/pdf' },
        { ...file, source: { type: 'file', fileId: 'file-1' } },
        { ...file, name: 'a.txt', mimeType: 'text/plain' },
      ),
    ],
    wire: [
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'data:image/png;base64,QUJD', detail: 'low' } },
          { type: 'image_url', image_url: { url: 'https://a.example/b.png' } },
          { type: 'input_audio', input_audio: { data: 'QQ==', format: 'mp3' } },
          { type: 'video_url', video_url: { url: 'data:video/mp4;base64,QQ==' } },
          { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,QUJD' } },
          { type: 'file', file: { file_id: 'file-1' } },
          text('a.txt:\nABC'),
        ],
      },
    ],
  },
  {
    name: 'a word in the place of media that cannot be taken',
    messages: [user(image, { ...file, name: 'a.pdf' })],
    quirks: { media: [] },
    wire: [
      {
        role: 'user',
        content: [
          text('[image left out: this model cannot take it]'),
          text('[document "a.pdf" left out: this model cannot take it]'),
        ],
      },
    ],
    loss: ['image', 'document'],
  },
  {
    name: 'cache hints where they are known',
    messages: [user({ type: 'text', text: 'a', cacheHint: { ttl: '1h' } })],
    wire: [{ role: 'user', content: [{ ...text('a'), cache_control: { type: 'ephemeral', ttl: '1h' } }] }],
  },
  {
    name: 'no cache hints elsewhere',
    messages: [user({ type: 'text', text: 'a', cacheHint: {} })],
    quirks: { cacheControl: false },
    wire: [{ role: 'user', content: 'a' }],
  },
];

describe('messages', () => {
  it.each(cases)('hold $name', ({ messages, quirks, wire, loss }) => {
    const rendered = render({ messages }, quirks);
    expect(rendered.body['messages']).toEqual(wire);
    expect(rendered.loss).toEqual(loss ?? []);
  });

  it('begin with the instructions', () => {
    const system = [
      { type: 'text' as const, text: 'a' },
      { type: 'text' as const, text: '' },
      { type: 'text' as const, text: 'b' },
    ];
    const { body } = render({ system }, { systemRole: 'developer', textContent: 'text' });
    expect(body['messages']).toEqual([
      { role: 'developer', content: 'a\n\nb' },
      { role: 'user', content: 'hi' },
    ]);
  });

  it.each<readonly [ChatQuirks['callIds'], RegExp]>([
    ['any', /^\S{1,64}$/u],
    ['nine', /^[a-zA-Z0-9]{9}$/u],
  ])('have call ids that the service takes (%s), the same in call and result', (callIds, form) => {
    const id = `toolu_${'x'.repeat(90)}`;
    const { body } = render({ messages: [assistant(call(id)), user(result(id))] }, { callIds });
    const [asked, answered] = body['messages'] as [
      { tool_calls: [{ id: string }] },
      { tool_call_id: string },
    ];
    expect(asked.tool_calls[0].id).toMatch(form);
    expect(answered.tool_call_id).toBe(asked.tool_calls[0].id);
  });

  it('keep the free text of custom tools', () => {
    const tools = [{ type: 'function' as const, name: 'f', extras: { 'openai-chat': { type: 'custom' } } }];
    const messages = [assistant(call('a', '{"input":"x\\ny"}')), user(result('a'))];
    expect(render({ tools, messages }).body['messages']).toMatchObject([
      { tool_calls: [{ id: 'a', type: 'custom', custom: { name: 'f', input: 'x\ny' } }] },
      {},
    ]);
  });

  it('stay the same when a conversation goes on', () => {
    const head = [user(say('a')), assistant(call('x')), user(result('x', { type: 'text', text: 'X' }))];
    const [before, after] = [head, [...head, assistant(say('b')), user(say('c'))]].map((messages) =>
      JSON.stringify(render({ messages }).body['messages']).slice(0, -1),
    );
    expect(after?.startsWith(before ?? 'nothing')).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import { tryParseJsonExact, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { parseRequest } from './parse-request.ts';

function parse(body: JsonObject) {
  const loss = createLoss();
  const request = parseRequest({ model: 'm', messages: [{ role: 'user', content: 'Hi' }], ...body }, loss);
  return { request, lost: [...loss.items] };
}

function parseTurn(role: string, ...content: JsonValue[]) {
  const { request, lost } = parse({
    messages: [
      { role, content },
      { role: 'user', content: '…' },
    ],
  });
  return { parts: JSON.parse(JSON.stringify(request.messages.at(-2)?.parts ?? [])) as JsonValue, lost };
}

function own(block: JsonObject): JsonObject {
  return { 'anthropic-messages': block };
}

describe('content blocks', () => {
  const pdf = { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBE' } };
  const textDocument = {
    type: 'document',
    title: 'T',
    context: 'C',
    source: { type: 'text', media_type: 'text/plain', data: 'D' },
  };
  const hit = {
    type: 'search_result',
    source: 'https://x.example/',
    title: 'X',
    content: [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ],
  };
  const place = {
    type: 'char_location',
    document_index: 0,
    document_title: 'F',
    start_char_index: 0,
    end_char_index: 3,
    cited_text: 'abc',
  };

  it.each<readonly [string, JsonObject, unknown[]]>([
    [
      'text with a cache hint',
      { type: 'text', text: 'x', cache_control: { type: 'ephemeral' } },
      [{ type: 'text', text: 'x', cacheHint: {} }],
    ],
    ['text with null citations', { type: 'text', text: 'x', citations: null }, [{ type: 'text', text: 'x' }]],
    [
      'cited text, whose offsets count in the document',
      { type: 'text', text: 'x', citations: [place] },
      [{ type: 'text', text: 'x', citations: [{ title: 'F', citedText: 'abc', raw: place }] }],
    ],
    [
      'an image in base64',
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } },
      [{ type: 'media', kind: 'image', mimeType: 'image/png', source: { type: 'inline', data: 'AA==' } }],
    ],
    [
      'image/jpg, which providers refuse',
      { type: 'image', source: { type: 'base64', media_type: 'image/jpg', data: 'AA==' } },
      [{ type: 'media', kind: 'image', mimeType: 'image/jpeg', source: { type: 'inline', data: 'AA==' } }],
    ],
    [
      'an image by URL, its type left open',
      { type: 'image', source: { type: 'url', url: 'https://x.example/a' } },
      [{ type: 'media', kind: 'image', source: { type: 'url', url: 'https://x.example/a' } }],
    ],
    [
      'an image by data URL',
      { type: 'image', source: { type: 'url', url: 'data:image/webp;base64,AAAA' } },
      [{ type: 'media', kind: 'image', mimeType: 'image/webp', source: { type: 'inline', data: 'AAAA' } }],
    ],
    [
      'an image that the provider holds',
      { type: 'image', source: { type: 'file', file_id: 'f' } },
      [{ type: 'media', kind: 'image', source: { type: 'file', fileId: 'f' } }],
    ],
    [
      'a PDF with a title',
      { ...pdf, title: 'T' },
      [
        {
          type: 'media',
          kind: 'document',
          mimeType: 'application/pdf',
          name: 'T',
          source: { type: 'inline', data: 'JVBE' },
          extras: own({ ...pdf, title: 'T' }),
        },
      ],
    ],
    [
      'a PDF with context',
      { ...pdf, context: 'C' },
      [
        { type: 'text', text: 'C' },
        {
          type: 'media',
          kind: 'document',
          mimeType: 'application/pdf',
          source: { type: 'inline', data: 'JVBE' },
          extras: own({ ...pdf, context: 'C' }),
        },
      ],
    ],
    [
      'a document of text',
      textDocument,
      [
        { type: 'text', text: 'T\nC\n\n' },
        { type: 'text', text: 'D', extras: own(textDocument) },
      ],
    ],
    [
      'a search result of the client’s',
      hit,
      [
        {
          type: 'text',
          text: 'X (https://x.example/)\n\na\nb',
          citations: [{ url: 'https://x.example/', title: 'X' }],
          extras: own(hit),
        },
      ],
    ],
    [
      'a summary of an older conversation',
      { type: 'compaction', content: 'Before: …' },
      [{ type: 'text', text: 'Before: …' }],
    ],
  ])('of a user: %s', (_name, block, expected) => {
    expect(parseTurn('user', block)).toEqual({ parts: expected, lost: [] });
  });

  it('of a document made of blocks: text and images', () => {
    const image = { type: 'image', source: { type: 'file', file_id: 'f' } };
    const content = [{ type: 'text', text: 'a' }, image, { type: 'hologram' }];
    const { parts, lost } = parseTurn('user', {
      type: 'document',
      source: { type: 'content', content },
      citations: { enabled: true },
    });
    expect(parts).toMatchObject([{ text: 'a' }, { kind: 'image', source: { fileId: 'f' } }]);
    expect(lost).toEqual([
      'messages.0.content.0.citations',
      'messages.0.content.0.source.content.2:hologram',
    ]);
  });

  const toolUse = { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'x' } };
  const found = {
    type: 'web_search_tool_result',
    tool_use_id: 'srvtoolu_1',
    content: [{ type: 'web_search_result', url: 'https://x.example/' }],
  };

  it.each<readonly [string, JsonObject, unknown[]]>([
    [
      'thinking signed by Claude',
      { type: 'thinking', thinking: 't', signature: 'EqQB' },
      [{ type: 'reasoning', text: 't', signature: { vendor: 'anthropic', value: 'EqQB' } }],
    ],
    [
      'thinking signed by Gemini, which must not go back as Claude’s',
      { type: 'thinking', thinking: '', signature: 'pollux.gemini.CpcB/+=' },
      [{ type: 'reasoning', text: '', signature: { vendor: 'gemini', value: 'CpcB/+=' } }],
    ],
    [
      'thinking without a signature',
      { type: 'thinking', thinking: 't', signature: '' },
      [{ type: 'reasoning', text: 't' }],
    ],
    ['an empty thinking block', { type: 'thinking', thinking: '', signature: '' }, []],
    [
      'redacted thinking',
      { type: 'redacted_thinking', data: 'd' },
      [{ type: 'reasoning', text: '', redactedData: 'd', signature: { vendor: 'anthropic', value: 'd' } }],
    ],
    [
      'redacted thinking of another vendor',
      { type: 'redacted_thinking', data: 'pollux.openai.d' },
      [{ type: 'reasoning', text: '', redactedData: 'd', signature: { vendor: 'openai', value: 'd' } }],
    ],
    [
      'a tool call',
      { type: 'tool_use', id: 'toolu_1', name: 'f', input: { a: [1] }, caller: { type: 'direct' } },
      [{ type: 'tool-call', id: 'toolu_1', idFromModel: true, name: 'f', argumentsJson: '{"a":[1]}' }],
    ],
    [
      'a tool call with null input',
      { type: 'tool_use', id: 'toolu_1', name: 'f', input: null },
      [{ type: 'tool-call', id: 'toolu_1', idFromModel: true, name: 'f', argumentsJson: '{}' }],
    ],
    [
      'a call of a tool that the provider runs',
      toolUse,
      [
        {
          type: 'server-tool',
          phase: 'call',
          id: 'srvtoolu_1',
          name: 'web_search',
          data: { query: 'x' },
          extras: own(toolUse),
        },
      ],
    ],
    [
      'what that tool found',
      found,
      [
        {
          type: 'server-tool',
          phase: 'result',
          id: 'srvtoolu_1',
          name: 'web_search',
          data: found.content,
          extras: own(found),
        },
      ],
    ],
  ])('of an assistant: %s', (_name, block, expected) => {
    expect(parseTurn('assistant', block)).toEqual({ parts: expected, lost: [] });
  });

  it('keep the digits of integers that a double cannot hold, in the input of a tool call', () => {
    const text = '{"type":"tool_use","id":"a","name":"f","input":{"id":12345678901234567890}}';
    const { parts } = parseTurn('assistant', tryParseJsonExact(text) ?? {});
    expect(parts).toMatchObject([{ argumentsJson: '{"id":12345678901234567890}' }]);
  });

  it('keep the order of a signed thinking block and the calls after it', () => {
    const { parts } = parseTurn(
      'assistant',
      { type: 'thinking', thinking: '', signature: 'pollux.gemini.s' },
      { type: 'tool_use', id: 'a', name: 'f', input: {} },
      { type: 'tool_use', id: 'b', name: 'f', input: {} },
    );
    expect(parts).toMatchObject([{ type: 'reasoning', text: '' }, { id: 'a' }, { id: 'b' }]);
  });

  it('of results of parallel calls stay one turn: split, Gemini counts too few results', () => {
    const { parts } = parseTurn(
      'user',
      { type: 'tool_result', tool_use_id: 'a', content: 'plain' },
      { type: 'tool_result', tool_use_id: 'b', is_error: true, content: [{ type: 'text', text: 'no' }] },
      { type: 'tool_result', tool_use_id: 'c' },
      { type: 'text', text: 'and now?' },
    );
    expect(parts).toEqual([
      { type: 'tool-result', callId: 'a', parts: [{ type: 'text', text: 'plain' }], isError: false },
      { type: 'tool-result', callId: 'b', parts: [{ type: 'text', text: 'no' }], isError: true },
      { type: 'tool-result', callId: 'c', parts: [], isError: false },
      { type: 'text', text: 'and now?' },
    ]);
  });

  it('of a tool result may be images, documents and found tools', () => {
    const content = [
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } },
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'D' } },
      { type: 'tool_reference', tool_name: 'get_weather' },
      { type: 'hologram' },
    ];
    const { parts, lost } = parseTurn('user', { type: 'tool_result', tool_use_id: 'a', content });
    expect(parts).toMatchObject([{ parts: [{ kind: 'image' }, { text: 'D' }, { text: 'get_weather' }] }]);
    expect(lost).toEqual(['messages.0.content.0.content.3:hologram']);
  });

  it.each([['container_upload'], ['from_the_future'], ['constructor']])(
    'of a type without a canonical form are lost, not refused: %s',
    (type) => {
      const { parts, lost } = parseTurn('user', { type, file_id: 'f' }, { type: 'text', text: 'x' });
      expect(parts).toMatchObject([{ text: 'x' }]);
      expect(lost).toEqual([`messages.0.content.0:${type}`]);
    },
  );

  it('cannot put a line break into the list of losses, which becomes a header', () => {
    expect(parseTurn('user', { type: 'x\r\nset-cookie: a' }).lost).toEqual(['messages.0.content.0']);
  });
});

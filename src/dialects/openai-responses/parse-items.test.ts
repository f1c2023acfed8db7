// What each item of the input becomes.

import { describe, expect, it } from 'vitest';
import { parse } from './request.fixture.ts';

describe('input', () => {
  it('takes a string as one user message', () => {
    expect(parse({ input: 'hello' }).request.messages).toEqual([
      { role: 'user', parts: [{ type: 'text', text: 'hello' }] },
    ]);
  });

  it('puts instructions and the developer messages at the head apart, later ones in their place', () => {
    const { request } = parse({
      instructions: 'first',
      input: [
        { role: 'developer', content: 'second' },
        { role: 'user', content: 'hi' },
        { type: 'message', role: 'system', content: [{ type: 'input_text', text: 'third' }] },
      ],
    });
    expect(request.system.map((part) => part.text)).toEqual(['first', 'second']);
    expect(request.messages.map((message) => message.role)).toEqual(['user', 'system']);
  });

  it('makes one turn of all that the assistant did, and one of the results of parallel calls', () => {
    const { request, lost } = parse({
      input: [
        { role: 'user', content: 'weather?' },
        {
          type: 'reasoning',
          id: 'rs_1',
          summary: [{ type: 'summary_text', text: 'hm' }],
          encrypted_content: 'enc',
        },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'looking' }] },
        { type: 'function_call', call_id: 'c1', name: 'get', arguments: '{"big":12345678901234567890}' },
        { type: 'custom_tool_call', call_id: 'c2', name: 'patch', input: 'a "b"' },
        { type: 'function_call_output', call_id: 'c1', output: 'sun' },
        {
          type: 'custom_tool_call_output',
          call_id: 'c2',
          output: [
            { type: 'input_text', text: 'seen' },
            { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'low' },
          ],
        },
        { role: 'user', content: 'thanks' },
      ],
    });
    expect(lost).toEqual([]);
    expect(request.messages.map((message) => message.role)).toEqual(['user', 'assistant', 'user', 'user']);
    expect(request.messages[1]?.parts).toEqual([
      { type: 'reasoning', text: 'hm', signature: { vendor: 'openai', value: 'enc' } },
      { type: 'text', text: 'looking' },
      {
        type: 'tool-call',
        id: 'c1',
        idFromModel: true,
        name: 'get',
        argumentsJson: '{"big":12345678901234567890}',
      },
      {
        type: 'tool-call',
        id: 'c2',
        idFromModel: true,
        name: 'patch',
        argumentsJson: '{"input":"a \\"b\\""}',
      },
    ]);
    expect(request.messages[2]?.parts).toEqual([
      {
        type: 'tool-result',
        callId: 'c1',
        name: 'get',
        parts: [{ type: 'text', text: 'sun' }],
        isError: false,
      },
      {
        type: 'tool-result',
        callId: 'c2',
        name: 'patch',
        parts: [
          { type: 'text', text: 'seen' },
          {
            type: 'media',
            kind: 'image',
            mimeType: 'image/png',
            source: { type: 'inline', data: 'AAAA' },
            detail: 'low',
          },
        ],
        isError: false,
      },
    ]);
  });

  it('keeps calls of typed client tools as calls, with their own item', () => {
    const item = {
      type: 'local_shell_call',
      id: 'ls',
      call_id: 'c1',
      action: { type: 'exec', command: ['ls'] },
    };
    const output = { type: 'local_shell_call_output', call_id: 'c1', output: '{"stdout":"a"}' };
    const { request } = parse({ input: [item, output] });
    expect(request.messages[0]?.parts[0]).toMatchObject({
      type: 'tool-call',
      name: 'local_shell',
      argumentsJson: '{"type":"exec","command":["ls"]}',
      extras: { 'openai-responses': item },
    });
    expect(request.messages[1]?.parts[0]).toMatchObject({ type: 'tool-result', name: 'local_shell' });
  });

  it('answers a search of the client’s among its tools with what it found', () => {
    const output = {
      type: 'tool_search_output',
      call_id: 'c1',
      tools: [{ type: 'function', name: 'found' }],
    };
    const { request, lost } = parse({
      input: [
        { role: 'user', content: 'hi' },
        { type: 'tool_search_call', call_id: 'c1', execution: 'client', arguments: { queries: ['x'] } },
        output,
      ],
    });
    expect(request.tools).toMatchObject([{ name: 'found' }]);
    expect(request.messages.slice(1)).toMatchObject([
      { role: 'assistant', parts: [{ type: 'tool-call', id: 'c1', name: 'tool_search' }] },
      {
        role: 'user',
        parts: [{ type: 'tool-result', callId: 'c1', parts: [{ text: '{"tools":["found"]}' }] }],
      },
    ]);
    expect(lost).toEqual([]);
  });

  it('leaves to the provider what it ran itself: nobody is asked for its results', () => {
    const input = [
      { role: 'user', content: 'hi' },
      { type: 'tool_search_call', id: 's', call_id: 's', execution: 'server', arguments: {} },
      { type: 'tool_search_output', tools: [{ type: 'function', name: 'found' }] },
      { type: 'shell_call', call_id: 'c', environment: { type: 'container_reference' }, action: {} },
      { type: 'shell_call_output', call_id: 'c', output: [] },
      { role: 'user', content: 'go on' },
    ];
    const { request } = parse({ input });
    expect(
      request.messages.map(({ role, parts }) => `${role}: ${parts.map(({ type }) => type).join(', ')}`),
    ).toEqual(['user: text', 'assistant: server-tool, server-tool, server-tool', 'user: text']);
  });

  it('keeps what the provider did itself, and the pictures it made', () => {
    const search = {
      type: 'web_search_call',
      id: 'ws_1',
      status: 'completed',
      action: { type: 'search', query: 'q' },
    };
    const picture = { type: 'image_generation_call', id: 'ig_1', status: 'completed', result: 'AAAA' };
    const { request, lost } = parse({ input: [search, picture] });
    expect(lost).toEqual([]);
    expect(request.messages[0]?.parts).toMatchObject([
      { type: 'server-tool', phase: 'call', name: 'web_search', data: { query: 'q' } },
      { type: 'media', kind: 'image', source: { type: 'inline', data: 'AAAA' } },
    ]);
  });

  it('names an item of an unknown type as lost instead of refusing the request', () => {
    expect(parse({ input: ['x', 'y'].map((type) => ({ type, id: type })) }).lost).toEqual([
      'input[0]:x',
      'input[1]:y',
    ]);
  });

  it('reads files by what holds them', () => {
    const { request } = parse({
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' },
            { type: 'input_file', filename: 'b.csv', file_data: 'YQ==' },
            { type: 'input_file', file_url: 'https://example.com/c.pdf' },
            { type: 'input_file', file_id: 'file-1' },
            { type: 'input_image', file_id: 'file-2' },
          ],
        },
      ],
    });
    expect(request.messages[0]?.parts).toEqual([
      {
        type: 'media',
        kind: 'document',
        mimeType: 'application/pdf',
        name: 'a.pdf',
        source: { type: 'inline', data: 'JVBE' },
      },
      {
        type: 'media',
        kind: 'document',
        mimeType: 'text/csv',
        name: 'b.csv',
        source: { type: 'inline', data: 'YQ==' },
      },
      { type: 'media', kind: 'document', source: { type: 'url', url: 'https://example.com/c.pdf' } },
      { type: 'media', kind: 'document', source: { type: 'file', fileId: 'file-1' } },
      { type: 'media', kind: 'image', source: { type: 'file', fileId: 'file-2' } },
    ]);
  });
});

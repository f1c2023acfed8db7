import { describe, expect, it } from 'vitest';
import type { ContentPart, Signature } from '../../canon/content.ts';
import { renderBlocks } from './render-blocks.ts';

const SHOWN = { hidden: false, expected: true };
const signed: Signature = { vendor: 'gemini', value: 'Cp/+=' };

function call(argumentsJson: string, signature?: Signature): ContentPart {
  return { type: 'tool-call', id: 'toolu_1', idFromModel: true, name: 'f', argumentsJson, signature };
}

describe('the content of a message', () => {
  it('leaves out empty texts: clients would send them back, and Anthropic refuses them', () => {
    expect(renderBlocks([{ type: 'text', text: '' }], SHOWN)).toEqual([]);
  });

  it.each<readonly [string, readonly ContentPart[], readonly object[]]>([
    [
      'reasoning',
      [{ type: 'reasoning', text: 't', signature: signed }],
      [{ type: 'thinking', thinking: 't', signature: 'pollux.gemini.Cp/+=' }],
    ],
    [
      'Claude’s own reasoning',
      [{ type: 'reasoning', text: 't', signature: { vendor: 'anthropic', value: 'Eq' } }],
      [{ type: 'thinking', thinking: 't', signature: 'Eq' }],
    ],
    [
      'a signed call without reasoning',
      [call('{}', signed)],
      [{ type: 'thinking', thinking: '', signature: 'pollux.gemini.Cp/+=' }, { type: 'tool_use' }],
    ],
    [
      'a signed call after unsigned reasoning',
      [{ type: 'reasoning', text: 't' }, call('{}', signed)],
      [{ type: 'thinking', thinking: 't', signature: 'pollux.gemini.Cp/+=' }, { type: 'tool_use' }],
    ],
    [
      'a signed text before a call',
      [{ type: 'text', text: 't', signature: signed }, call('{}')],
      [
        { type: 'text', text: 't' },
        { type: 'thinking', thinking: '', signature: 'pollux.gemini.Cp/+=' },
        { type: 'tool_use' },
      ],
    ],
    [
      'an empty text that only carries a signature, before a call',
      [{ type: 'text', text: '', signature: signed }, call('{}')],
      [{ type: 'thinking', thinking: '', signature: 'pollux.gemini.Cp/+=' }, { type: 'tool_use' }],
    ],
    [
      'redacted reasoning',
      [{ type: 'reasoning', text: '', redactedData: 'd' }],
      [{ type: 'redacted_thinking', data: 'd' }],
    ],
  ])('carries signatures in thinking blocks, marked with their vendor: %s', (_name, parts, expected) => {
    const content = renderBlocks(parts, SHOWN);
    expect(content).toHaveLength(expected.length);
    expect(content).toMatchObject(expected);
  });

  it('says who called for a result only where Anthropic has a field for it', () => {
    const parts = (['web_search', 'code_execution'] as const).map((name): ContentPart => ({
      type: 'server-tool',
      phase: 'result',
      id: 'r',
      name,
      data: [],
    }));
    expect(renderBlocks(parts, SHOWN).map((block) => 'caller' in block)).toEqual([true, false]);
  });

  it('shows nothing of a tool that Anthropic does not have: its clients know no block for it', () => {
    const part: ContentPart = { type: 'server-tool', phase: 'call', id: 'f', name: 'file_search', data: {} };
    expect(renderBlocks([part], SHOWN)).toEqual([]);
  });

  it.each<readonly [string, readonly ContentPart[]]>([
    ['itself', [{ type: 'text', text: 't', signature: signed }]],
    [
      'an empty one',
      [
        { type: 'text', text: 't' },
        { type: 'text', text: '', signature: signed },
      ],
    ],
    [
      'itself, before an empty one',
      [
        { type: 'text', text: 't', signature: signed },
        { type: 'text', text: '' },
      ],
    ],
  ])('ends with the text, which agents take for the answer, though a signature is on %s', (_name, parts) => {
    expect(renderBlocks(parts, SHOWN)).toMatchObject([{ type: 'text', text: 't' }]);
  });

  it('gives no thinking block for a text to callers that did not ask for thinking', () => {
    const parts: ContentPart[] = [{ type: 'text', text: 't', signature: signed }];
    expect(renderBlocks(parts, { hidden: false, expected: false })).toMatchObject([
      { type: 'text', text: 't' },
    ]);
  });

  it.each([
    ['an object', '{"a":{"b":[1]}}', '{"a":{"b":[1]}}'],
    ['an integer that a double cannot hold', '{"id":12345678901234567890}', '{"id":12345678901234567890}'],
    ['nothing', '', '{}'],
    ['no object, which the tool must refuse rather than run', '[1]', '{"unparsed_arguments":"[1]"}'],
    ['broken JSON', '{"a":', '{"unparsed_arguments":"{\\"a\\":"}'],
  ])('gives a tool its input as an object: %s', (_name, argumentsJson, input) => {
    const content = renderBlocks([call(argumentsJson)], SHOWN);
    expect(JSON.stringify(content)).toBe(
      `[{"type":"tool_use","id":"toolu_1","name":"f","input":${input},"caller":{"type":"direct"}}]`,
    );
  });

  it.each<readonly [string, ContentPart, object]>([
    [
      'an image',
      { type: 'media', kind: 'image', mimeType: 'image/png', source: { type: 'inline', data: 'AA==' } },
      { type: 'text', text: '![image](data:image/png;base64,AA==)' },
    ],
    [
      'a file by URL',
      {
        type: 'media',
        kind: 'document',
        name: 'a[b].pdf',
        source: { type: 'url', url: 'https://x.example/a' },
      },
      { type: 'text', text: '[a b .pdf](https://x.example/a)' },
    ],
    [
      'a citation',
      {
        type: 'text',
        text: 'x',
        citations: [{ url: 'https://x.example/', title: 'T'.repeat(600), citedText: 'c' }],
      },
      {
        citations: [
          {
            type: 'web_search_result_location',
            url: 'https://x.example/',
            title: 'T'.repeat(512),
            cited_text: 'c',
            encrypted_index: '',
          },
        ],
      },
    ],
    [
      'a citation of Anthropic’s own',
      { type: 'text', text: 'x', citations: [{ raw: { type: 'page_location', document_index: 0 } }] },
      { citations: [{ type: 'page_location', document_index: 0 }] },
    ],
    [
      'a citation without an address',
      { type: 'text', text: 'x', citations: [{ title: 'T' }] },
      { citations: null },
    ],
    [
      'a search',
      { type: 'server-tool', phase: 'call', id: 'a-1', name: 'web_search', data: { query: 'q' } },
      { type: 'server_tool_use', id: 'srvtoolu_612d31', name: 'web_search', input: { query: 'q' } },
    ],
    [
      'what it found',
      {
        type: 'server-tool',
        phase: 'result',
        id: 'a1',
        name: 'web_search',
        data: [{ uri: 'https://x.example/', title: 'X' }, {}],
      },
      {
        type: 'web_search_tool_result',
        tool_use_id: 'srvtoolu_a1',
        content: [
          { type: 'web_search_result', url: 'https://x.example/', title: 'X', encrypted_content: '' },
        ],
      },
    ],
    [
      'code that ran',
      {
        type: 'server-tool',
        phase: 'result',
        id: 'a1',
        name: 'code_execution',
        data: { outcome: 'OUTCOME_OK', output: '4\n' },
      },
      {
        type: 'code_execution_tool_result',
        content: { type: 'code_execution_result', stdout: '4\n', stderr: '', return_code: 0 },
      },
    ],
    [
      'code that failed',
      {
        type: 'server-tool',
        phase: 'result',
        id: 'a1',
        name: 'code_execution',
        data: { outcome: 'OUTCOME_FAILED', output: 'boom' },
      },
      { content: { stdout: '', stderr: 'boom', return_code: 1 } },
    ],
    [
      'a block of Anthropic’s own',
      {
        type: 'server-tool',
        phase: 'result',
        id: 's',
        name: 'x',
        data: null,
        extras: { 'anthropic-messages': { type: 'x_tool_result', content: 1 } },
      },
      { type: 'x_tool_result', content: 1 },
    ],
  ])('says what the model and its provider’s tools made: %s', (_name, part, expected) => {
    expect(renderBlocks([part], SHOWN)).toMatchObject([expected]);
  });
});

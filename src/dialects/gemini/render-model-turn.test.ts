import { describe, expect, it } from 'vitest';
import type { ContentPart } from '../../canon/content.ts';
import type { Message } from '../../canon/request.ts';
import { asArray, type JsonObject } from '../../lib/json.ts';
import type { RenderRequestContext } from '../dialect.ts';
import { makeCallId } from './call-id.ts';
import { call, image, model, own, renderContents, result, text, user } from './messages.fixture.ts';
import { makeContext } from './request.fixture.ts';

function partsAt(contents: readonly JsonObject[], at: number): JsonObject[] {
  return asArray(contents[at]?.['parts']) as JsonObject[];
}

function responseOf(part: ContentPart, model2?: string): JsonObject {
  const contents = renderContents([user(text('go')), model(call('1')), user(part)], makeContext(model2));
  const [first] = partsAt(contents, 2);
  return first?.['functionResponse'] as JsonObject;
}

describe('function responses', () => {
  it.each([
    ['plain text', '{"result":"plain text"}', false],
    ['', '{"result":""}', false],
    ['{"a":12345678901234567890}', '{"a":12345678901234567890}', false],
    ['[1,2]', '{"result":[1,2]}', false],
    ['42', '{"result":"42"}', false],
    ['{broken', '{"result":"{broken"}', false],
    ['it failed', '{"error":"it failed"}', true],
    ['{"code":5}', '{"error":{"code":5}}', true],
  ])('the response to %j is always an object: %s', (value, json, isError) => {
    expect(JSON.stringify(responseOf(result('1', value, { isError }))['response'])).toBe(json);
  });

  it('the name comes from the call, aliased like it', () => {
    const name = 'mcp/files/read';
    const contents = renderContents([user(text('go')), model(call('1', { name })), user(result('1', 'x'))]);
    const said = partsAt(contents, 1)[0]?.['functionCall'] as JsonObject;
    const answered = partsAt(contents, 2)[0]?.['functionResponse'] as JsonObject;
    expect(said['name']).toMatch(/^mcp_files_read_[0-9a-f]{10}$/u);
    expect(answered['name']).toBe(said['name']);
  });

  it('on 3.x images of a result go inside the response', () => {
    const response = responseOf(result('1', 'see', { parts: [{ type: 'text', text: 'see' }, image] }));
    expect(response['parts']).toEqual([{ inlineData: { mimeType: 'image/png', data: 'AAAA' } }]);
  });

  it('ids are echoed to models that give them, in call and response alike', () => {
    expect(responseOf(result('1', 'x'))['id']).toBe('1');
    expect(responseOf(result('1', 'x'), 'gemini-2.5-pro')).not.toHaveProperty('id');
  });

  it('ids that no model gave are not echoed, wherever the client got them from', () => {
    const id = makeCallId('f', '{}', { messageCount: 1, candidate: 0, position: 0 });
    for (const part of [call(id), call('1', { idFromModel: false })]) {
      const contents = renderContents([
        user(text('go')),
        model(part),
        user(result(part.type === 'tool-call' ? part.id : '', 'x')),
      ]);
      expect(JSON.stringify(contents)).not.toContain('"id"');
    }
  });

  it('arguments keep their digits, and what is no object is left out and named', () => {
    const context = makeContext();
    const big = call('1', { argumentsJson: '{"n":12345678901234567890}' });
    const contents = renderContents(
      [user(text('go')), model(big, call('2', { argumentsJson: '{bad' }), call('3', { argumentsJson: '' }))],
      context,
    );
    expect(JSON.stringify(contents[1])).toContain('"args":{"n":12345678901234567890}');
    expect(partsAt(contents, 1)[1]).toMatchObject({ functionCall: { args: {} } });
    expect([...context.loss.items]).toContain('arguments of tool_2');
    expect([...context.loss.items]).not.toContain('arguments of tool_3');
  });
});

const DUMMY = 'skip_thought_signature_validator';

function signatures(messages: Message[], context?: RenderRequestContext): unknown[][] {
  return renderContents(messages, context)
    .filter(({ role }) => role === 'model')
    .map(({ parts }) => (parts as JsonObject[]).map((part) => part['thoughtSignature'] ?? null));
}

describe('thought signatures', () => {
  const step = (...parts: ContentPart[]): Message[] => [
    user(text('go')),
    model(...parts),
    user(result('1', 'x'), result('2', 'y')),
  ];

  it('go back on the part that carried them', () => {
    expect(signatures(step(text('a'), call('1', own('S')), call('2')))).toEqual([[null, 'S', null]]);
  });

  it('of text go back too, also on an empty one', () => {
    expect(
      signatures([
        user(text('a')),
        model(text('b'), { type: 'text', text: '', ...own('S') }),
        user(text('c')),
      ]),
    ).toEqual([[null, 'S']]);
  });

  it('on the thought before a call go to the call', () => {
    expect(signatures(step({ type: 'reasoning', text: 't', ...own('S') }, call('1'), call('2')))).toEqual([
      ['S', null],
    ]);
  });

  it('on a thought that no call follows end the turn in an empty text', () => {
    const messages = [
      user(text('a')),
      model(text('b'), { type: 'reasoning', text: '', ...own('S') }),
      user(text('c')),
    ];
    expect(signatures(messages)).toEqual([[null, 'S']]);
    expect(signatures([user(text('a')), model({ type: 'reasoning', text: 't', ...own('S') })])).toEqual([]);
  });

  it('that the client could not carry are recalled', () => {
    const context = makeContext(undefined, { recallSignature: (id) => (id === '1' ? 'R' : undefined) });
    expect(signatures(step(call('1'), call('2')), context)).toEqual([['R', null]]);
  });

  it('that are known are never overwritten', () => {
    const context = makeContext(undefined, { recallSignature: () => 'R' });
    expect(signatures(step(call('1', own('S'))), context)).toEqual([['S']]);
  });

  it('that are lost are replaced by the documented stand-in, on the first call of each step only', () => {
    const messages = [...step(text('a'), call('1'), call('2')), model(call('3')), user(result('3', 'z'))];
    expect(signatures(messages)).toEqual([[null, DUMMY, null], [DUMMY]]);
  });

  it('of other vendors never reach Google', () => {
    const foreign = { signature: { vendor: 'anthropic', value: 'A' } } as const;
    expect(signatures(step({ type: 'reasoning', text: 't', ...foreign }, call('1', foreign)))).toEqual([
      [DUMMY],
    ]);
    expect(
      signatures([user(text('a')), model({ type: 'text', text: 'b', ...foreign }), user(text('c'))]),
    ).toEqual([[null]]);
  });

  it('are not made up for 2.5', () => {
    expect(signatures(step(call('1'), call('2')), makeContext('gemini-2.5-pro'))).toEqual([[null, null]]);
  });
});

describe('tools that a provider ran', () => {
  const serverTool = (more: Partial<ContentPart>): ContentPart =>
    ({ type: 'server-tool', phase: 'call', id: 's', name: 'web_search', data: {}, ...more }) as ContentPart;
  const said = (part: ContentPart, context = makeContext()) =>
    renderContents([user(text('a')), model(text('b'), part), user(text('c'))], context)[1]?.[
      'parts'
    ] as JsonObject[];

  it('go back as they came when they are Google’s', () => {
    const gemini = { toolCall: { toolType: 'GOOGLE_SEARCH_WEB', id: 's' }, thoughtSignature: 'S' };
    expect(said(serverTool({ extras: { gemini } }))[1]).toEqual(gemini);
  });

  it('that ran code are told in Google’s words', () => {
    const data = { code: 'print(1)' };
    expect(said(serverTool({ name: 'code_execution', data }))[1]).toEqual({
      executableCode: { language: 'PYTHON', ...data },
    });
  });

  it('of other vendors are left out and named', () => {
    const context = makeContext();
    expect(said(serverTool({}), context)).toHaveLength(1);
    expect([...context.loss.items]).toEqual(['web_search call']);
  });
});

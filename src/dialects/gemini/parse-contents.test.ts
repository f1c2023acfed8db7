import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import { contents, parse } from './client-request.fixture.ts';
import { renderGeminiRequest } from './render-request.ts';

describe('a conversation', () => {
  const call = (name: string, n: number, id?: string) => ({
    functionCall: { name, args: { n }, ...(id && { id }) },
  });
  const response = (name: string, result: string, id?: string) => ({
    functionResponse: { name, response: { result }, ...(id && { id }) },
  });

  it('pairs calls and responses without ids by name, in order', () => {
    const { request } = parse({
      contents: [
        ...contents,
        { role: 'model', parts: [call('a', 1), call('b', 2), call('a', 3)] },
        { role: 'function', parts: [response('b', 'two'), response('a', 'one'), response('a', 'three')] },
      ],
    });
    const calls =
      request.messages[1]?.parts.flatMap((part) => (part.type === 'tool-call' ? [part] : [])) ?? [];
    const results =
      request.messages[2]?.parts.flatMap((part) => (part.type === 'tool-result' ? [part] : [])) ?? [];
    expect(calls.every(({ idFromModel }) => !idFromModel)).toBe(true);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(3);
    const [first, second, third] = calls.map(({ id }) => id);
    expect(results.map(({ callId }) => callId)).toEqual([second, first, third]);
  });

  it('pairs a response whose id no call has with the call of its name that has none', () => {
    const { request } = parse({
      contents: [
        ...contents,
        { role: 'model', parts: [call('a', 1, 'x'), call('a', 2)] },
        { role: 'user', parts: [response('a', 'two', 'made up'), response('a', 'one', 'x')] },
      ],
    });
    const ids = request.messages[1]?.parts.flatMap((part) => (part.type === 'tool-call' ? [part.id] : []));
    const answered = request.messages[2]?.parts.flatMap((part) =>
      part.type === 'tool-result' ? [part.callId] : [],
    );
    expect(answered).toEqual(ids?.toReversed());
  });

  it('takes media of tools in either alphabet of base64, or by their address', () => {
    const { request, loss } = parse({
      contents: [
        ...contents,
        { role: 'model', parts: [call('a', 1, 'x')] },
        {
          role: 'user',
          parts: [
            {
              functionResponse: {
                id: 'x',
                name: 'a',
                response: { result: 'two' },
                parts: [
                  { inlineData: { mimeType: 'image/jpeg', data: '_9j-AAAA' } },
                  { fileData: { mimeType: 'image/png', fileUri: 'https://a.example/1.png' } },
                ],
              },
            },
          ],
        },
      ],
    });
    expect(request.messages[2]?.parts[0]).toMatchObject({
      parts: [
        { type: 'text', text: 'two' },
        { type: 'media', source: { type: 'inline', data: '/9j+AAAA' } },
        { type: 'media', mimeType: 'image/png', source: { type: 'url', url: 'https://a.example/1.png' } },
      ],
    });
    expect(loss).toEqual([]);
  });

  it('pairs by id where the wire gives one, and a stray response by itself', () => {
    const { request } = parse({
      contents: [
        ...contents,
        { role: 'model', parts: [call('a', 1, 'x'), call('a', 2, 'y')] },
        {
          role: 'user',
          parts: [response('a', 'two', 'y'), response('a', 'one', 'x'), response('z', 'stray')],
        },
      ],
    });
    expect(request.messages[1]?.parts).toMatchObject([{ id: 'x', idFromModel: true }, { id: 'y' }]);
    expect(request.messages[2]?.parts).toMatchObject([{ callId: 'y' }, { callId: 'x' }, { callId: 'z' }]);
  });

  it('takes results out of their wrappers', () => {
    const wrapped = [{ result: 'a' }, { output: { b: 1 } }, { error: 'c' }, { x: 1, y: 2 }, {}];
    const { request } = parse({
      contents: [
        ...contents,
        { parts: wrapped.map((value) => ({ functionResponse: { name: 'f', response: value } })) },
      ],
    });
    expect(request.messages[1]?.parts).toMatchObject([
      { parts: [{ text: 'a' }], isError: false },
      { parts: [{ text: '{"b":1}' }], isError: false },
      { parts: [{ text: 'c' }], isError: true },
      { parts: [{ text: '{"x":1,"y":2}' }], isError: false },
      { parts: [{ text: '{}' }], isError: false },
    ]);
  });

  it('reads media within a result, and files wherever they lie', () => {
    const { request, loss } = parse({
      contents: [
        {
          parts: [
            {
              fileData: {
                fileUri: 'https://generativelanguage.googleapis.com/v1beta/files/a',
                mimeType: 'video/mp4',
              },
              videoMetadata: { fps: 2 },
            },
            { fileData: { fileUri: 'https://example.com/a.pdf', mimeType: 'application/pdf' } },
            {
              functionResponse: {
                name: 'f',
                response: { result: 'r' },
                parts: [{ inlineData: { mimeType: 'image/png', data: 'AA' } }],
              },
            },
            { partOfNextYear: {} },
          ],
        },
      ],
    });
    expect(request.messages[0]?.parts).toMatchObject([
      { kind: 'video', source: { type: 'file' }, extras: { gemini: { videoMetadata: { fps: 2 } } } },
      { kind: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' } },
      { type: 'tool-result', parts: [{ text: 'r' }, { kind: 'image' }] },
    ]);
    expect(loss).toEqual(['contents[0].parts[3]']);
  });

  it('comes back as it was, signatures in their places', () => {
    const turns = [
      {
        role: 'user',
        parts: [{ text: 'q' }, { inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo' } }],
      },
      {
        role: 'model',
        parts: [
          { text: 'So: ', thoughtSignature: 'c2ln' },
          { functionCall: { id: 'x', name: 'a', args: { n: 1 } }, thoughtSignature: 'Y2FsbA==' },
          { functionCall: { id: 'y', name: 'b', args: {} } },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { id: 'x', name: 'a', response: { result: 'one' } } },
          { functionResponse: { id: 'y', name: 'b', response: { error: 'no' } } },
        ],
      },
      {
        role: 'model',
        parts: [
          { executableCode: { language: 'PYTHON', code: '1' } },
          { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1' } },
          { text: '', thoughtSignature: 'ZW5k' },
        ],
      },
      { role: 'user', parts: [{ text: 'more' }] },
    ];
    const body = {
      systemInstruction: { parts: [{ text: 'S' }] },
      tools: [
        {
          functionDeclarations: [
            {
              name: 'a',
              description: 'A',
              parametersJsonSchema: { type: 'object', properties: { n: { type: 'integer' } } },
            },
          ],
        },
        { googleSearch: {} },
      ],
      toolConfig: { functionCallingConfig: { mode: 'AUTO' }, includeServerSideToolInvocations: true },
      contents: turns,
      generationConfig: {
        temperature: 0.5,
        maxOutputTokens: 9,
        stopSequences: ['E'],
        thinkingConfig: { thinkingLevel: 'LOW', includeThoughts: true },
      },
      safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'OFF' }],
    };
    const { request } = parse(body);
    const context = { loss: createLoss(), model: request.model, recallSignature: () => undefined };
    expect(renderGeminiRequest(request, context)).toEqual(body);
    expect([...context.loss.items]).toEqual([]);
  });
});

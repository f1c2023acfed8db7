import { describe, expect, it } from 'vitest';
import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { parse } from './client-request.fixture.ts';

describe('tools', () => {
  it("reads Google's own beside functions, and JSON Schema beside Google's", () => {
    const { request } = parse({
      tools: [
        { googleSearch: {}, codeExecution: {} },
        {
          functionDeclarations: [
            { name: 'a', parametersJsonSchema: { type: 'object', additionalProperties: false } },
          ],
        },
        { urlContext: {} },
        { googleMaps: { enableWidget: true } },
      ],
    });
    expect(request.tools).toEqual([
      { type: 'server', name: 'web_search', options: {}, extras: { gemini: { googleSearch: {} } } },
      { type: 'server', name: 'code_execution', options: {}, extras: { gemini: { codeExecution: {} } } },
      {
        type: 'function',
        name: 'a',
        description: undefined,
        parameters: { type: 'object', additionalProperties: false },
      },
      { type: 'server', name: 'web_fetch', options: {}, extras: { gemini: { urlContext: {} } } },
      {
        type: 'server',
        name: 'googleMaps',
        options: { enableWidget: true },
        extras: { gemini: { googleMaps: { enableWidget: true } } },
      },
    ]);
  });

  it.each<[JsonObject, CanonRequest['toolChoice']]>([
    [{ mode: 'AUTO' }, { type: 'auto' }],
    [{ mode: 'NONE' }, { type: 'none' }],
    [{ mode: 'ANY' }, { type: 'required' }],
    [
      { mode: 'ANY', allowedFunctionNames: ['a', 'b'] },
      { type: 'required', names: ['a', 'b'] },
    ],
    [
      { mode: 'VALIDATED', allowedFunctionNames: ['a'] },
      { type: 'allowed', names: ['a'] },
    ],
    [{ mode: 'MODE_UNSPECIFIED' }, undefined],
  ])('%o', (functionCallingConfig, expected) => {
    expect(parse({ toolConfig: { functionCallingConfig } }).request.toolChoice).toEqual(expected);
  });

  it('leaves the names of properties alone, whatever keywords they look like', () => {
    const properties = {
      nullable: { type: 'STRING' },
      max_items: { type: 'NUMBER' },
      type: { type: 'BOOLEAN' },
    };
    const { request } = parse({
      tools: [{ functionDeclarations: [{ name: 'a', parameters: { type: 'OBJECT', properties } }] }],
    });
    expect(request.tools).toMatchObject([
      {
        parameters: {
          properties: {
            nullable: { type: 'string' },
            max_items: { type: 'number' },
            type: { type: 'boolean' },
          },
        },
      },
    ]);
  });
});

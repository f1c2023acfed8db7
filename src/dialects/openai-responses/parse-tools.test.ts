// Tools and the choice among them, as clients send them.

import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../lib/json.ts';
import { parse } from './request.fixture.ts';

describe('tools', () => {
  it('carries functions, free-text tools with their grammar, namespaces and hosted tools', () => {
    const { request, lost } = parse({
      tools: [
        { type: 'function', name: 'f', parameters: { type: 'object' }, strict: true },
        {
          type: 'custom',
          name: 'patch',
          description: 'Patches.',
          format: { type: 'grammar', syntax: 'lark', definition: 'start: "x"' },
        },
        {
          type: 'namespace',
          name: 'mcp__db',
          description: 'd',
          tools: [{ type: 'function', name: 'query' }],
        },
        { type: 'web_search_2025_08_26', search_context_size: 'low' },
        { type: 'computer_use_preview' },
      ],
    });
    expect(request.tools.map((tool) => tool.name)).toEqual(['f', 'patch', 'mcp__db__query', 'web_search']);
    expect(request.tools[1]).toMatchObject({
      parameters: { properties: { input: { type: 'string' } } },
      description: expect.stringMatching(/Patches\.[^]*lark[^]*start: "x"/u) as string,
    });
    expect(lost).toEqual(['tools[computer_use_preview]']);
  });

  const offered: JsonValue = [
    { type: 'function', name: 'f' },
    { type: 'namespace', name: 'ns', description: '', tools: [{ type: 'function', name: 'g' }] },
    { type: 'web_search_preview' },
  ];
  const choices: readonly (readonly [JsonValue, unknown])[] = [
    ['auto', { type: 'auto' }],
    ['required', { type: 'required' }],
    [
      { type: 'function', name: 'f' },
      { type: 'required', names: ['f'] },
    ],
    [
      { type: 'function', name: 'g', namespace: 'ns' },
      { type: 'required', names: ['ns__g'] },
    ],
    [{ type: 'web_search_preview' }, { type: 'required', names: ['web_search'] }],
    [
      { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'f' }] },
      { type: 'allowed', names: ['f'] },
    ],
  ];
  for (const [choice, expected] of choices) {
    it(`reads the choice ${JSON.stringify(choice)}`, () => {
      expect(parse({ tools: offered, tool_choice: choice }).request.toolChoice).toEqual(expected);
    });
  }

  it('takes tools that come inside the input, each name once', () => {
    const { request } = parse({
      tools: [{ type: 'function', name: 'f' }],
      input: [
        {
          type: 'additional_tools',
          role: 'developer',
          tools: [
            { type: 'function', name: 'f' },
            { type: 'function', name: 'g' },
          ],
        },
        { role: 'user', content: 'hi' },
      ],
    });
    expect(request.tools.map((tool) => tool.name)).toEqual(['f', 'g']);
  });
});

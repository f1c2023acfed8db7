import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import type { JsonObject } from '../../lib/json.ts';
import { parseToolChoice } from './parse-tool-choice.ts';
import { isCustomTool, parseTools } from './parse-tools.ts';

function parse(body: JsonObject): { tools: unknown; choice: unknown; lost: string[] } {
  const loss = createLoss();
  const tools = parseTools(body, loss);
  const choice = parseToolChoice(body, tools, loss);
  return { tools: JSON.parse(JSON.stringify(tools)), choice, lost: [...loss.items] };
}

const schema = { type: 'object', properties: { const: { type: 'string' } }, required: ['const'] };
const look = {
  type: 'function',
  function: { name: 'look', description: 'Looks.', parameters: schema, strict: true },
};
const canonical = { type: 'function', name: 'look', description: 'Looks.', parameters: schema, strict: true };

describe('parse tools', () => {
  const cases: readonly (readonly [string, JsonObject, readonly JsonObject[]])[] = [
    ['a function with its schema untouched', { tools: [look] }, [canonical]],
    ['a function without a type', { tools: [{ function: look.function }] }, [canonical]],
    ['a function in the flat form', { tools: [{ type: 'function', ...look.function }] }, [canonical]],
    [
      'a function without arguments',
      { tools: [{ type: 'function', function: { name: 'go' } }] },
      [{ type: 'function', name: 'go' }],
    ],
    [
      'a cache hint',
      { tools: [{ ...look, cache_control: { type: 'ephemeral' } }] },
      [{ ...canonical, cacheHint: {} }],
    ],
    ['legacy functions', { functions: [look.function] }, [canonical]],
    [
      "a caller's own function named web_search as a function",
      { tools: [{ type: 'function', function: { name: 'web_search' } }] },
      [{ type: 'function', name: 'web_search' }],
    ],
    [
      'web search options beside functions',
      { tools: [look], web_search_options: { search_context_size: 'low' } },
      [canonical, { type: 'server', name: 'web_search', options: { search_context_size: 'low' } }],
    ],
    [
      'a search tool of the provider',
      { tools: [{ type: 'web_search_preview', search_context_size: 'low' }] },
      [{ type: 'server', name: 'web_search', options: { search_context_size: 'low' } }],
    ],
  ];
  for (const [name, body, expected] of cases) {
    it(`carries ${name}`, () => {
      expect(parse(body)).toMatchObject({ tools: expected, lost: [] });
    });
  }

  it('carries a free-text tool as a function of one string and remembers what it was', () => {
    const body = {
      tools: [
        { type: 'custom', custom: { name: 'patch', description: 'Patches.', format: { type: 'grammar' } } },
      ],
    };
    const loss = createLoss();
    const [tool] = parseTools(body, loss);
    expect(tool).toMatchObject({ type: 'function', name: 'patch', parameters: { required: ['input'] } });
    expect(tool !== undefined && isCustomTool(tool)).toBe(true);
    expect([...loss.items]).toEqual(['tools[patch].format']);
  });

  it('names a kind of tool that nobody shares and goes on with the others', () => {
    expect(parse({ tools: [{ type: 'mcp', server_url: 'https://a.test' }, look] })).toEqual({
      tools: [canonical],
      choice: undefined,
      lost: ['tools[mcp]'],
    });
  });

  const refused: readonly (readonly [string, JsonObject])[] = [
    ['tools[0]', { tools: ['look'] }],
    ['tools[0].function.name', { tools: [{ type: 'function', function: {} }] }],
    [
      'tools[0].function.parameters',
      { tools: [{ type: 'function', function: { name: 'a', parameters: '{}' } }] },
    ],
    ['tools[1].custom.name', { tools: [look, { type: 'custom', custom: {} }] }],
    ['functions[0].name', { functions: [{}] }],
  ];
  for (const [param, body] of refused) {
    it(`refuses ${JSON.stringify(body)} by the name of ${param}`, () => {
      expect(() => parse(body)).toThrow(`'${param}'`);
    });
  }
});

describe('parse tool choice', () => {
  const tools = [look, { type: 'function', function: { name: 'go' } }];
  const named = { type: 'required', names: ['look'] };
  const cases: readonly (readonly [string, JsonObject, unknown])[] = [
    ['nothing', {}, undefined],
    ['auto', { tool_choice: 'auto' }, { type: 'auto' }],
    ['none', { tool_choice: 'none' }, { type: 'none' }],
    ['required', { tool_choice: 'required' }, { type: 'required' }],
    ["Mistral's any", { tool_choice: 'any' }, { type: 'required' }],
    ['a named function', { tool_choice: { type: 'function', function: { name: 'look' } } }, named],
    ['a named function without a type', { tool_choice: { function: { name: 'look' } } }, named],
    ['a name in the flat form', { tool_choice: { type: 'function', name: 'look' } }, named],
    ['a named free-text tool', { tool_choice: { type: 'custom', custom: { name: 'look' } } }, named],
    ['the legacy name', { function_call: { name: 'look' } }, named],
    ['the legacy word', { function_call: 'auto' }, { type: 'auto' }],
    [
      'allowed tools that may be called',
      {
        tool_choice: {
          type: 'allowed_tools',
          allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'look' } }] },
        },
      },
      { type: 'allowed', names: ['look'] },
    ],
    [
      'allowed tools of which one must be called',
      {
        tool_choice: {
          type: 'allowed_tools',
          allowed_tools: { mode: 'required', tools: [{ function: { name: 'look' } }, { name: 'go' }] },
        },
      },
      { type: 'required', names: ['look', 'go'] },
    ],
  ];
  for (const [name, fields, expected] of cases) {
    it(`reads ${name}`, () => {
      expect(parse({ tools, ...fields })).toMatchObject({ choice: expected, lost: [] });
    });
  }

  it('drops a harmless choice without tools, which providers refuse', () => {
    expect(parse({ tool_choice: 'auto' })).toEqual({ tools: [], choice: undefined, lost: [] });
    expect(parse({ tools: [], tool_choice: 'none' }).choice).toBeUndefined();
  });

  it('names a forced choice whose only tools could not be carried', () => {
    expect(parse({ tools: [{ type: 'mcp' }], tool_choice: 'required' })).toEqual({
      tools: [],
      choice: undefined,
      lost: ['tools[mcp]', 'tool_choice'],
    });
  });

  const refused: readonly (readonly [string, JsonObject])[] = [
    ['tool_choice', { tool_choice: 'required' }],
    ['tool_choice', { tools, tool_choice: 'sometimes' }],
    ['tool_choice', { tools, tool_choice: 5 }],
    ['tool_choice', { tools, tool_choice: { type: 'function', function: { name: 'absent' } } }],
    ['tool_choice.type', { tools, tool_choice: { type: 'mcp' } }],
    ['tool_choice.function.name', { tools, tool_choice: { type: 'function', function: {} } }],
    [
      'tool_choice.allowed_tools.tools',
      { tools, tool_choice: { type: 'allowed_tools', allowed_tools: { tools: [] } } },
    ],
    [
      'tool_choice.allowed_tools.mode',
      {
        tools,
        tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'any', tools: [{ name: 'look' }] } },
      },
    ],
    ['function_call', { tools, function_call: 'sometimes' }],
  ];
  for (const [param, body] of refused) {
    it(`refuses ${JSON.stringify(body['tool_choice'] ?? body['function_call'])} by the name of ${param}`, () => {
      expect(() => parse(body)).toThrow(`'${param}'`);
    });
  }
});

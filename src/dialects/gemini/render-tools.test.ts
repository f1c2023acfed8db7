import { describe, expect, it } from 'vitest';
import type { Tool, ToolChoice } from '../../canon/tool.ts';
import type { JsonObject } from '../../lib/json.ts';
import { renderGeminiRequest } from './render-request.ts';
import { makeContext, makeRequest } from './request.fixture.ts';
import { createToolNameReader, geminiToolName } from './tool-names.ts';

const fn = (name: string, more: Partial<Extract<Tool, { type: 'function' }>> = {}): Tool => ({
  type: 'function',
  name,
  ...more,
});
const server = (name: string, options: JsonObject = {}): Tool => ({ type: 'server', name, options });
const parameters = { type: 'object', properties: { a: { type: 'string' } }, $schema: 'x' };

function render(tools: Tool[], toolChoice?: ToolChoice, model = 'gemini-3.8-flash') {
  const context = makeContext(model);
  const { tools: rendered, toolConfig } = renderGeminiRequest(makeRequest({ tools, toolChoice }), context);
  return { tools: rendered, toolConfig: toolConfig as JsonObject | undefined, loss: [...context.loss.items] };
}

describe('declarations', () => {
  it('carry a cleaned JSON Schema, and none for a function that takes nothing', () => {
    const { tools } = render([
      fn('f', { description: 'does', parameters }),
      fn('g', { parameters: { type: 'object' } }),
    ]);
    expect(tools).toEqual([
      {
        functionDeclarations: [
          {
            name: 'f',
            description: 'does',
            parametersJsonSchema: { type: 'object', properties: { a: { type: 'string' } } },
          },
          { name: 'g' },
        ],
      },
    ]);
  });

  it('of one name twice are sent once', () => {
    const { tools, loss } = render([fn('f'), fn('f')]);
    expect(tools).toEqual([{ functionDeclarations: [{ name: 'f' }] }]);
    expect(loss).toEqual(['tools[f]']);
  });

  it('are left out when there are no tools', () => expect(render([]).tools).toBeUndefined());

  it('of a function called like a server tool stay a function', () => {
    expect(render([fn('web_search')]).tools).toEqual([{ functionDeclarations: [{ name: 'web_search' }] }]);
  });
});

describe('tool names', () => {
  const legal = /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/u;
  const names = [
    'mcp/files/read',
    '9lives',
    'ünïcode',
    `mcp__${'long'.repeat(30)}`,
    `mcp__${'long'.repeat(30)}2`,
    '',
    'a b',
    'a_b',
  ];

  it('become legal, differ, and come back', () => {
    const aliases = names.map(geminiToolName);
    for (const alias of aliases) expect(alias).toMatch(legal);
    expect(new Set(aliases).size).toBe(names.length);
    const read = createToolNameReader(makeRequest({ tools: names.map((name) => fn(name)) }));
    expect(aliases.map(read)).toEqual(names);
  });

  it('that are legal stay as they are', () => {
    for (const name of ['a', 'mcp__server__tool', 'ns:tool.x-y', 'x'.repeat(64)])
      expect(geminiToolName(name)).toBe(name);
  });
});

const choices: Record<string, { choice: ToolChoice; tools?: Tool[]; config: JsonObject | undefined }> = {
  auto: { choice: { type: 'auto' }, config: { mode: 'AUTO' } },
  none: { choice: { type: 'none' }, config: { mode: 'NONE' } },
  'any tool': { choice: { type: 'required' }, config: { mode: 'ANY' } },
  'one tool, by its alias': {
    choice: { type: 'required', names: ['a/b'] },
    tools: [fn('a/b'), fn('c')],
    config: { mode: 'ANY', allowedFunctionNames: [geminiToolName('a/b')] },
  },
  'some of the tools': {
    choice: { type: 'allowed', names: ['f', 'gone'] },
    config: { mode: 'VALIDATED', allowedFunctionNames: ['f'] },
  },
  'none of those there are': { choice: { type: 'allowed', names: ['gone'] }, config: { mode: 'NONE' } },
  'a tool without any declaration: ANY would be a 400': {
    choice: { type: 'required' },
    tools: [],
    config: undefined,
  },
  'a tool of Google’s own, which cannot be forced': {
    choice: { type: 'required', names: ['web_search'] },
    tools: [server('web_search')],
    config: undefined,
  },
  'a tool of Google’s own beside functions: no other is forced instead': {
    choice: { type: 'required', names: ['web_search'] },
    tools: [server('web_search'), fn('f')],
    config: undefined,
  },
};

describe('the choice among tools', () => {
  for (const [name, { choice, tools, config }] of Object.entries(choices)) {
    it(`is told: ${name}`, () =>
      expect(render(tools ?? [fn('f')], choice).toolConfig?.['functionCallingConfig']).toEqual(config));
  }

  it('names a choice that Google cannot be told', () => {
    expect(render([fn('f')], { type: 'required', names: ['gone'] }).loss).toEqual(['tool_choice']);
    const context = makeContext();
    renderGeminiRequest(makeRequest({ tools: [fn('f')], parallelToolCalls: false }), context);
    expect([...context.loss.items]).toEqual(['parallel_tool_calls']);
  });
});

describe('tools that Google runs', () => {
  it('are told in Google’s names, their options named as lost', () => {
    const { tools, loss } = render([
      server('web_search', { max_uses: 3 }),
      server('web_fetch'),
      server('code_execution'),
    ]);
    expect(tools).toEqual([{ googleSearch: {} }, { urlContext: {} }, { codeExecution: {} }]);
    expect(loss).toEqual(['tools[web_search].max_uses']);
  });

  it('beside functions on 3.x ask for their calls to be shown', () => {
    expect(render([fn('f'), server('web_search')])).toMatchObject({
      tools: [{ functionDeclarations: [{ name: 'f' }] }, { googleSearch: {} }],
      toolConfig: { includeServerSideToolInvocations: true },
    });
  });

  it('beside functions on 2.x, which refuses both together, are left out and named', () => {
    const { tools, toolConfig, loss } = render([fn('f'), server('web_search')], undefined, 'gemini-2.5-pro');
    expect(tools).toEqual([{ functionDeclarations: [{ name: 'f' }] }]);
    expect(toolConfig).toBeUndefined();
    expect(loss).toEqual(['tools[web_search]']);
  });

  it('that Google does not know are named', () => {
    expect(render([server('computer')])).toMatchObject({ tools: undefined, loss: ['tools[computer]'] });
  });

  it('in Google’s own words pass as they are', () => {
    const gemini = { googleMaps: { enableWidget: true } };
    expect(render([{ ...server('googleMaps'), extras: { gemini } }]).tools).toEqual([gemini]);
  });
});

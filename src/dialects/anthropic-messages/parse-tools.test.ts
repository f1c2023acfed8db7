import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import { parseRequest } from './parse-request.ts';

function parse(more: JsonObject) {
  const body = { model: 'm', messages: [{ role: 'user', content: 'Hi' }], ...more };
  return parseRequest(body, createLoss());
}

function parseTool(tool: JsonObject): JsonValue {
  return JSON.parse(JSON.stringify(parse({ tools: [tool] }).tools[0])) as JsonValue;
}

const schema = {
  $schema: 'x',
  type: 'object',
  properties: { default: { type: 'string' } },
  required: ['default'],
};

describe('tools', () => {
  it.each([undefined, 'custom'])('of the caller keep their schema untouched (type %s)', (type) => {
    expect(parseTool({ type, name: 'f', description: 'd', input_schema: schema })).toEqual({
      type: 'function',
      name: 'f',
      description: 'd',
      parameters: schema,
    });
  });

  it('keep their order: prompt caches go by it', () => {
    const { tools } = parse({ tools: [{ name: 'z' }, { name: 'a' }, { name: 'm' }] });
    expect(tools.map(({ name }) => name)).toEqual(['z', 'a', 'm']);
  });

  it('accept every field that Claude Code sends with them', () => {
    const extra = { defer_loading: true, eager_input_streaming: true, allowed_callers: ['direct'] };
    const tool = { name: 'f', strict: true, cache_control: { type: 'ephemeral' }, ...extra };
    expect(parseTool(tool)).toEqual({
      type: 'function',
      name: 'f',
      strict: true,
      cacheHint: {},
      extras: { 'anthropic-messages': extra },
    });
  });

  it.each([
    ['web_search_20250305', 'web_search'],
    ['web_search_20260318', 'web_search'],
    ['web_fetch_20250910', 'web_fetch'],
    ['code_execution_20260120', 'code_execution'],
    ['tool_search_tool_bm25_20251119', 'tool_search_tool_bm25'],
    ['advisor_20260301', 'advisor'],
    ['mcp_toolset', 'mcp_toolset'],
  ])('that the provider runs are server tools: %s', (type, name) => {
    const tool = { type, name: 'x', max_uses: 2, allowed_domains: ['x.example'] };
    expect(parseTool(tool)).toEqual({
      type: 'server',
      name,
      options: { max_uses: 2, allowed_domains: ['x.example'] },
      extras: { 'anthropic-messages': tool },
    });
  });

  it('of the caller that are called web_search stay the caller’s', () => {
    expect(parseTool({ name: 'web_search', input_schema: schema })).toMatchObject({
      type: 'function',
      name: 'web_search',
    });
  });

  it.each([
    ['bash_20250124', 'bash', ['command', 'restart']],
    ['text_editor_20250728', 'str_replace_based_edit_tool', ['command', 'path', 'old_str']],
    ['memory_20250818', 'memory', ['command', 'path', 'new_path']],
    ['computer_20250124', 'computer', ['action', 'coordinate', 'text']],
  ])('whose schema only Claude knows by heart are told to other models: %s', (type, name, fields) => {
    const tool = parse({ tools: [{ type, name, display_width_px: 1024, display_height_px: 768 }] }).tools[0];
    expect(tool).toMatchObject({ type: 'function', name });
    if (tool?.type !== 'function') throw new Error('no function');
    expect(Object.keys(tool.parameters?.['properties'] ?? {})).toEqual(expect.arrayContaining(fields));
  });

  it('tell the model the size of the screen', () => {
    const tool = {
      type: 'computer_20250124',
      name: 'computer',
      display_width_px: 1024,
      display_height_px: 768,
    };
    expect(parseTool(tool)).toMatchObject({ description: expect.stringContaining('1024x768') as string });
  });
});

describe('tool choice', () => {
  it.each<readonly [JsonObject, unknown, boolean | undefined]>([
    [{ type: 'auto' }, { type: 'auto' }, undefined],
    [{ type: 'none' }, { type: 'none' }, undefined],
    [{ type: 'any', disable_parallel_tool_use: true }, { type: 'required' }, false],
    [{ type: 'tool', name: 'f', disable_parallel_tool_use: false }, { type: 'required', names: ['f'] }, true],
  ])('%j', (choice, toolChoice, parallelToolCalls) => {
    expect(parse({ tool_choice: choice })).toMatchObject({ toolChoice, parallelToolCalls });
  });
});

import { describe, expect, it } from 'vitest';
import type { CanonRequest } from '../../canon/request.ts';
import type { Tool } from '../../canon/tool.ts';
import type { JsonObject } from '../../lib/json.ts';
import { render } from './provider-request.fixture.ts';

const weather: Tool = {
  type: 'function',
  name: 'get_weather',
  description: 'Tells the weather.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const clock: Tool = { type: 'function', name: 'get_time' };

describe('tools', () => {
  it('gives every function a schema of type object', () => {
    const both: Tool = {
      ...clock,
      parameters: {
        anyOf: [{ properties: { a: { type: 'string' } }, required: ['a'] }, { properties: { b: {} } }],
      },
    };
    const { body } = render({ tools: [weather, clock] });
    expect(body['tools']).toEqual([
      { name: 'get_weather', description: 'Tells the weather.', input_schema: weather.parameters },
      { name: 'get_time', input_schema: { type: 'object', properties: {} } },
    ]);
    expect(render({ tools: [both] }).body['tools']).toEqual([
      { name: 'get_time', input_schema: { type: 'object', properties: { a: { type: 'string' }, b: {} } } },
    ]);
  });

  it('keeps cache hints, strictness where the model has it, and legal names', () => {
    const tool: Tool = { ...clock, name: 'mcp/files.read', strict: true, cacheHint: {} };
    const { body } = render({ tools: [tool] });
    expect(body['tools']).toEqual([
      {
        name: expect.stringMatching(/^mcp_files_read_[0-9a-f]{10}$/u),
        input_schema: { type: 'object', properties: {} },
        strict: true,
        cache_control: { type: 'ephemeral' },
      },
    ]);
    expect(render({ tools: [tool] }, 'claude-3-5-haiku').loss).toEqual(['tools[mcp/files.read].strict']);
  });

  it('offers a name once: twice is a 400 for the whole request', () => {
    const { body, loss } = render({ tools: [clock, clock] });
    expect(body['tools']).toHaveLength(1);
    expect(loss).toEqual([`tools[${clock.name}]`]);
  });

  it('writes server tools in their typed form', () => {
    const { body, loss } = render({
      tools: [
        {
          type: 'server',
          name: 'web_search',
          options: {
            search_context_size: 'low',
            user_location: { type: 'approximate', approximate: { city: 'Rome' } },
          },
        },
        { type: 'server', name: 'web_fetch', options: { max_uses: 2 } },
        { type: 'server', name: 'code_execution', options: {} },
        { type: 'server', name: 'image_generation', options: {} },
      ],
    });
    expect(body['tools']).toEqual([
      {
        type: 'web_search_20250305',
        name: 'web_search',
        user_location: { type: 'approximate', city: 'Rome' },
      },
      { type: 'web_fetch_20250910', name: 'web_fetch', max_uses: 2 },
      { type: 'code_execution_20250825', name: 'code_execution' },
    ]);
    expect(loss).toEqual(['tools[web_search].search_context_size', 'tools[image_generation]']);
  });

  it.each<[string, Partial<CanonRequest>, JsonObject | undefined, number]>([
    ['nothing', {}, undefined, 2],
    ['auto', { toolChoice: { type: 'auto' } }, { type: 'auto' }, 2],
    ['none', { toolChoice: { type: 'none' }, parallelToolCalls: false }, { type: 'none' }, 2],
    ['some', { toolChoice: { type: 'required' } }, { type: 'any' }, 2],
    [
      'this one',
      { toolChoice: { type: 'required', names: ['get_time'] } },
      { type: 'tool', name: 'get_time' },
      2,
    ],
    ['one of these', { toolChoice: { type: 'required', names: ['get_time', 'x'] } }, { type: 'any' }, 1],
    ['perhaps this', { toolChoice: { type: 'allowed', names: ['get_time'] } }, { type: 'auto' }, 1],
    ['one at a time', { parallelToolCalls: false }, { type: 'auto', disable_parallel_tool_use: true }, 2],
  ])('tool_choice: %s', (_name, fields, choice, offered) => {
    const { body } = render({ tools: [weather, clock], ...fields });
    expect(body['tool_choice']).toEqual(choice);
    expect(body['tools']).toHaveLength(offered);
  });

  it('sends no choice without tools', () => {
    expect(render({ toolChoice: { type: 'required' } }).body).not.toHaveProperty('tool_choice');
  });
});

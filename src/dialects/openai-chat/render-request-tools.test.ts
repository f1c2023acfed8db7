import { describe, expect, it } from 'vitest';
import type { ChatQuirks } from '../../canon/chat-quirks.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { render } from './provider-request.fixture.ts';

const messages: JsonObject[] = [{ role: 'user', content: 'hi' }];
const plain = { model: 'm', messages };
const f = { type: 'function' as const, name: 'f', parameters: { type: 'object', properties: {} } };
const g = { ...f, name: 'g' };
const wireTool = (name: string) => ({ type: 'function', function: { name, parameters: f.parameters } });

interface Case {
  readonly name: string;
  readonly request: Partial<CanonRequest>;
  readonly quirks?: Partial<ChatQuirks>;
  readonly body: JsonObject;
  readonly loss?: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'tools',
    request: {
      tools: [{ ...f, description: 'd', strict: true }],
      parallelToolCalls: false,
      toolChoice: { type: 'auto' },
    },
    body: {
      tools: [
        {
          type: 'function',
          function: { name: 'f', description: 'd', parameters: f.parameters, strict: true },
        },
      ],
      tool_choice: 'auto',
      parallel_tool_calls: false,
    },
  },
  {
    name: 'a tool without arguments, one of a long name, one without a type',
    request: {
      tools: [
        { type: 'function', name: 'a.b' },
        { type: 'function', name: 'c', parameters: { properties: {} } },
      ],
    },
    body: {
      tools: [
        {
          type: 'function',
          function: {
            name: expect.stringMatching(/^a_b_[0-9a-f]{10}$/u) as string,
            parameters: { type: 'object', properties: {} },
          },
        },
        { type: 'function', function: { name: 'c', parameters: { type: 'object', properties: {} } } },
      ],
    },
  },
  {
    name: 'no strictness where it is unknown',
    request: { tools: [{ ...f, strict: true }] },
    quirks: { strictTools: false },
    body: { tools: [wireTool('f')] },
  },
  {
    name: 'no choice without tools',
    request: { toolChoice: { type: 'none' }, parallelToolCalls: true },
    body: {},
  },
  {
    name: 'no tools where there can be none',
    request: { tools: [f], toolChoice: { type: 'required' } },
    quirks: { tools: false },
    body: {},
    loss: ['tools[f]', 'tool_choice'],
  },
  {
    name: 'some tool, in the service’s word',
    request: { tools: [f], toolChoice: { type: 'required' } },
    quirks: { toolChoiceRequired: 'any' },
    body: { tools: [wireTool('f')], tool_choice: 'any' },
  },
  {
    name: 'one tool',
    request: { tools: [f, g], toolChoice: { type: 'required', names: ['g'] } },
    body: {
      tools: [wireTool('f'), wireTool('g')],
      tool_choice: { type: 'function', function: { name: 'g' } },
    },
  },
  {
    name: 'one of several tools',
    request: { tools: [f, g], toolChoice: { type: 'allowed', names: ['g'] } },
    body: {
      tools: [wireTool('f'), wireTool('g')],
      tool_choice: {
        type: 'allowed_tools',
        allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'g' } }] },
      },
    },
  },
  {
    name: 'only the allowed tools where they cannot be told apart',
    request: { tools: [f, g, { ...f, name: 'h' }], toolChoice: { type: 'required', names: ['g', 'h'] } },
    quirks: { allowedTools: false },
    body: { tools: [wireTool('g'), wireTool('h')], tool_choice: 'required' },
  },
  {
    name: 'no choice for a tool that is not there',
    request: { tools: [f], toolChoice: { type: 'required', names: ['x'] } },
    body: { tools: [wireTool('f')] },
    loss: ['tool_choice'],
  },
  {
    name: 'a tool of free text',
    request: { tools: [{ ...f, extras: { 'openai-chat': { type: 'custom' } } }] },
    body: { tools: [{ type: 'custom', custom: { name: 'f' } }] },
  },
  {
    name: 'a search, with the options that have a place',
    request: {
      tools: [{ type: 'server', name: 'web_search', options: { search_context_size: 'low', max_uses: 3 } }],
    },
    body: { web_search_options: { search_context_size: 'low' } },
    loss: ['tools[web_search].max_uses'],
  },
  {
    name: 'no search where none is known, nor other tools of a provider',
    request: {
      tools: [
        { type: 'server', name: 'web_search', options: {} },
        { type: 'server', name: 'code_execution', options: {} },
      ],
    },
    quirks: { webSearchModels: undefined },
    body: {},
    loss: ['tools[web_search]', 'tools[code_execution]'],
  },
];

describe('the tools of a request body', () => {
  it.each(cases)('holds $name', ({ request, quirks, body, loss }) => {
    const rendered = render(request, quirks);
    expect(rendered.body).toEqual({ ...plain, ...body });
    expect(rendered.loss).toEqual(loss ?? []);
  });
});

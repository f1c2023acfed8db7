import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { parseRequest } from './parse-request.ts';
import { render } from './provider-request.fixture.ts';
import { renderAnthropicRequest } from './render-request.ts';

describe('the body of a Messages call', () => {
  it('says the least when nothing was asked', () => {
    expect(render({})).toEqual({
      body: {
        model: 'claude-sonnet-4-5',
        max_tokens: 64_000,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
      },
      loss: [],
    });
  });

  it.each<[string, Partial<CanonRequest>, string, number | undefined, number]>([
    ['the caller names a ceiling', { maxOutputTokens: 100 }, 'claude-sonnet-4-5', undefined, 100],
    [
      'the ceiling is above the model',
      { maxOutputTokens: 64_000 },
      'claude-3-5-haiku-latest',
      undefined,
      8192,
    ],
    ['the model list knows better', { maxOutputTokens: 64_000 }, 'claude-sonnet-4-5', 50_000, 50_000],
    ['nobody names a ceiling', {}, 'claude-opus-4-1', undefined, 32_000],
    ['nobody knows the model', {}, 'glm-5', undefined, 8192],
    [
      'nobody knows the model but the caller its ceiling',
      { maxOutputTokens: 90_000 },
      'glm-5',
      undefined,
      90_000,
    ],
  ])('max_tokens: %s', (_name, fields, model, outputTokenLimit, expected) => {
    expect(render(fields, model, { outputTokenLimit }).body['max_tokens']).toBe(expected);
  });

  it('keeps cache hints on system blocks, leaves out blank ones', () => {
    const { body } = render({
      system: [
        { type: 'text', text: 'Be brief.', cacheHint: { ttl: '1h' } },
        { type: 'text', text: ' \n' },
        { type: 'text', text: 'Be kind.', cacheHint: {} },
      ],
    });
    expect(body['system']).toEqual([
      { type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '1h' } },
      { type: 'text', text: 'Be kind.', cache_control: { type: 'ephemeral' } },
    ]);
  });

  it('names what Anthropic cannot be told', () => {
    const { loss } = render({
      sampling: { candidateCount: 2, seed: 1, presencePenalty: 1, frequencyPenalty: 1, topLogprobs: 3 },
      responseFormat: { type: 'json' },
      outputModalities: ['text', 'audio'],
      stop: ['END', ' '],
    });
    expect(loss.toSorted()).toEqual([
      'frequency_penalty',
      'logprobs',
      'modalities',
      'n',
      'presence_penalty',
      'response_format',
      'seed',
      'stop',
    ]);
  });

  it.each<[string, string, CanonRequest['sampling'], JsonObject, string[]]>([
    [
      'passes both',
      'claude-3-7-sonnet',
      { temperature: 0.5, topP: 0.9, topK: 4 },
      { temperature: 0.5, top_p: 0.9, top_k: 4 },
      [],
    ],
    [
      'clamps what other vendors allow',
      'claude-3-7-sonnet',
      { temperature: 1.7 },
      { temperature: 1 },
      ['temperature'],
    ],
    [
      'sends one of two',
      'claude-sonnet-4-5',
      { temperature: 0.5, topP: 0.9 },
      { temperature: 0.5 },
      ['top_p'],
    ],
    [
      'sends none to the newest',
      'claude-opus-4-7',
      { temperature: 0.5, topP: 0.9, topK: 4 },
      {},
      ['temperature', 'top_p', 'top_k'],
    ],
    ['leaves out defaults without a loss', 'claude-opus-4-7', { temperature: 1, topP: 1 }, {}, []],
  ])('sampling: %s', (_name, model, sampling, expected, lost) => {
    const { body, loss } = render({ sampling }, model);
    const { temperature, top_p, top_k } = body;
    expect(JSON.parse(JSON.stringify({ temperature, top_p, top_k }))).toEqual(expected);
    expect(loss).toEqual(lost);
  });

  it('closes a schema for the answer and takes out what is refused in one', () => {
    const schema = {
      type: 'object',
      properties: {
        minimum: { type: 'integer', minimum: 1 },
        list: { type: 'array', maxItems: 3, items: { type: 'object' } },
      },
      required: ['minimum'],
    };
    const { body, loss } = render({ responseFormat: { type: 'json-schema', schema } });
    expect(body['output_config']).toEqual({
      format: {
        type: 'json_schema',
        schema: {
          type: 'object',
          properties: {
            minimum: { type: 'integer' },
            list: { type: 'array', items: { type: 'object', additionalProperties: false } },
          },
          required: ['minimum'],
          additionalProperties: false,
        },
      },
    });
    expect(loss).toEqual([]);
    expect(render({ responseFormat: { type: 'json-schema', schema } }, 'claude-3-5-haiku').loss).toEqual([
      'response_format',
    ]);
  });
});

describe('a body of the same dialect', () => {
  const bodies: readonly JsonObject[] = [
    {
      model: 'claude-sonnet-4-5',
      max_tokens: 2000,
      system: [{ type: 'text', text: 'S', cache_control: { type: 'ephemeral' } }],
      tools: [
        { name: 'a', input_schema: { type: 'object', properties: {} }, cache_control: { type: 'ephemeral' } },
        { type: 'bash_20250124', name: 'bash' },
        { type: 'web_search_20260209', name: 'web_search', max_uses: 1 },
      ],
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo' } },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'hm', signature: 'sig' },
            { type: 'redacted_thinking', data: 'secret' },
            { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'q' } },
            { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] },
            { type: 'tool_use', id: 'toolu_1', name: 'a', input: { big: 1 } },
          ],
        },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 'toolu_1',
              content: [
                { type: 'text', text: 'no' },
                { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
              ],
              is_error: true,
              cache_control: { type: 'ephemeral' },
            },
            { type: 'document', source: { type: 'url', url: 'https://example.com/a.pdf' }, title: 'A' },
          ],
        },
      ],
      stop_sequences: ['END'],
      thinking: { type: 'enabled', budget_tokens: 1500 },
      metadata: { user_id: 'u' },
      stream: true,
      service_tier: 'auto',
    },
    {
      model: 'claude-opus-4-6',
      max_tokens: 100,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }] }],
      temperature: 0.2,
      top_k: 3,
      output_config: {
        format: {
          type: 'json_schema',
          schema: { type: 'object', properties: {}, additionalProperties: false },
        },
      },
    },
  ];

  it.each(bodies)('comes back as it was (%#)', (body) => {
    const request = parseRequest(body, createLoss());
    const context = { loss: createLoss(), model: request.model, recallSignature: () => undefined };
    expect(renderAnthropicRequest(request, context)).toEqual(body);
    expect([...context.loss.items]).toEqual([]);
  });
});

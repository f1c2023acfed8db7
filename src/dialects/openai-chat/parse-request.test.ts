import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import { parseRequest } from './parse-request.ts';

const base = { model: 'gemini-3.8-flash', messages: [{ role: 'user', content: 'hi' }] };

function parse(fields: JsonObject): { request: ReturnType<typeof parseRequest>; lost: string[] } {
  const loss = createLoss();
  const request = parseRequest({ ...base, ...fields }, loss);
  return { request, lost: [...loss.items] };
}

function refusal(body: JsonObject): GatewayError {
  try {
    parseRequest(body, createLoss());
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('the body was accepted');
}

describe('parse request', () => {
  it('sets nothing that the caller did not set', () => {
    const { request, lost } = parse({});
    expect(JSON.parse(JSON.stringify(request))).toEqual({
      model: 'gemini-3.8-flash',
      system: [],
      messages: [{ role: 'user', parts: [{ type: 'text', text: 'hi' }] }],
      tools: [],
      sampling: {},
      stop: [],
      stream: false,
      includeUsage: false,
    });
    expect(lost).toEqual([]);
  });

  it('takes null for unset in every optional field', () => {
    const names =
      'tools tool_choice functions function_call parallel_tool_calls response_format web_search_options temperature ' +
      'top_p top_k seed presence_penalty frequency_penalty logprobs top_logprobs n stop max_tokens max_completion_tokens ' +
      'reasoning_effort reasoning thinking google extra_body modalities stream stream_options usage user safety_identifier ' +
      'logit_bias prediction audio store metadata service_tier verbosity unheard_of';
    const nulls = Object.fromEntries(names.split(' ').map((name) => [name, null]));
    expect(parse(nulls)).toEqual(parse({}));
  });

  const carried: readonly (readonly [string, JsonObject, JsonObject])[] = [
    [
      'temperature and top_p of zero',
      { temperature: 0, top_p: 0 },
      { sampling: { temperature: 0, topP: 0 } },
    ],
    ['a seed and top_k', { seed: -7, top_k: 40 }, { sampling: { seed: -7, topK: 40 } }],
    [
      'penalties',
      { presence_penalty: -1, frequency_penalty: 0.5 },
      { sampling: { presencePenalty: -1, frequencyPenalty: 0.5 } },
    ],
    ['several candidates', { n: 3 }, { sampling: { candidateCount: 3 } }],
    ['a single candidate as nothing said, for models that refuse the mention', { n: 1 }, { sampling: {} }],
    ['logprobs without alternatives', { logprobs: true }, { sampling: { topLogprobs: 0 } }],
    ['logprobs with alternatives', { logprobs: true, top_logprobs: 4 }, { sampling: { topLogprobs: 4 } }],
    ['logprobs switched off', { logprobs: false, top_logprobs: 0 }, { sampling: {} }],
    ['max_tokens', { max_tokens: 9 }, { maxOutputTokens: 9 }],
    [
      'max_completion_tokens before max_tokens',
      { max_tokens: 9, max_completion_tokens: 5 },
      { maxOutputTokens: 5 },
    ],
    ['one stop sequence', { stop: 'END' }, { stop: ['END'] }],
    [
      'stop sequences without the empty ones, which providers refuse',
      { stop: ['a', '', 'b'] },
      { stop: ['a', 'b'] },
    ],
    ['parallel_tool_calls', { parallel_tool_calls: false }, { parallelToolCalls: false }],
    ['the plain text format', { response_format: { type: 'text' } }, { responseFormat: { type: 'text' } }],
    [
      'JSON without a schema',
      { response_format: { type: 'json_object' } },
      { responseFormat: { type: 'json' } },
    ],
    [
      'a JSON schema whole, additionalProperties too',
      {
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'pet', strict: true, schema: { type: 'object', additionalProperties: false } },
        },
      },
      {
        responseFormat: {
          type: 'json-schema',
          name: 'pet',
          strict: true,
          schema: { type: 'object', additionalProperties: false },
        },
      },
    ],
    ['modalities', { modalities: ['text', 'image'] }, { outputModalities: ['text', 'image'] }],
    [
      'stream with its usage',
      { stream: true, stream_options: { include_usage: true } },
      { stream: true, includeUsage: true },
    ],
    [
      "OpenRouter's wish for usage",
      { stream: true, usage: { include: true } },
      { stream: true, includeUsage: true },
    ],
    ['user', { user: 'u1' }, { userId: 'u1' }],
    ['safety_identifier before user', { user: 'u1', safety_identifier: 's1' }, { userId: 's1' }],
    [
      'web search as a server tool',
      { web_search_options: {} },
      { tools: [{ type: 'server', name: 'web_search', options: {} }] },
    ],
  ];
  for (const [name, fields, expected] of carried) {
    it(`carries ${name}`, () => {
      const { request, lost } = parse(fields);
      expect(JSON.parse(JSON.stringify(request))).toMatchObject(expected);
      expect(lost).toEqual([]);
    });
  }

  /** Who asks for reasoning wants to see it, unless told otherwise. */
  const shown = (reasoning: JsonObject): JsonObject =>
    reasoning['effort'] === 'none' ? reasoning : { ...reasoning, includeSummary: true };
  const efforts: readonly (readonly [string, JsonObject, JsonObject | undefined])[] = [
    ...['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'].map(
      (effort) => [`effort ${effort}`, { reasoning_effort: effort }, shown({ effort })] as const,
    ),
    ['no wish', {}, undefined],
    ['the default effort of Groq', { reasoning_effort: 'default' }, undefined],
    ['an effort in an object', { reasoning: { effort: 'low' } }, shown({ effort: 'low' })],
    ['a token budget in an object', { reasoning: { max_tokens: 2000 } }, shown({ budgetTokens: 2000 })],
    ['reasoning switched off', { reasoning: { enabled: false } }, { effort: 'none' }],
    [
      'reasoning to be left out',
      { reasoning: { effort: 'high', exclude: true } },
      { effort: 'high', includeSummary: false },
    ],
    ['thinking disabled', { thinking: { type: 'disabled' } }, { effort: 'none' }],
    [
      'thinking with a budget',
      { thinking: { type: 'enabled', budget_tokens: 64 } },
      shown({ budgetTokens: 64 }),
    ],
    [
      "Google's level",
      { extra_body: { google: { thinking_config: { thinking_level: 'LOW', include_thoughts: true } } } },
      { effort: 'low', includeSummary: true },
    ],
    [
      "Google's budget without the wrapping",
      { google: { thinking_config: { thinking_budget: -1 } } },
      shown({ budgetTokens: -1 }),
    ],
    [
      'a level instead of a budget, because both together are refused',
      { reasoning: { max_tokens: 9 }, google: { thinking_config: { thinking_level: 'high' } } },
      shown({ effort: 'high' }),
    ],
    [
      'a budget instead of an effort, because both together are refused',
      { reasoning_effort: 'high', extra_body: { google: { thinking_config: { thinking_budget: 0 } } } },
      { budgetTokens: 0 },
    ],
  ];
  for (const [name, fields, expected] of efforts) {
    it(`reads ${name}`, () => {
      const { reasoning } = parse(fields).request;
      expect(reasoning === undefined ? undefined : JSON.parse(JSON.stringify(reasoning))).toEqual(expected);
    });
  }

  const lost: readonly (readonly [string, JsonObject, readonly string[]])[] = [
    ['logit_bias', { logit_bias: { '50256': -100 } }, ['logit_bias']],
    ['an empty logit_bias', { logit_bias: {} }, []],
    ['prediction', { prediction: { type: 'content', content: 'x' } }, ['prediction']],
    ['audio', { audio: { voice: 'alloy', format: 'wav' } }, ['audio']],
    ['store', { store: true }, ['store']],
    ['no store', { store: false }, []],
    ['metadata', { metadata: { team: 'a' } }, ['metadata']],
    ['a paid service tier', { service_tier: 'priority' }, ['service_tier']],
    ['the usual service tier', { service_tier: 'auto' }, []],
    ['low verbosity', { verbosity: 'low' }, ['verbosity']],
    ['usual verbosity', { verbosity: 'medium' }, []],
    ['a field from the future', { clairvoyance: 'on' }, ['clairvoyance']],
    ['a field with a hostile name', { 'a\r\nset-cookie: b': 1 }, ['an unknown field']],
    ['a modality from the future', { modalities: ['text', 'smell'] }, ['modalities']],
    [
      "Google's other fields",
      { extra_body: { google: { cached_content: 'cachedContents/1' } } },
      ['extra_body.google.cached_content'],
    ],
    ['other extra fields', { extra_body: { vendor: 1 } }, ['extra_body']],
    ['cache and session hints, which the router reads', { prompt_cache_key: 'k', session_id: 's' }, []],
  ];
  for (const [name, fields, expected] of lost) {
    it(`${expected.length === 0 ? 'does not report' : 'reports'} ${name}`, () => {
      expect(parse(fields).lost).toEqual(expected);
    });
  }

  const refused: readonly (readonly [string, JsonObject])[] = [
    ['temperature', { temperature: '0.7' }],
    ['top_p', { top_p: [] }],
    ['n', { n: 0 }],
    ['n', { n: 1.5 }],
    ['max_tokens', { max_tokens: 0 }],
    ['max_completion_tokens', { max_completion_tokens: '100' }],
    ['seed', { seed: 1.5 }],
    ['stop', { stop: 5 }],
    ['stop[1]', { stop: ['a', 5] }],
    ['stream', { stream: 'yes' }],
    ['stream_options', { stream_options: true }],
    ['parallel_tool_calls', { parallel_tool_calls: 'false' }],
    ['response_format', { response_format: 'json_object' }],
    ['response_format.type', { response_format: { type: 'xml' } }],
    ['response_format.json_schema', { response_format: { type: 'json_schema' } }],
    [
      'response_format.json_schema.schema',
      { response_format: { type: 'json_schema', json_schema: { schema: '{}' } } },
    ],
    ['reasoning_effort', { reasoning_effort: 'enormous' }],
    [
      'extra_body.google.thinking_config.thinking_budget',
      { extra_body: { google: { thinking_config: { thinking_budget: 'all' } } } },
    ],
    ['tools', { tools: {} }],
    ['user', { user: 7 }],
    ['messages', { messages: [] }],
    ['messages', { messages: null }],
    ['messages', { messages: 'hi' }],
  ];
  for (const [param, fields] of refused) {
    it(`refuses ${JSON.stringify(fields)} by the name of ${param}`, () => {
      const error = refusal({ ...base, ...fields });
      expect(error).toMatchObject({ code: 'invalid_request', status: 400, options: { param } });
      expect(error.message).toContain(`'${param}': expected `);
    });
  }

  it('asks for a model where none is named instead of choosing one', () => {
    for (const model of [undefined, null, '']) {
      expect(refusal({ ...base, model })).toMatchObject({
        code: 'missing_model',
        options: { param: 'model' },
      });
    }
  });

  it('tells a client that sends a Responses body where to go', () => {
    expect(refusal({ model: 'm', input: 'hi' }).message).toContain('/v1/responses');
  });
});

// What each field of a request becomes, and which requests are refused.

import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import { parse } from './request.fixture.ts';

function failure(body: JsonObject): GatewayError {
  try {
    parse(body);
  } catch (error) {
    if (error instanceof GatewayError) return error;
  }
  throw new Error('the body was taken');
}

describe('what is refused, and by which name', () => {
  const cases: readonly (readonly [string, JsonObject, string, string])[] = [
    ['no model', { model: '' }, 'missing_model', 'model'],
    ['no input', { input: null }, 'invalid_request', 'input'],
    ['an empty input', { input: [] }, 'invalid_request', 'input'],
    ['an item that is no object', { input: [1] }, 'invalid_request', 'input[0]'],
    ['an unknown role', { input: [{ role: 'tool', content: '' }] }, 'invalid_request', 'input[0].role'],
    [
      'a result that nothing asked for',
      { input: [{ type: 'function_call_output', call_id: 'c', output: '' }] },
      'invalid_request',
      'input[0].call_id',
    ],
    [
      'arguments that are no JSON',
      { input: [{ type: 'function_call', call_id: 'c', name: 'f', arguments: '{' }] },
      'invalid_request',
      'input[0].arguments',
    ],
    ['a reference that nobody resolved', { input: [{ id: 'msg_9' }] }, 'invalid_request', 'input[0].id'],
    ['a wish about keeping that is no boolean', { store: 'false' }, 'invalid_request', 'store'],
    ['the background', { background: true }, 'not_supported', 'background'],
    ['a conversation held elsewhere', { conversation: 'conv_1' }, 'not_supported', 'conversation'],
    ['a stored prompt', { prompt: { id: 'p' } }, 'not_supported', 'prompt'],
    [
      'an answer that nobody resolved',
      { previous_response_id: 'resp_1' },
      'not_supported',
      'previous_response_id',
    ],
    [
      'an effort that does not exist',
      { reasoning: { effort: 'huge' } },
      'invalid_request',
      'reasoning.effort',
    ],
    [
      'a schema that is missing',
      { text: { format: { type: 'json_schema' } } },
      'invalid_request',
      'text.format.schema',
    ],
    ['a tool choice without tools', { tool_choice: 'required' }, 'invalid_request', 'tool_choice'],
    [
      'a choice of a tool that is not offered',
      { tools: [{ type: 'function', name: 'f' }], tool_choice: { type: 'function', name: 'g' } },
      'invalid_request',
      'tool_choice',
    ],
  ];
  for (const [name, body, code, param] of cases) {
    it(`refuses ${name}`, () => {
      const error = failure(body);
      expect([error.code, error.options.param]).toEqual([code, param]);
    });
  }
});

describe('options', () => {
  it('reads what every model understands', () => {
    const { request, lost } = parse({
      text: { format: { type: 'json_schema', name: 'out', schema: { type: 'object' }, strict: true } },
      reasoning: { effort: 'high', summary: 'detailed' },
      include: ['reasoning.encrypted_content', 'message.output_text.logprobs'],
      top_logprobs: 3,
      temperature: 0.5,
      top_p: 0.9,
      max_output_tokens: 100,
      parallel_tool_calls: false,
      safety_identifier: 'user-1',
      stream: true,
      store: false,
      prompt_cache_key: 'k',
      metadata: { a: 'b' },
      truncation: 'disabled',
    });
    expect(lost).toEqual([]);
    expect(request).toMatchObject({
      responseFormat: { type: 'json-schema', name: 'out', schema: { type: 'object' }, strict: true },
      reasoning: { effort: 'high', includeSummary: true },
      sampling: { topLogprobs: 3, temperature: 0.5, topP: 0.9 },
      maxOutputTokens: 100,
      parallelToolCalls: false,
      userId: 'user-1',
      stream: true,
    });
  });

  it('invents nothing', () => {
    const { request } = parse({});
    expect(request.sampling).toEqual({});
    expect(request.reasoning).toBeUndefined();
    expect(request.maxOutputTokens).toBeUndefined();
    expect(request.toolChoice).toBeUndefined();
  });

  it('names what no canonical field holds, and never repeats an odd name', () => {
    const { lost } = parse({
      truncation: 'auto',
      text: { verbosity: 'low' },
      max_tool_calls: 3,
      'a b': 1,
      service_tier: 'auto',
    });
    expect(lost.toSorted()).toEqual(['an unknown field', 'max_tool_calls', 'text.verbosity', 'truncation']);
  });
});

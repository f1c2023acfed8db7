import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import { parseCountTokens, renderCountTokens } from './count-tokens.ts';
import { parseRequest } from './parse-request.ts';

const least = { model: 'claude-sonnet-5', messages: [{ role: 'user', content: 'Hi' }] };

function parse(more: JsonObject) {
  const loss = createLoss();
  const request = parseRequest({ ...least, ...more }, loss);
  return { request, lost: [...loss.items] };
}

function failure(body: JsonObject): GatewayError {
  try {
    parseRequest(body, createLoss());
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a Messages request', () => {
  it('invents nothing that the caller did not set, max_tokens included', () => {
    const { request, lost } = parse({});
    expect(JSON.parse(JSON.stringify(request))).toEqual({
      model: 'claude-sonnet-5',
      system: [],
      messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }],
      tools: [],
      sampling: {},
      stop: [],
      stream: false,
      includeUsage: true,
    });
    expect(lost).toEqual([]);
  });

  it('carries limits, sampling, stop sequences and the user', () => {
    const { request } = parse({
      max_tokens: 1,
      temperature: 0.2,
      top_p: 0.9,
      top_k: 40,
      stop_sequences: ['END', '', '\n\n'],
      metadata: { user_id: 'u-1' },
      stream: true,
    });
    expect(request).toMatchObject({
      maxOutputTokens: 1,
      sampling: { temperature: 0.2, topP: 0.9, topK: 40 },
      stop: ['END', '\n\n'],
      userId: 'u-1',
      stream: true,
    });
  });

  it('takes null for absent in every field that may be left out', () => {
    const names =
      'system max_tokens stop_sequences temperature top_p top_k metadata stream tools tool_choice thinking output_config output_format container';
    const { request, lost } = parse(Object.fromEntries(names.split(' ').map((name) => [name, null])));
    expect(request).toEqual(parse({}).request);
    expect(lost).toEqual([]);
  });

  it.each<readonly [string, JsonObject, string[]]>([
    ['a field from the future', { brand_new: { x: 1 } }, ['brand_new']],
    ['a field whose name would break a header', { 'a\r\nb': 1 }, ['unknown_field']],
    [
      'context_management',
      { context_management: { edits: [{ type: 'clear_thinking_20251015' }] } },
      ['context_management'],
    ],
    ['container', { container: 'c-1' }, ['container']],
    [
      'mcp_servers',
      { mcp_servers: [{ type: 'url', url: 'https://x.example/', name: 'x' }] },
      ['mcp_servers'],
    ],
    ['an empty list of mcp_servers', { mcp_servers: [] }, []],
    [
      'service_tier, betas and automatic caching',
      { service_tier: 'auto', betas: ['x'], cache_control: { type: 'ephemeral' } },
      [],
    ],
    [
      'an effort that we do not know',
      { output_config: { effort: 'heroic' } },
      ['output_config.effort:heroic'],
    ],
    ['a mode of thinking that we do not know', { thinking: { type: 'dreaming' } }, ['thinking:dreaming']],
    [
      'an output format that we do not know',
      { output_format: { type: 'grammar' } },
      ['output_format:grammar'],
    ],
  ])('is never refused for what is new to us, but says what is lost: %s', (_name, more, expected) => {
    expect(parse(more).lost).toEqual(expected);
  });

  it.each<readonly [string, JsonObject, string]>([
    ['messages', { messages: undefined }, 'messages'],
    ['no messages', { messages: [] }, 'messages'],
    ['messages as a string', { messages: 'Hi' }, 'messages'],
    ['a message that is no object', { messages: ['Hi'] }, 'messages.0'],
    ['messages that say nothing', { messages: [{ role: 'user', content: '' }] }, 'messages'],
    ['an unknown role', { messages: [{ role: 'tool', content: 'x' }] }, 'messages.0.role'],
    ['a message without content', { messages: [{ role: 'user' }] }, 'messages.0.content'],
    ['content as a number', { messages: [{ role: 'user', content: 5 }] }, 'messages.0.content'],
    ['a block that is no object', { messages: [{ role: 'user', content: ['x'] }] }, 'messages.0.content.0'],
    [
      'a block without a type',
      { messages: [{ role: 'user', content: [{ text: 'x' }] }] },
      'messages.0.content.0.type',
    ],
    [
      'a text that is no string',
      { messages: [{ role: 'user', content: [{ type: 'text', text: 1 }] }] },
      'messages.0.content.0.text',
    ],
    [
      'an image without a source',
      { messages: [{ role: 'user', content: [{ type: 'image' }] }] },
      'messages.0.content.0.source',
    ],
    ['system as a number', { system: 1 }, 'system'],
    ['a system block without text', { system: [{ type: 'text' }] }, 'system.0.text'],
    ['max_tokens as a string', { max_tokens: '10' }, 'max_tokens'],
    ['max_tokens of zero', { max_tokens: 0 }, 'max_tokens'],
    ['half a token', { max_tokens: 1.5 }, 'max_tokens'],
    ['temperature as a string', { temperature: 'hot' }, 'temperature'],
    ['stream as a string', { stream: 'yes' }, 'stream'],
    ['stop_sequences as a string', { stop_sequences: 'END' }, 'stop_sequences'],
    ['a stop sequence as a number', { stop_sequences: ['a', 1] }, 'stop_sequences.1'],
    ['tools as an object', { tools: {} }, 'tools'],
    ['a tool without a name', { tools: [{ input_schema: {} }] }, 'tools.0.name'],
    ['a schema that is no object', { tools: [{ name: 'x', input_schema: [] }] }, 'tools.0.input_schema'],
    ['tool_choice as a string', { tool_choice: 'auto' }, 'tool_choice'],
    ['an unknown tool_choice', { tool_choice: { type: 'required' } }, 'tool_choice.type'],
    ['a forced tool without a name', { tool_choice: { type: 'tool' } }, 'tool_choice.name'],
    ['thinking as a boolean', { thinking: true }, 'thinking'],
    [
      'a budget as a string',
      { thinking: { type: 'enabled', budget_tokens: '1k' } },
      'thinking.budget_tokens',
    ],
    ['a format without a schema', { output_format: { type: 'json_schema' } }, 'output_format.schema'],
    ['a user id as a number', { metadata: { user_id: 5 } }, 'metadata.user_id'],
  ])('is refused with the name of the field in Anthropic’s spelling: %s', (_name, more, param) => {
    const error = failure({ ...least, ...more });
    expect([error.code, error.status, error.options.param]).toEqual(['invalid_request', 400, param]);
    expect(error.message.startsWith(`${param}: `)).toBe(true);
  });

  it('says missing_model where the model is not named, and invalid_request where it is no string', () => {
    expect(failure({ messages: least.messages }).code).toBe('missing_model');
    expect(failure({ ...least, model: '' }).code).toBe('missing_model');
    expect(failure({ ...least, model: 7 }).code).toBe('invalid_request');
  });

  it.each<readonly [string, JsonObject, unknown]>([
    [
      'enabled',
      { thinking: { type: 'enabled', budget_tokens: 4096 } },
      { budgetTokens: 4096, includeSummary: true },
    ],
    [
      'adaptive, as Claude Code sends it for models it does not know',
      { thinking: { type: 'adaptive' } },
      { budgetTokens: -1, includeSummary: true },
    ],
    [
      'adaptive with an effort: never a budget beside it, Gemini refuses both',
      { thinking: { type: 'adaptive' }, output_config: { effort: 'xhigh' } },
      { effort: 'xhigh', includeSummary: true },
    ],
    [
      'hidden',
      { thinking: { type: 'adaptive', display: 'omitted' } },
      { budgetTokens: -1, includeSummary: false },
    ],
    ['disabled', { thinking: { type: 'disabled' }, output_config: { effort: 'high' } }, { budgetTokens: 0 }],
    ['effort alone', { output_config: { effort: 'low' } }, { effort: 'low' }],
    ['nothing', {}, undefined],
  ])('reads thinking: %s', (_name, more, expected) => {
    expect(parse(more).request.reasoning).toEqual(expected);
  });

  it.each(['output_config', 'output_format'])('reads a JSON schema for the answer from %s', (name) => {
    const format = { type: 'json_schema', schema: { type: 'object' } };
    const { request } = parse({ [name]: name === 'output_config' ? { format } : format });
    expect(request.responseFormat).toEqual({ type: 'json-schema', schema: { type: 'object' }, strict: true });
  });

  it('refuses a thread by the word that makes SDKs send the whole conversation, instead of losing its beginning', () => {
    const { code, options } = failure({ ...least, thread: { type: 'create' } });
    expect(code).toBe('not_supported');
    expect(options).toEqual({ param: 'thread', details: { error_code: 'thread_unsupported_request' } });
    expect(parse({ thread: null }).lost).toEqual([]);
  });

  it('keeps fields of Anthropic’s own for Anthropic’s own wire', () => {
    const { request } = parse({ service_tier: 'auto', context_management: { edits: [1] } });
    expect(request.extras).toEqual({
      'anthropic-messages': { service_tier: 'auto', context_management: { edits: [1] } },
    });
  });
});

describe('a token count', () => {
  it('is asked with a Messages body without max_tokens and answered with one whole number', () => {
    const request = parseCountTokens(
      { ...least, system: 'S', tools: [{ name: 't', input_schema: {} }] },
      createLoss(),
    );
    expect([request.system.length, request.tools.length]).toEqual([1, 1]);
    expect(renderCountTokens(12)).toEqual({ input_tokens: 12 });
  });
});

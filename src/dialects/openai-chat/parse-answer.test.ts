import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import { parseOpenaiAnswer } from './parse-answer.ts';
import { DONE, fold, makeRequest, parseStream, sse } from './provider-request.fixture.ts';

const usage = {
  prompt_tokens: 10,
  completion_tokens: 7,
  total_tokens: 17,
  prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 2 },
  completion_tokens_details: { reasoning_tokens: 3 },
};

function whole(message: JsonObject, finish: string | null = 'stop', more: JsonObject = {}): JsonObject {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'm-1',
    choices: [
      { index: 0, message: { role: 'assistant', ...message }, logprobs: null, finish_reason: finish },
    ],
    usage,
    ...more,
  };
}

const parse = (body: JsonValue) => parseOpenaiAnswer(body, makeRequest());

describe('a whole chat completion', () => {
  it('is read with its usage', () => {
    expect(parse(whole({ content: 'a', refusal: null, annotations: [] }))).toEqual({
      id: 'chatcmpl-1',
      model: 'm-1',
      candidates: [{ index: 0, parts: [{ type: 'text', text: 'a' }], finish: { kind: 'stop', raw: 'stop' } }],
      usage: {
        inputTokens: 10,
        cachedInputTokens: 4,
        cacheWriteTokens: 2,
        outputTokens: 7,
        reasoningTokens: 3,
        totalTokens: 17,
        raw: usage,
      },
    });
  });

  it('keeps what only this dialect says', () => {
    const body = whole({ content: 'a', context: { intent: 'x' } }, 'stop', {
      system_fingerprint: 'fp',
      service_tier: null,
    });
    const [choice] = body['choices'] as JsonObject[];
    if (choice) choice['content_filter_results'] = { hate: { filtered: false } };
    expect(parse(body)).toMatchObject({
      extras: { 'openai-chat': { system_fingerprint: 'fp' } },
      candidates: [
        { extras: { 'openai-chat': { content_filter_results: {}, message: { context: { intent: 'x' } } } } },
      ],
    });
    expect(parse(body).extras?.['openai-chat']).not.toHaveProperty('service_tier');
  });

  it('says the same as the stream of it', () => {
    const message = {
      reasoning_content: 'hm',
      content: 'ab',
      annotations: [
        { type: 'url_citation', url_citation: { url: 'https://a.example', start_index: 1, end_index: 2 } },
      ],
      tool_calls: [
        { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } },
        { id: 'b', type: 'function', function: { name: 'f', arguments: '{}' } },
      ],
    };
    const { tool_calls, ...said } = message;
    const deltas = [said, ...tool_calls.map((call, index) => ({ tool_calls: [{ index, ...call }] }))];
    const { choices: _choices, ...head } = whole({});
    const chunks = deltas.map((delta) =>
      Object.assign({}, head, { usage: null, choices: [{ index: 0, delta, finish_reason: null }] }),
    );
    const last = { ...head, choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] };
    expect(fold(parseStream(sse([...chunks, last]) + DONE, 7))).toEqual(parse(whole(message, 'tool_calls')));
  });

  it('keeps two calls apart that have neither ids nor indexes', () => {
    const call = { id: '', type: 'function', function: { name: 'f', arguments: '' } };
    const { candidates } = parse(whole({ content: null, tool_calls: [call, call] }, 'stop'));
    expect(candidates[0]).toMatchObject({
      parts: [
        { name: 'f', argumentsJson: '{}' },
        { name: 'f', argumentsJson: '{}' },
      ],
      finish: { kind: 'tool-calls' },
    });
    const ids = candidates[0]?.parts.map((part) => (part.type === 'tool-call' ? part.id : ''));
    expect(new Set(ids).size).toBe(2);
  });

  it.each<readonly [string, JsonObject, string | null, unknown]>([
    ['nothing said', { content: null }, 'stop', { parts: [], finish: { kind: 'stop' } }],
    [
      'nothing because of a filter',
      { content: null },
      'content_filter',
      { parts: [], finish: { kind: 'content-filter' } },
    ],
    [
      'calls announced that did not come',
      { content: 'a' },
      'tool_calls',
      { finish: { kind: 'stop', raw: 'tool_calls' } },
    ],
    [
      'a refusal',
      { content: null, refusal: 'no' },
      'stop',
      { parts: [{ type: 'refusal', text: 'no' }], finish: { kind: 'refusal' } },
    ],
    ['an unknown end', { content: 'a' }, 'aborted', { finish: { kind: 'failed', raw: 'aborted' } }],
  ])('is understood: %s', (_name, message, finish, expected) => {
    expect(parse(whole(message, finish)).candidates[0]).toMatchObject(expected as object);
  });

  it.each<readonly [string, JsonValue, string]>([
    ['no choice', whole({}, 'stop', { choices: [] }), 'incomplete_answer'],
    ['no finish', whole({ content: 'a' }, null), 'incomplete_answer'],
    ['no object', 'hello', 'incomplete_answer'],
    ['an error', { error: { message: 'x', code: 'rate_limit_exceeded' } }, 'rate_limited'],
    ['an error in an array', [{ error: { message: 'x', code: 503 } }], 'overloaded'],
    [
      'an error in a choice',
      { choices: [{ index: 0, error: { code: 502, message: 'x' } }] },
      'provider_error',
    ],
  ])('is refused when it has %s', (_name, body, code) => {
    expect(() => parse(body)).toThrow(GatewayError);
    expect(() => parse(body)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it.each<readonly [string, JsonObject, object]>([
    [
      'DeepSeek’s cache',
      { prompt_tokens: 9, completion_tokens: 1, prompt_cache_hit_tokens: 8 },
      { cachedInputTokens: 8 },
    ],
    [
      'thoughts that are not among the completion',
      {
        prompt_tokens: 9,
        completion_tokens: 1,
        total_tokens: 15,
        completion_tokens_details: { reasoning_tokens: 5 },
      },
      { outputTokens: 6, reasoningTokens: 5 },
    ],
    [
      'thoughts beside',
      { prompt_tokens: 9, completion_tokens: 6, total_tokens: 15, reasoning_tokens: 5 },
      { outputTokens: 6 },
    ],
  ])('counts tokens as its service does: %s', (_name, counted, expected) => {
    expect(parse(whole({ content: 'a' }, 'stop', { usage: counted })).usage).toMatchObject(expected);
  });

  it('leaves unknown figures unknown', () => {
    expect(parse(whole({ content: 'a' }, 'stop', { usage: null })).usage).toBeUndefined();
    expect(parse(whole({ content: 'a' }, 'stop', { usage: { prompt_tokens: 2 } })).usage).toMatchObject({
      inputTokens: 2,
      outputTokens: undefined,
      cachedInputTokens: undefined,
    });
  });
});

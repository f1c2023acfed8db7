import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../errors/gateway-error.ts';
import { tryParseJsonExact, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { parseAnthropicAnswer } from './parse-answer.ts';
import { makeRequest } from './provider-request.fixture.ts';
import { renderStop } from './render-stop.ts';
import { anthropicToolName } from './tool-names.ts';

function message(fields: JsonObject): JsonObject {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4-5-20250929',
    content: [{ type: 'text', text: 'Hello.' }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 3, output_tokens: 2 },
    ...fields,
  };
}

function failureOf(body: JsonValue): GatewayError {
  try {
    parseAnthropicAnswer(body, makeRequest());
  } catch (error) {
    if (error instanceof GatewayError) return error;
  }
  throw new Error('expected a GatewayError');
}

describe('a whole message', () => {
  it('becomes an answer', () => {
    const answer = parseAnthropicAnswer(
      message({
        content: [
          { type: 'thinking', thinking: 'hm', signature: 'sig' },
          { type: 'redacted_thinking', data: 'secret' },
          { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'q' } },
          { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] },
          {
            type: 'text',
            text: 'It rains.',
            citations: [
              {
                type: 'web_search_result_location',
                url: 'https://a',
                title: 'A',
                cited_text: 'rain',
                encrypted_index: 'x',
              },
            ],
          },
          { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'Rome' } },
          { type: 'block_of_next_year', anything: true },
        ],
        stop_reason: 'tool_use',
      }),
      makeRequest(),
    );
    expect(answer).toMatchObject({ id: 'msg_1', model: 'claude-sonnet-4-5-20250929' });
    expect(answer.candidates).toHaveLength(1);
    expect(answer.candidates[0]?.finish).toEqual({ kind: 'tool-calls', raw: 'tool_use' });
    expect(answer.candidates[0]?.parts).toMatchObject([
      { type: 'reasoning', text: 'hm', signature: { vendor: 'anthropic', value: 'sig' } },
      {
        type: 'reasoning',
        text: '',
        redactedData: 'secret',
        signature: { vendor: 'anthropic', value: 'secret' },
      },
      { type: 'server-tool', phase: 'call', id: 'srvtoolu_1', name: 'web_search', data: { query: 'q' } },
      { type: 'server-tool', phase: 'result', id: 'srvtoolu_1', name: 'web_search', data: [] },
      { type: 'text', text: 'It rains.', citations: [{ url: 'https://a', title: 'A', citedText: 'rain' }] },
      {
        type: 'tool-call',
        id: 'toolu_1',
        idFromModel: true,
        name: 'get_weather',
        argumentsJson: '{"city":"Rome"}',
      },
    ]);
  });

  it('counts cached tokens into the prompt', () => {
    const usage = {
      input_tokens: 10,
      cache_read_input_tokens: 100,
      cache_creation_input_tokens: 20,
      output_tokens: 7,
      output_tokens_details: { thinking_tokens: 4 },
    };
    expect(parseAnthropicAnswer(message({ usage }), makeRequest()).usage).toEqual({
      inputTokens: 130,
      cachedInputTokens: 100,
      cacheWriteTokens: 20,
      outputTokens: 7,
      reasoningTokens: 4,
      totalTokens: 137,
      raw: usage,
    });
  });

  it.each([
    ['end_turn', 'stop'],
    ['max_tokens', 'length'],
    ['stop_sequence', 'stop-sequence'],
    ['tool_use', 'tool-calls'],
    ['pause_turn', 'length'],
    ['refusal', 'refusal'],
    ['model_context_window_exceeded', 'length'],
    ['reason_of_next_year', 'failed'],
  ])('that stopped with %s finishes with %s', (reason, kind) => {
    const answer = parseAnthropicAnswer(message({ stop_reason: reason }), makeRequest());
    expect(answer.candidates[0]?.finish).toEqual({ kind, raw: reason });
  });

  it('keeps which sequence stopped it, and why it was refused', () => {
    const stopped = parseAnthropicAnswer(
      message({ stop_reason: 'stop_sequence', stop_sequence: 'END' }),
      makeRequest(),
    );
    expect(stopped.candidates[0]?.finish.stopSequence).toBe('END');
    const refused = parseAnthropicAnswer(
      message({ stop_reason: 'refusal', stop_details: { type: 'refusal', explanation: 'No.' } }),
      makeRequest(),
    );
    expect(refused.candidates[0]?.finish.message).toBe('No.');
  });

  it('tells a client of the same dialect that its turn was paused', () => {
    const evidence = { toolCall: false, refusal: false };
    expect(renderStop({ kind: 'length', raw: 'pause_turn' }, evidence)?.['stop_reason']).toBe('pause_turn');
    expect(renderStop({ kind: 'length', raw: 'MAX_TOKENS' }, evidence)?.['stop_reason']).toBe('max_tokens');
  });

  it('calls tools by the names that the caller gave them', () => {
    const name = 'files/read.all';
    const request = makeRequest({ tools: [{ type: 'function', name }] });
    const body = message({
      content: [{ type: 'tool_use', id: 't', name: anthropicToolName(name), input: {} }],
    });
    expect(parseAnthropicAnswer(body, request).candidates[0]?.parts).toMatchObject([
      { name, argumentsJson: '{}' },
    ]);
  });

  it('keeps the digits of big integers', () => {
    const wire = JSON.stringify(
      message({ content: [{ type: 'tool_use', id: 't', name: 'a', input: { id: 0 } }] }),
    );
    const body = tryParseJsonExact(wire.replace('"id":0', '"id":12345678901234567890'));
    expect(parseAnthropicAnswer(body ?? null, makeRequest()).candidates[0]?.parts).toMatchObject([
      { argumentsJson: '{"id":12345678901234567890}' },
    ]);
  });
});

describe('what is no message', () => {
  it.each<[string, JsonValue]>([
    ['nothing', null],
    ['an array', []],
    ['an empty object', {}],
    ['a message without a stop reason', message({ stop_reason: null })],
  ])('%s is incomplete', (_name, body) => {
    expect(failureOf(body).code).toBe('incomplete_answer');
  });

  it('an error under 200 keeps its body and gets its status, without the key', () => {
    const error = { type: 'authentication_error', message: 'bad key sk-ant-api03-abcdefghijklmnop' };
    const failure = failureOf({ type: 'error', error });
    expect(failure).toMatchObject({ code: 'provider_refused', options: { providerStatus: 401 } });
    expect(failure.options.providerBody).toContain('"type":"authentication_error"');
    expect(failure.options.providerBody).not.toContain('abcdefghijklmnop');
    expect(failure.message).not.toContain('abcdefghijklmnop');
  });
});

import { describe, expect, it } from 'vitest';
import type { CanonAnswer } from '../../canon/answer.ts';
import type { ContentPart, Signature } from '../../canon/content.ts';
import type { Finish } from '../../canon/finish.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { Usage } from '../../canon/usage.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { renderAnswer } from './render-answer.ts';

const request: CanonRequest = {
  model: 'claude-sonnet-5',
  system: [],
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }],
  tools: [],
  sampling: {},
  stop: [],
  stream: false,
  includeUsage: true,
};
const context = { nowMs: 0, requestId: 'r1', request };
const signed: Signature = { vendor: 'gemini', value: 'Cp/+=' };
const stop: Finish = { kind: 'stop' };

function render(parts: readonly ContentPart[], finish = stop, more: Partial<CanonAnswer> = {}) {
  const answer = { model: 'gemini-3.8-flash', candidates: [{ index: 0, parts, finish }], ...more };
  return renderAnswer(answer, context);
}

const call: ContentPart = {
  type: 'tool-call',
  id: 'toolu_1',
  idFromModel: true,
  name: 'f',
  argumentsJson: '{}',
};

describe('a message', () => {
  it('has every field that strict clients look for, whatever the provider left out', () => {
    expect(render([{ type: 'text', text: 'Hello' }])).toEqual({
      id: 'msg_r1',
      type: 'message',
      role: 'assistant',
      model: 'gemini-3.8-flash',
      container: null,
      content: [{ type: 'text', text: 'Hello', citations: null }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      stop_details: null,
      usage: {
        input_tokens: 5,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        output_tokens: 0,
        output_tokens_details: null,
        server_tool_use: null,
        cache_creation: null,
        service_tier: null,
        inference_geo: null,
      },
    });
  });

  it.each([
    ['msg_01', 'msg_01'],
    ['AbC-1_2', 'msg_AbC-1_2'],
    ['a/b:c', 'msg_abc'],
    ['::', 'msg_r1'],
    [undefined, 'msg_r1'],
  ])('takes its id from the provider as far as it is plain: %s', (id, expected) => {
    expect(render([], stop, { id })['id']).toBe(expected);
  });

  it.each<readonly [string, Finish, readonly ContentPart[], object]>([
    ['stop', stop, [], { stop_reason: 'end_turn', stop_sequence: null }],
    [
      'stop after a tool call: some providers never say that tools are to be called',
      stop,
      [call],
      { stop_reason: 'tool_use' },
    ],
    ['tool calls', { kind: 'tool-calls' }, [call], { stop_reason: 'tool_use' }],
    [
      'tool calls without a call: the client would wait for ever',
      { kind: 'tool-calls' },
      [],
      { stop_reason: 'end_turn' },
    ],
    ['length', { kind: 'length', raw: 'MAX_TOKENS' }, [], { stop_reason: 'max_tokens', content: [] }],
    ['length in the middle of a call', { kind: 'length' }, [call], { stop_reason: 'max_tokens' }],
    [
      'a stop sequence',
      { kind: 'stop-sequence', stopSequence: 'END' },
      [],
      { stop_reason: 'stop_sequence', stop_sequence: 'END' },
    ],
    [
      'a stop sequence that nobody names',
      { kind: 'stop-sequence' },
      [],
      { stop_reason: 'stop_sequence', stop_sequence: null },
    ],
    [
      'safety',
      { kind: 'content-filter', raw: 'SAFETY' },
      [],
      { stop_reason: 'refusal', stop_details: { type: 'refusal', category: null, explanation: 'SAFETY' } },
    ],
    [
      'a refusal',
      { kind: 'refusal', message: 'No.' },
      [],
      { stop_reason: 'refusal', stop_details: { type: 'refusal', category: null, explanation: 'No.' } },
    ],
    [
      'a refusal that only the content shows',
      stop,
      [{ type: 'refusal', text: 'No.' }],
      { stop_reason: 'refusal', content: [{ type: 'text', text: 'No.', citations: null }] },
    ],
  ])('says only stop reasons that Anthropic has: %s', (_name, finish, parts, expected) => {
    expect(render(parts, finish)).toMatchObject(expected);
  });

  it('never makes a malformed function call an empty success: agents would loop on it', () => {
    const finish: Finish = { kind: 'failed', raw: 'MALFORMED_FUNCTION_CALL' };
    expect(() => render([], finish)).toThrow(GatewayError);
    expect(() => render([], finish)).toThrow('MALFORMED_FUNCTION_CALL');
  });

  it.each<readonly [string, Usage, readonly number[]]>([
    ['plain', { inputTokens: 10, outputTokens: 2 }, [10, 0, 0, 2]],
    [
      'cached tokens, which counted twice would make Claude Code compact',
      { inputTokens: 100, cachedInputTokens: 60, outputTokens: 2 },
      [40, 60, 0, 2],
    ],
    [
      'cache writes',
      { inputTokens: 100, cachedInputTokens: 60, cacheWriteTokens: 30, outputTokens: 2 },
      [10, 60, 30, 2],
    ],
    [
      'reasoning, which is among the answer’s tokens already',
      { inputTokens: 1, outputTokens: 50, reasoningTokens: 40 },
      [1, 0, 0, 50],
    ],
    [
      'a provider that counts cached tokens apart',
      { inputTokens: 5, cachedInputTokens: 60, outputTokens: 2 },
      [0, 60, 0, 2],
    ],
  ])('counts tokens as Anthropic does: %s', (_name, usage, [input, read, written, output]) => {
    expect(render([], stop, { usage })['usage']).toMatchObject({
      input_tokens: input,
      cache_read_input_tokens: read,
      cache_creation_input_tokens: written,
      output_tokens: output,
    });
  });

  it('hides the text of reasoning but not its signature from a caller who asked for that', () => {
    const hidden = { ...context, request: { ...request, reasoning: { includeSummary: false } } };
    const parts: ContentPart[] = [{ type: 'reasoning', text: 'secret', signature: signed }];
    const answer = { model: 'm', candidates: [{ index: 0, parts, finish: stop }] };
    expect(renderAnswer(answer, hidden)['content']).toEqual([
      { type: 'thinking', thinking: '', signature: 'pollux.gemini.Cp/+=' },
    ]);
  });
});

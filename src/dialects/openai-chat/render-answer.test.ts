import { describe, expect, it } from 'vitest';
import type { CanonAnswer } from '../../canon/answer.ts';
import type { ContentPart } from '../../canon/content.ts';
import type { FinishKind } from '../../canon/finish.ts';
import { createLoss } from '../../canon/loss.ts';
import type { Usage } from '../../canon/usage.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderAnswerContext } from '../dialect.ts';
import { parseRequest } from './parse-request.ts';
import { renderAnswer } from './render-answer.ts';

function contextOf(fields: JsonObject = {}): RenderAnswerContext {
  const request = parseRequest(
    { model: 'asked', messages: [{ role: 'user', content: 'hi' }], ...fields },
    createLoss(),
  );
  return { nowMs: 1_800_000_000_999, requestId: 'req1', request };
}

function answerOf(parts: readonly ContentPart[], kind: FinishKind = 'stop', usage?: Usage): CanonAnswer {
  return { id: 'a1', model: 'gemini-3.8-flash', candidates: [{ index: 0, parts, finish: { kind } }], usage };
}

function choiceOf(parts: readonly ContentPart[], kind?: FinishKind, fields?: JsonObject): unknown {
  const { choices } = renderAnswer(answerOf(parts, kind), contextOf(fields));
  return Array.isArray(choices) ? choices[0] : undefined;
}

function messageOf(parts: readonly ContentPart[], fields?: JsonObject): unknown {
  const choice = choiceOf(parts, 'stop', fields);
  return typeof choice === 'object' && choice !== null && 'message' in choice ? choice.message : undefined;
}

const text = (text: string): ContentPart => ({ type: 'text', text });
const call = (id: string, name = 'look', argumentsJson = '{"at":1}'): ContentPart => ({
  type: 'tool-call',
  id,
  idFromModel: true,
  name,
  argumentsJson,
});
const wireCall = (id: string, args = '{"at":1}'): JsonObject => ({
  id,
  type: 'function',
  function: { name: 'look', arguments: args },
});
const signature = { vendor: 'gemini', value: 'c2ln' } as const;
const wireSignature = { google: { thought_signature: 'c2ln' } };

describe('render answer', () => {
  it('gives all that SDKs require', () => {
    expect(
      renderAnswer(answerOf([text('hi')], 'stop', { inputTokens: 3, outputTokens: 1 }), contextOf()),
    ).toEqual({
      id: 'chatcmpl-a1',
      object: 'chat.completion',
      created: 1_800_000_000,
      model: 'gemini-3.8-flash',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'hi', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 },
    });
  });

  const ids: readonly (readonly [string | undefined, string])[] = [
    [undefined, 'chatcmpl-req1'],
    ['', 'chatcmpl-req1'],
    ['chatcmpl-x', 'chatcmpl-x'],
    ['gen/1:é', 'chatcmpl-gen_1__'],
  ];
  for (const [id, expected] of ids) {
    it(`makes ${expected} of the id ${id}`, () => {
      expect(renderAnswer({ ...answerOf([]), id }, contextOf())['id']).toBe(expected);
    });
  }

  const messages: readonly (readonly [string, readonly ContentPart[], JsonObject])[] = [
    [
      'texts joined without a separator, which would tear code',
      [text('a'), text('b\n'), text('c')],
      { content: 'ab\nc' },
    ],
    ['nothing as empty text', [], { content: '' }],
    ['calls without text as null content', [call('c1')], { content: null, tool_calls: [wireCall('c1')] }],
    [
      'text beside calls',
      [text('so'), call('c1'), call('c2')],
      { content: 'so', tool_calls: [wireCall('c1'), wireCall('c2')] },
    ],
    [
      'a call without arguments as an empty object',
      [call('c1', 'look', '')],
      { content: null, tool_calls: [wireCall('c1', '{}')] },
    ],
    [
      'thoughts apart from content',
      [{ type: 'reasoning', text: 'hm' }, text('so')],
      { content: 'so', reasoning_content: 'hm' },
    ],
    ['a refusal', [{ type: 'refusal', text: 'No.' }], { content: null, refusal: 'No.' }],
    [
      "Gemini's signature on the call that bears it",
      [{ ...call('c1'), signature }, call('c2')],
      { content: null, tool_calls: [{ ...wireCall('c1'), extra_content: wireSignature }, wireCall('c2')] },
    ],
    [
      "Gemini's signature on the text",
      [{ ...text('so'), signature }],
      { content: 'so', extra_content: wireSignature },
    ],
    [
      'the signature of another vendor apart from Gemini’s, which would be refused there',
      [{ type: 'reasoning', text: 'hm', signature: { vendor: 'anthropic', value: 'x' } }, text('so')],
      {
        content: 'so',
        reasoning_content: 'hm',
        reasoning_details: [
          { type: 'reasoning.text', text: 'hm', signature: 'x', format: 'anthropic-claude-v1', index: 0 },
        ],
      },
    ],
    [
      'a picture as a data URL and not as markdown',
      [
        text('see'),
        { type: 'media', kind: 'image', mimeType: 'image/webp', source: { type: 'inline', data: 'AAAA' } },
      ],
      {
        content: 'see',
        images: [{ type: 'image_url', image_url: { url: 'data:image/webp;base64,AAAA' }, index: 0 }],
      },
    ],
    [
      'a picture that is elsewhere',
      [{ type: 'media', kind: 'image', source: { type: 'url', url: 'https://a.test/x.png' } }],
      {
        content: null,
        images: [{ type: 'image_url', image_url: { url: 'https://a.test/x.png' }, index: 0 }],
      },
    ],
    [
      'pieces of sound as one',
      ['AA==', 'AQI='].map(
        (data) => ({ type: 'media', kind: 'audio', source: { type: 'inline', data } }) as const,
      ),
      { content: null, audio: { id: 'audio_chatcmpl-a1', data: 'AAEC', expires_at: 0, transcript: '' } },
    ],
    [
      'citations counted from the start of the whole content',
      [
        text('😀 '),
        { type: 'text', text: 'abcd', citations: [{ url: 'https://a.test', title: 'A', start: 1, end: 3 }] },
      ],
      {
        content: '😀 abcd',
        annotations: [
          {
            type: 'url_citation',
            url_citation: { url: 'https://a.test', title: 'A', start_index: 4, end_index: 6 },
          },
        ],
      },
    ],
    [
      'no annotation for a source without address',
      [{ type: 'text', text: 'a', citations: [{ title: 'A' }] }],
      { content: 'a' },
    ],
    [
      "nothing of what the provider's own tools did",
      [{ type: 'server-tool', phase: 'call', id: 's', name: 'web_search', data: {} }, text('so')],
      { content: 'so' },
    ],
  ];
  for (const [name, parts, expected] of messages) {
    it(`shows ${name}`, () => {
      expect(messageOf(parts)).toEqual({ role: 'assistant', refusal: null, ...expected });
    });
  }

  it('shortens ids that clients could not store, the same way each time', () => {
    const long = [call('x'.repeat(65)), call('y'.repeat(64))];
    const ids = JSON.stringify(messageOf(long)).match(/"id":"[^"]+"/gu);
    expect(ids?.[0]).toMatch(/^"id":"call_[0-9a-f]{40}"$/u);
    expect(ids?.[1]).toBe(`"id":"${'y'.repeat(64)}"`);
    expect(messageOf(long)).toEqual(messageOf(long));
  });

  it('answers a legacy client in its own form', () => {
    expect(choiceOf([call('c1')], 'stop', { functions: [{ name: 'look' }] })).toMatchObject({
      message: { content: null, function_call: { name: 'look', arguments: '{"at":1}' } },
      finish_reason: 'function_call',
    });
  });

  it('answers a free-text tool with its text', () => {
    const tools = [{ type: 'custom', custom: { name: 'look' } }];
    expect(messageOf([call('c1', 'look', '{"input":"a\\nb"}')], { tools })).toMatchObject({
      tool_calls: [{ id: 'c1', type: 'custom', custom: { name: 'look', input: 'a\nb' } }],
    });
  });

  it('keeps candidates by their own index and their logprobs', () => {
    const logprobs = [{ token: 'a', logprob: -1, bytes: [97], top_logprobs: [] }];
    const candidates = [
      { index: 0, parts: [text('a')], finish: { kind: 'stop' }, logprobs },
      { index: 1, parts: [text('b')], finish: { kind: 'length' } },
    ] as const;
    expect(renderAnswer({ model: 'm', candidates }, contextOf({ n: 2 }))['choices']).toMatchObject([
      {
        index: 0,
        message: { content: 'a' },
        logprobs: { content: logprobs, refusal: null },
        finish_reason: 'stop',
      },
      { index: 1, message: { content: 'b' }, logprobs: null, finish_reason: 'length' },
    ]);
  });
});

describe('render answer: finish reasons', () => {
  const refusal: ContentPart = { type: 'refusal', text: 'No.' };
  const cases: readonly (readonly [string, FinishKind, readonly ContentPart[], string])[] = [
    ['an answer', 'stop', [text('a')], 'stop'],
    ['a stop sequence', 'stop-sequence', [text('a')], 'stop'],
    ['the ceiling', 'length', [text('a')], 'length'],
    ['the ceiling within calls', 'length', [call('c1')], 'length'],
    ['calls', 'tool-calls', [call('c1')], 'tool_calls'],
    ['calls where the provider said stop, because agents would hang', 'stop', [call('c1')], 'tool_calls'],
    ['calls that never came', 'tool-calls', [text('a')], 'stop'],
    ['a withheld answer', 'content-filter', [], 'content_filter'],
    ['a refusal in words', 'refusal', [refusal], 'stop'],
    ['a refusal without words, which must not look like success', 'refusal', [], 'content_filter'],
    ['a failed generation, which must not look like success', 'failed', [], 'content_filter'],
  ];
  for (const [name, kind, parts, expected] of cases) {
    it(`says ${expected} for ${name}`, () => {
      expect(choiceOf(parts, kind)).toMatchObject({ finish_reason: expected });
    });
  }
});

describe('render answer: usage', () => {
  const cases: readonly (readonly [string, Usage | undefined, JsonObject | undefined])[] = [
    ['none', undefined, undefined],
    ['unknown counts', {}, { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }],
    [
      'cached tokens within the prompt and reasoning within the completion',
      { inputTokens: 100, cachedInputTokens: 80, outputTokens: 30, reasoningTokens: 20, totalTokens: 130 },
      {
        prompt_tokens: 100,
        completion_tokens: 30,
        total_tokens: 130,
        prompt_tokens_details: { cached_tokens: 80 },
        completion_tokens_details: { reasoning_tokens: 20 },
      },
    ],
    [
      'tokens written to a cache',
      { inputTokens: 100, cacheWriteTokens: 90, outputTokens: 1 },
      {
        prompt_tokens: 100,
        completion_tokens: 1,
        total_tokens: 101,
        prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 90 },
      },
    ],
  ];
  for (const [name, usage, expected] of cases) {
    it(`counts ${name}`, () => {
      expect(renderAnswer(answerOf([text('a')], 'stop', usage), contextOf())['usage']).toEqual(expected);
    });
  }
});

import { describe, expect, it } from 'vitest';
import { createStreamFold } from '../../canon/fold-stream.ts';
import { createLoss } from '../../canon/loss.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderAnswerContext } from '../dialect.ts';
import { gatherChunks, readDataLines, type Chunk } from './gather-chunks.fixture.ts';
import { parseRequest } from './parse-request.ts';
import { renderAnswer } from './render-answer.ts';
import { createStreamRenderer } from './render-stream.ts';
import { call, end, finish, signature, start, text } from './stream-events.fixture.ts';

function contextOf(fields: JsonObject = {}): RenderAnswerContext {
  const messages = [{ role: 'user', content: 'hi' }];
  const request = parseRequest({ model: 'm', messages, stream: true, ...fields }, createLoss());
  return { nowMs: 1_800_000_000_500, requestId: 'req1', request };
}

function streamOf(events: readonly StreamEvent[], fields?: JsonObject): string {
  const renderer = createStreamRenderer(contextOf(fields));
  return events.map((event) => renderer.render(event)).join('');
}

function chunksOf(events: readonly StreamEvent[], fields?: JsonObject, size = 4096): Chunk[] {
  return readDataLines(streamOf(events, fields), size)
    .filter((line) => line !== '[DONE]')
    .map((line) => JSON.parse(line) as Chunk);
}

const image = {
  type: 'media',
  kind: 'image',
  mimeType: 'image/webp',
  source: { type: 'inline', data: 'AAAA' },
} as const;
const sound = {
  type: 'media',
  kind: 'audio',
  mimeType: 'audio/L16',
  source: { type: 'inline', data: 'AAAA' },
} as const;
const cited = { url: 'https://a.test', title: 'A', start: 0, end: 2 };
const custom = [{ type: 'custom', custom: { name: 'patch' } }];

const answers: Readonly<Record<string, { events: StreamEvent[]; fields?: JsonObject }>> = {
  'plain text': { events: [start, ...text('Grüß 😀 "you"\n'), finish('stop'), end] },
  'two text parts, joined without a separator': {
    events: [start, ...text('a'), ...text('b'), finish('stop'), end],
  },
  'reasoning before text': {
    events: [
      start,
      { type: 'reasoning-start', candidate: 0 },
      { type: 'reasoning-delta', candidate: 0, text: 'hm' },
      { type: 'reasoning-delta', candidate: 0, text: ', yes' },
      { type: 'reasoning-end', candidate: 0, signature },
      ...text('so'),
      finish('stop'),
      end,
    ],
  },
  'reasoning with the proofs of other vendors, one of them withheld, before a call': {
    events: [
      start,
      { type: 'reasoning-start', candidate: 0 },
      { type: 'reasoning-delta', candidate: 0, text: 'h' },
      { type: 'reasoning-delta', candidate: 0, text: 'm' },
      { type: 'reasoning-end', candidate: 0, signature: { vendor: 'anthropic', value: 'A==' } },
      { type: 'reasoning-start', candidate: 0 },
      {
        type: 'reasoning-end',
        candidate: 0,
        redactedData: 'R==',
        signature: { vendor: 'anthropic', value: 'R==' },
      },
      { type: 'reasoning-start', candidate: 0 },
      { type: 'reasoning-end', candidate: 0, signature: { vendor: 'openai', value: 'O==' } },
      ...call('one', ['{}']),
      finish('tool-calls'),
      end,
    ],
  },
  'reasoning that used up all tokens': {
    events: [
      start,
      { type: 'reasoning-start', candidate: 0 },
      { type: 'reasoning-delta', candidate: 0, text: 'hm' },
      { type: 'reasoning-end', candidate: 0 },
      finish('length'),
      end,
    ],
  },
  'nothing at all': { events: [start, finish('length'), end] },
  'a withheld prompt': { events: [start, finish('content-filter'), end] },
  'parallel calls': {
    events: [
      start,
      ...call('one', ['{"a":', '1}'], { signature }),
      ...call('two', ['{}']),
      finish('stop'),
      end,
    ],
  },
  'a call without arguments': { events: [start, ...call('one', []), finish('tool-calls'), end] },
  'a call with an overlong id': {
    events: [start, ...call('one', ['{}'], { id: 'x'.repeat(65) }), finish('stop'), end],
  },
  'text before a call': { events: [start, ...text('look'), ...call('one', ['{}']), finish('stop'), end] },
  'a call of a free-text tool': {
    events: [start, ...call('patch', ['{"inp', 'ut":"a \\"b\\""}']), finish('stop'), end],
    fields: { tools: custom },
  },
  'a call for a client of legacy functions': {
    events: [start, ...call('one', ['{"a":', '1}']), ...call('two', ['{}']), finish('stop'), end],
    fields: { functions: [{ name: 'one' }] },
  },
  'a signature in a last empty part': {
    events: [
      start,
      ...text('yes'),
      { type: 'text-start', candidate: 0 },
      { type: 'text-end', candidate: 0, signature },
      finish('stop'),
      end,
    ],
  },
  'two signatures, of which one can be carried': {
    events: [
      start,
      { type: 'text-start', candidate: 0 },
      { type: 'text-delta', candidate: 0, text: 'a' },
      { type: 'text-end', candidate: 0, signature: { vendor: 'gemini', value: 'Zmlyc3Q=' } },
      { type: 'text-start', candidate: 0 },
      { type: 'text-delta', candidate: 0, text: 'b' },
      { type: 'text-end', candidate: 0, signature },
      finish('stop'),
      end,
    ],
  },
  'citations in a second part': {
    events: [
      start,
      ...text('😀 '),
      { type: 'text-start', candidate: 0 },
      { type: 'text-delta', candidate: 0, text: 'ab' },
      { type: 'text-citation', candidate: 0, citation: cited },
      { type: 'text-citation', candidate: 0, citation: { title: 'without address' } },
      { type: 'text-end', candidate: 0 },
      finish('stop'),
      end,
    ],
  },
  'pictures after text': {
    events: [
      start,
      ...text('see'),
      { type: 'media', candidate: 0, part: image },
      { type: 'media', candidate: 0, part: image },
      finish('stop'),
      end,
    ],
  },
  'a picture alone': { events: [start, { type: 'media', candidate: 0, part: image }, finish('stop'), end] },
  sound: { events: [start, { type: 'media', candidate: 0, part: sound }, finish('stop'), end] },
  'a refusal in words': {
    events: [
      start,
      { type: 'refusal-delta', candidate: 0, text: 'I ' },
      { type: 'refusal-delta', candidate: 0, text: 'will not.' },
      finish('refusal'),
      end,
    ],
  },
  'a refusal without words': { events: [start, finish('refusal'), end] },
  logprobs: {
    events: [
      start,
      { type: 'text-start', candidate: 0 },
      {
        type: 'text-delta',
        candidate: 0,
        text: 'a',
        logprobs: [{ token: 'a', logprob: -1, bytes: [97], top_logprobs: [] }],
      },
      {
        type: 'text-delta',
        candidate: 0,
        text: 'b',
        logprobs: [{ token: 'b', logprob: -2, bytes: [98], top_logprobs: [] }],
      },
      { type: 'text-end', candidate: 0 },
      finish('stop'),
      end,
    ],
    fields: { logprobs: true },
  },
  'several candidates, interleaved': {
    events: [
      start,
      { type: 'text-start', candidate: 1 },
      { type: 'text-start', candidate: 0 },
      { type: 'text-delta', candidate: 1, text: 'second' },
      { type: 'text-delta', candidate: 0, text: 'first' },
      { type: 'text-end', candidate: 0 },
      { type: 'text-end', candidate: 1 },
      finish('length', 1),
      finish('stop', 0),
      end,
    ],
    fields: { n: 2 },
  },
  'several candidates of which one failed': {
    events: [start, ...text('a', 0), finish('stop', 0), finish('failed', 1), end],
    fields: { n: 2 },
  },
  'usage that grew, with its last word after the finish': {
    events: [
      { ...start, usage: { inputTokens: 9, estimated: true } },
      { type: 'usage', usage: { inputTokens: 10, outputTokens: 0 } },
      ...text('a'),
      finish('stop'),
      {
        type: 'usage',
        usage: {
          inputTokens: 10,
          outputTokens: 5,
          reasoningTokens: 2,
          cachedInputTokens: 4,
          totalTokens: 15,
        },
      },
      end,
    ],
    fields: { stream_options: { include_usage: true } },
  },
};

describe('what a client gathers from a stream is the whole answer', () => {
  for (const [name, { events, fields }] of Object.entries(answers)) {
    for (const size of [1, 2, 7, 4096]) {
      it(`${name}, read in pieces of ${size}`, () => {
        const fold = createStreamFold();
        for (const event of events) fold.push(event);
        const answer = fold.answer();
        if (answer === undefined) throw new Error('the events are no whole answer');
        const whole = renderAnswer(answer, contextOf(fields));
        // Gathered calls keep the index by which they were gathered.
        const gathered = gatherChunks(chunksOf(events, fields, size));
        expect(JSON.parse(withoutCallIndex(gathered))).toEqual(JSON.parse(JSON.stringify(whole)));
      });
    }
  }
});

function withoutCallIndex(answer: unknown): string {
  return JSON.stringify(answer, (name, value: unknown) => {
    if (name !== 'tool_calls' || !Array.isArray(value)) return value;
    return value.map((item: object) =>
      Object.fromEntries(Object.entries(item).filter(([field]) => field !== 'index')),
    );
  });
}

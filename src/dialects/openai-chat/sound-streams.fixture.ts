// Streams that are whole, each in the manner of some service, and what they say.

import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { chunk, DONE, sse } from './provider-request.fixture.ts';

const usage = { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 };
const usageChunk: JsonObject = { ...chunk({}), choices: [], usage };
const stop = chunk({}, 'stop');
const text = (said: string) => ({ type: 'text', text: said });

interface Sound {
  readonly text: string;
  readonly parts: readonly unknown[];
  readonly finish: unknown;
  readonly request?: Partial<CanonRequest>;
}

/** By what is particular about them. */
export const soundStreams: Record<string, Sound> = {
  'text in deltas, the finish, usage and the end': {
    text:
      sse([
        chunk({ role: 'assistant', content: '' }),
        chunk({ content: 'ü€' }),
        chunk({ content: '😀' }),
        stop,
        usageChunk,
      ]) + DONE,
    parts: [text('ü€😀')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'no [DONE]': {
    text: sse([chunk({ content: 'a' }), stop]),
    parts: [text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'comments, blank lines, carriage returns and words that are no events between': {
    text: `: OPENROUTER PROCESSING\n\n\n${sse([chunk({ content: 'a' })])}data: ping\r\n\r\n${sse([chunk({ content: 'b' }), stop])}`,
    parts: [text('ab')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'a last event without a blank line': {
    text: `${sse([chunk({ content: 'a' })])}data: ${JSON.stringify(stop)}`,
    parts: [text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'the ratings of the prompt before anything else': {
    text:
      sse([{ id: '', model: '', choices: [], prompt_filter_results: [] }, chunk({ content: 'a' }), stop]) +
      DONE,
    parts: [text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'empty words for "not finished yet"': {
    text: sse([chunk({ content: 'a' }, ''), stop]) + DONE,
    parts: [text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'two finishes': {
    text: sse([chunk({ content: 'a' }), stop, stop]) + DONE,
    parts: [text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'a whole answer, though a stream was asked for': {
    text: JSON.stringify(
      {
        id: 'chatcmpl-1',
        model: 'm-1',
        choices: [{ index: 0, message: { role: 'assistant', content: 'a' }, finish_reason: 'stop' }],
      },
      null,
      2,
    ),
    parts: [text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'the whole message beside each delta': {
    text: sse([
      chunk({ content: 'a' }, null, { message: { content: 'a' } }),
      chunk({ content: 'b' }, 'stop', { message: { content: 'ab' } }),
    ]),
    parts: [text('ab')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'thoughts before the text': {
    text: sse([
      chunk({ reasoning_content: 'h' }),
      chunk({ reasoning_content: 'm', content: null }),
      chunk({ content: 'a' }),
      stop,
    ]),
    parts: [{ type: 'reasoning', text: 'hm' }, text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'thoughts under two names at once, with their proof': {
    text: sse([
      chunk({
        reasoning: 'hm',
        reasoning_details: [{ type: 'reasoning.text', text: 'hm', format: 'anthropic-claude-v1' }],
      }),
      chunk({
        reasoning_details: [{ type: 'reasoning.text', signature: 'S', format: 'anthropic-claude-v1' }],
      }),
      chunk({ content: 'a' }),
      stop,
    ]),
    parts: [{ type: 'reasoning', text: 'hm', signature: { vendor: 'anthropic', value: 'S' } }, text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'thoughts as parts of the content': {
    text: sse([
      chunk({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }] }),
      chunk({ content: [{ type: 'text', text: 'a' }] }),
      stop,
    ]),
    parts: [{ type: 'reasoning', text: 'hm' }, text('a')],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'a refusal': {
    text: sse([chunk({ refusal: 'I ' }), chunk({ refusal: 'will not' }), stop]),
    parts: [{ type: 'refusal', text: 'I will not' }],
    finish: { kind: 'refusal', raw: 'stop' },
  },
  'citations after the text': {
    text: sse([
      chunk({ content: 'abc' }),
      chunk({
        annotations: [
          {
            type: 'url_citation',
            url_citation: { url: 'https://a.example', title: 'A', start_index: 0, end_index: 3 },
          },
        ],
      }),
      stop,
    ]),
    parts: [{ ...text('abc'), citations: [{ url: 'https://a.example', title: 'A', start: 0, end: 3 }] }],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'sources of the answer as a whole, repeated in each chunk': {
    text: sse([
      { ...chunk({ content: 'a' }), citations: ['https://a.example'] },
      { ...stop, citations: ['https://a.example'] },
    ]),
    parts: [{ ...text('a'), citations: [{ url: 'https://a.example' }] }],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'an image': {
    text: sse([
      chunk({
        content: 'a',
        images: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,QUJD' } }],
      }),
      stop,
    ]),
    parts: [
      text('a'),
      { type: 'media', kind: 'image', mimeType: 'image/png', source: { type: 'inline', data: 'QUJD' } },
    ],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'sound in pieces, each base64 of its own': {
    text: sse([
      chunk({ audio: { id: 'x', transcript: 'hi' } }),
      chunk({ audio: { data: 'QQ==' } }),
      chunk({ audio: { data: 'Qg==' } }),
      stop,
    ]),
    parts: [text('hi'), { type: 'media', kind: 'audio', source: { type: 'inline', data: 'QUI=' } }],
    finish: { kind: 'stop', raw: 'stop' },
  },
  'a ceiling': {
    text: sse([chunk({ content: 'a' }), chunk({}, 'length')]) + DONE,
    parts: [text('a')],
    finish: { kind: 'length', raw: 'length' },
  },
  'a stop sequence that the server names': {
    text: sse([chunk({ content: 'a' }), chunk({}, 'stop', { stop_reason: 'END' })]) + DONE,
    parts: [text('a')],
    finish: { kind: 'stop-sequence', raw: 'stop', stopSequence: 'END' },
    request: { stop: ['END'] },
  },
  'a word that nobody knows': {
    text: sse([chunk({ content: 'a' }), chunk({}, 'insufficient_system_resource')]) + DONE,
    parts: [text('a')],
    finish: { kind: 'failed', raw: 'insufficient_system_resource' },
  },
  "the words of Google's endpoint": {
    text: sse([chunk({ content: 'a' }), chunk({}, 'content_filter: RECITATION')]) + DONE,
    parts: [text('a')],
    finish: { kind: 'content-filter', raw: 'content_filter: RECITATION' },
  },
};

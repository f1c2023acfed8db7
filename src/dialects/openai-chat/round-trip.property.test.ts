import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonAnswer } from '../../canon/answer.ts';
import type { ContentPart, TextPart } from '../../canon/content.ts';
import { createLoss } from '../../canon/loss.ts';
import type { CanonRequest, Message } from '../../canon/request.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import type { JsonValue } from '../../lib/json.ts';
import { parseOpenaiAnswer } from './parse-answer.ts';
import { parseRequest } from './parse-request.ts';
import { fold, makeRequest, parseChunks, render } from './provider-request.fixture.ts';
import { renderAnswer } from './render-answer.ts';
import { createStreamRenderer } from './render-stream.ts';

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,10}$/u);
const text: fc.Arbitrary<TextPart> = word.map((said) => ({ type: 'text', text: said }));
const args = fc
  .dictionary(name, fc.oneof(fc.integer(), word, fc.boolean()))
  .map((value) => JSON.stringify(value));

/** An assistant that calls and gets its results, or one that only speaks. */
const turn: fc.Arbitrary<readonly Message[]> = fc.oneof(
  text.map((part): Message[] => [{ role: 'assistant', parts: [part] }]),
  fc
    .tuple(
      fc.uniqueArray(fc.stringMatching(/^[\w-]{1,64}$/u), { minLength: 1, maxLength: 3 }),
      name,
      args,
      text,
    )
    .map(([ids, tool, argumentsJson, answer]): Message[] => [
      {
        role: 'assistant',
        parts: ids.map((id) => ({ type: 'tool-call', id, idFromModel: true, name: tool, argumentsJson })),
      },
      {
        role: 'user',
        parts: ids.map((callId) => ({
          type: 'tool-result',
          callId,
          name: tool,
          parts: [answer],
          isError: false,
        })),
      },
    ]),
);

const messages = fc
  .array(fc.tuple(fc.array(text, { minLength: 1, maxLength: 3 }), turn), { minLength: 1, maxLength: 4 })
  .map((turns) => turns.flatMap(([parts, rest]): Message[] => [{ role: 'user', parts }, ...rest]));

const request: fc.Arbitrary<CanonRequest> = fc
  .record(
    {
      messages,
      system: fc.array(text, { maxLength: 2 }),
      sampling: fc.record(
        {
          temperature: fc.double({ min: 0, max: 2, noNaN: true }),
          topP: fc.double({ min: 0, max: 1, noNaN: true }),
          seed: fc.integer(),
          topLogprobs: fc.integer({ min: 0, max: 20 }),
        },
        { requiredKeys: [] },
      ),
      stop: fc.array(word, { maxLength: 4 }),
      maxOutputTokens: fc.integer({ min: 1, max: 1e6 }),
      stream: fc.boolean(),
      tools: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }).map((names) =>
        names.map((tool) => ({
          type: 'function' as const,
          name: tool,
          description: 'd',
          parameters: { type: 'object', properties: {} },
        })),
      ),
      reasoning: fc.constantFrom('none', 'low', 'high').map((effort) => ({ effort }) as const),
      parallelToolCalls: fc.boolean(),
      userId: name,
      extras: fc
        .record({
          service_tier: name,
          verbosity: name,
          prompt_cache_key: name,
          metadata: fc.dictionary(name, word),
        })
        .map((fields) => ({ 'openai-chat': fields })),
    },
    { requiredKeys: ['messages', 'system', 'sampling', 'stop', 'stream', 'tools'] },
  )
  .map((fields) => makeRequest(fields));

/** What one assistant says: thoughts, text, calls. */
const parts: fc.Arbitrary<readonly ContentPart[]> = fc
  .tuple(
    fc.option(word, { nil: undefined }),
    fc.option(word, { nil: undefined }),
    fc.uniqueArray(fc.stringMatching(/^[\w-]{1,64}$/u), { maxLength: 3 }),
    name,
    args,
  )
  .map(([thought, said, ids, tool, argumentsJson]) => {
    const spoken: ContentPart[] = [];
    if (thought !== undefined) spoken.push({ type: 'reasoning', text: thought });
    if (said !== undefined) spoken.push({ type: 'text', text: said });
    for (const id of ids) {
      spoken.push({ type: 'tool-call', id, idFromModel: true, name: tool, argumentsJson });
    }
    return spoken;
  });

const answer: fc.Arbitrary<CanonAnswer> = parts.map((said) => ({
  id: 'chatcmpl-1',
  model: 'm',
  candidates: [
    {
      index: 0,
      parts: said,
      finish: {
        kind: said.some(({ type }) => type === 'tool-call') ? ('tool-calls' as const) : ('stop' as const),
      },
    },
  ],
  usage: { inputTokens: 3, outputTokens: 4, totalTokens: 7 },
}));

const context = (asked: CanonRequest) => ({ nowMs: 0, requestId: 'r', request: asked });
/** What no wire format holds apart: fields that are not there and fields that are undefined. */
const bare = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function withoutRaw(value: CanonAnswer | undefined): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) => (key === 'raw' ? undefined : inner));
}

/** The events that an answer would have come in. */
function eventsOf({ id, model, candidates, usage }: CanonAnswer): StreamEvent[] {
  const events: StreamEvent[] = [{ type: 'answer-start', id, model }];
  for (const { index: candidate, parts: said, finish } of candidates) {
    for (const part of said) {
      if (part.type === 'text' || part.type === 'reasoning') {
        events.push({ type: `${part.type}-start`, candidate });
        for (const piece of part.text) events.push({ type: `${part.type}-delta`, candidate, text: piece });
        events.push({ type: `${part.type}-end`, candidate });
      } else if (part.type === 'tool-call') {
        events.push({ type: 'tool-call-start', candidate, id: part.id, idFromModel: true, name: part.name });
        for (const json of part.argumentsJson) events.push({ type: 'tool-call-delta', candidate, json });
        events.push({ type: 'tool-call-end', candidate });
      }
    }
    events.push({ type: 'finish', candidate, finish });
  }
  if (usage) events.push({ type: 'usage', usage });
  return [...events, { type: 'answer-end' }];
}

describe('a request that is rendered and parsed again', () => {
  it('is the same, as far as the canon reaches', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const { body, loss } = render(asked, { openaiFields: true });
        const again = parseRequest(bare(body) as Record<string, JsonValue>, createLoss());
        expect(loss).toEqual([]);
        // Usage is always asked for in a stream; whether thoughts are shown has no field here.
        const { effort } = again.reasoning ?? {};
        const reached = { ...again, reasoning: effort && { effort } };
        expect(bare(reached)).toEqual(bare({ ...asked, includeUsage: asked.stream }));
      }),
    );
  });
});

describe('an answer that is rendered and parsed again', () => {
  it('is the same, whole or streamed, however it is cut', () => {
    fc.assert(
      fc.property(answer, fc.integer({ min: 1, max: 50 }), (given, size) => {
        const asked = makeRequest({ includeUsage: true });
        const whole = parseOpenaiAnswer(bare(renderAnswer(given, context(asked))) as JsonValue, asked);
        expect(withoutRaw(whole)).toEqual(withoutRaw(given));
        const renderer = createStreamRenderer(context(asked));
        const bytes = Buffer.from(
          eventsOf(given)
            .map((event) => renderer.render(event))
            .join(''),
        );
        const chunks: Buffer[] = [];
        for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
        expect(withoutRaw(fold(parseChunks(chunks, { includeUsage: true })))).toEqual(withoutRaw(given));
      }),
    );
  });
});

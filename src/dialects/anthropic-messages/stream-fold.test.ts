// A streamed message must tell exactly what the whole one tells, whatever its parts and wherever it is cut.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonAnswer } from '../../canon/answer.ts';
import type { ContentPart, MediaPart, ServerToolPart, Signature, TextPart } from '../../canon/content.ts';
import type { Finish } from '../../canon/finish.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import type { Usage } from '../../canon/usage.ts';
import type { JsonValue } from '../../lib/json.ts';
import type { RenderAnswerContext } from '../dialect.ts';
import { foldMessage } from './fold-message.fixture.ts';
import { renderAnswer } from './render-answer.ts';
import { createStreamRenderer } from './render-stream.ts';

const empty = { system: [], messages: [], tools: [], stop: [], sampling: {} };
const request: CanonRequest = { ...empty, model: 'claude-sonnet-5', stream: true, includeUsage: true };
const context: RenderAnswerContext = {
  nowMs: 0,
  requestId: 'r1',
  request: { ...request, reasoning: { effort: 'high', includeSummary: true } },
};
const usage: Usage = { inputTokens: 100, cachedInputTokens: 60, outputTokens: 30, reasoningTokens: 12 };
const signed: Signature = { vendor: 'gemini', value: 'CpcB/+=' };

function render(events: readonly StreamEvent[], using: RenderAnswerContext): string {
  const renderer = createStreamRenderer(using);
  return events.map((event) => renderer.render(event)).join('');
}

function wholeMessage(answer: CanonAnswer, using: RenderAnswerContext): unknown {
  return JSON.parse(JSON.stringify(renderAnswer(answer, using)));
}

/** Tells a whole answer as the events that a parser would make of it, deltas cut into pieces of `piece` characters. */
function eventsOf(answer: CanonAnswer, piece: number): readonly StreamEvent[] {
  const events: StreamEvent[] = [{ type: 'answer-start', id: answer.id, model: answer.model }];
  for (const { index, parts, finish } of answer.candidates) {
    for (const part of parts) events.push(...eventsOfPart(part, index, piece));
    events.push({ type: 'finish', candidate: index, finish });
  }
  if (answer.usage !== undefined) events.push({ type: 'usage', usage: answer.usage });
  return [...events, { type: 'answer-end' }];
}

function eventsOfPart(part: ContentPart, candidate: number, piece: number): readonly StreamEvent[] {
  switch (part.type) {
    case 'text':
      return [
        { type: 'text-start', candidate },
        ...cut(part.text, piece).map((text) => ({ type: 'text-delta' as const, candidate, text })),
        ...(part.citations ?? []).map((citation) => ({
          type: 'text-citation' as const,
          candidate,
          citation,
        })),
        { type: 'text-end', candidate, signature: part.signature },
      ];
    case 'reasoning':
      return [
        { type: 'reasoning-start', candidate },
        ...cut(part.text, piece).map((text) => ({ type: 'reasoning-delta' as const, candidate, text })),
        { type: 'reasoning-end', candidate, signature: part.signature, redactedData: part.redactedData },
      ];
    case 'tool-call':
      return [
        { ...part, type: 'tool-call-start', candidate },
        ...cut(part.argumentsJson, piece).map((json) => ({
          type: 'tool-call-delta' as const,
          candidate,
          json,
        })),
        { type: 'tool-call-end', candidate },
      ];
    case 'refusal':
      return [{ type: 'refusal-delta', candidate, text: part.text }];
    case 'tool-result':
      return [];
    default:
      return [
        part.type === 'media' ? { type: 'media', candidate, part } : { type: 'server-tool', candidate, part },
      ];
  }
}

function cut(text: string, piece: number): readonly string[] {
  return text.match(new RegExp(`.{1,${piece}}`, 'gsu')) ?? [''];
}

function answerOf(parts: readonly ContentPart[], kind: Finish['kind'] = 'stop'): CanonAnswer {
  return { id: 'a', model: 'gemini-3.8-flash', candidates: [{ index: 0, parts, finish: { kind } }], usage };
}

function say(text: string, more: Partial<TextPart> = {}): ContentPart {
  return { type: 'text', text, ...more };
}

function think(text: string, signature?: Signature, redactedData?: string): ContentPart {
  return { type: 'reasoning', text, signature, redactedData };
}

function call(id: string, argumentsJson: string, signature?: Signature): ContentPart {
  return { type: 'tool-call', id, idFromModel: true, name: 'get_weather', argumentsJson, signature };
}

function searched(phase: ServerToolPart['phase'], data: JsonValue): ContentPart {
  return { type: 'server-tool', phase, id: 's', name: 'web_search', data };
}

const image: MediaPart = { type: 'media', kind: 'image', source: { type: 'url', url: 'https://x.example/' } };
const hit = { url: 'https://x.example/', title: 'X' };

const scenarios: readonly (readonly [string, readonly ContentPart[], Finish['kind']?])[] = [
  ['plain text', [say('It is 20 °C — “warm”.\n')]],
  ['reasoning before text', [think('Hm.', signed), say('Yes.')]],
  ['signed text before a signed call', [say('So.', { signature: signed }), call('a', '{}', signed)]],
  ['an empty text that only carries a signature', [say('So.'), say('', { signature: signed })]],
  ['unsigned reasoning before a signed call', [think('Call it.'), call('a', '{"n":1}', signed)]],
  ['signed reasoning before a signed call', [think('a', signed), call('a', '{}', signed)]],
  ['a signed call without reasoning', [call('a', '{"city":"Oslo"}', signed)]],
  ['parallel calls', [call('a', '{"x":1}', signed), call('b', '{"x":2}'), call('c', '{}')]],
  ['a call without arguments', [call('a', '')]],
  ['empty text before a signed call', [think('r'), say(''), call('a', '{}', signed)]],
  ['an empty text with a signature at the end', [say('Hi'), say('', { signature: signed })]],
  ['MAX_TOKENS with no parts', [], 'length'],
  ['MAX_TOKENS in the middle of reasoning', [think('so far')], 'length'],
  ['redacted reasoning', [think('', { vendor: 'anthropic', value: 'x1' }, 'x1')]],
  ['encrypted reasoning with a summary', [think('sum', { vendor: 'openai', value: 'e' }, 'e')]],
  ['cited text', [say('So says X.', { citations: [hit] })]],
  [
    'a search that the provider ran',
    [searched('call', { q: 'x' }), searched('result', [hit]), say('Found.')],
  ],
  ['an image', [say('Here:'), image]],
  ['a refusal', [say('Well.'), { type: 'refusal', text: 'I will not.' }]],
  ['a withheld answer', [], 'content-filter'],
];

describe('a streamed message', () => {
  for (const [name, parts, kind] of scenarios) {
    it(`folds to the whole message at any split: ${name}`, () => {
      const answer = answerOf(parts, kind);
      for (const piece of [1, 3, 1000]) {
        const wire = render(eventsOf(answer, piece), context);
        for (const chunkBytes of [1, 7, 4096]) {
          expect(foldMessage(wire, chunkBytes)).toEqual(wholeMessage(answer, context));
        }
      }
    });
  }

  it('keeps the grammar and folds to the whole message for every order of parts', () => {
    const anyParts = fc.array(fc.constantFrom(...scenarios.flatMap(([, parts]) => parts)), { maxLength: 8 });
    const anyFinish = fc.constantFrom<Finish['kind']>('stop', 'length', 'tool-calls', 'content-filter');
    const anyPiece = fc.integer({ min: 1, max: 9 });
    const hidden = { ...context, request: { ...request, reasoning: { includeSummary: false } } };
    const unasked = { ...context, request: { ...request, reasoning: { budgetTokens: 0 } } };
    fc.assert(
      fc.property(
        anyParts,
        anyFinish,
        anyPiece,
        fc.constantFrom(context, hidden, unasked),
        (parts, kind, piece, using) => {
          // A refusal has no end of its own, so two in a row are one.
          fc.pre(parts.every(({ type }, at) => type !== 'refusal' || parts[at + 1]?.type !== 'refusal'));
          const answer = answerOf(parts, kind);
          const message = foldMessage(render(eventsOf(answer, piece), using), 4096);
          expect(message).toEqual(wholeMessage(answer, using));
        },
      ),
      { numRuns: 500, seed: 20_261_121 },
    );
  });

  it('keeps the grammar even for events in an order that no parser should give', () => {
    const all = scenarios.flatMap(([, parts]) => eventsOf(answerOf(parts), 2));
    const events = all.filter(({ type }) => type !== 'answer-end');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 20 }), (shuffled) => {
        const finish: StreamEvent = { type: 'finish', candidate: 0, finish: { kind: 'stop' } };
        const wire = render([...shuffled, finish, { type: 'answer-end' }], context);
        expect(foldMessage(wire, 4096)).toHaveProperty('stop_reason');
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});

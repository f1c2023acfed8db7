// A streamed message must tell exactly what the whole one tells, whatever its parts and wherever it is cut. The reader
// here shares no code with the renderer and refuses every illegal order of events.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonAnswer } from '../../canon/answer.ts';
import type { ContentPart, MediaPart, ServerToolPart, Signature, TextPart } from '../../canon/content.ts';
import type { Finish } from '../../canon/finish.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import type { Usage } from '../../canon/usage.ts';
import { isObject, tryParseJson, type JsonObject, type JsonValue } from '../../lib/json.ts';
import type { RenderAnswerContext } from '../dialect.ts';
import { renderAnswer } from './render-answer.ts';
import { createStreamRenderer } from './render-stream.ts';

type ReadEvent = JsonObject & { readonly type: string };

function check(holds: boolean, complaint: string): void {
  if (!holds) throw new Error(complaint);
}

function object(value: unknown): JsonObject {
  if (!isObject(value)) throw new Error('expected an object');
  return value;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error('expected a string');
  return value;
}

/** Reads server-sent events from text that arrives in pieces of `chunkBytes` bytes. */
function readEvents(wire: string, chunkBytes: number): readonly ReadEvent[] {
  const bytes = Buffer.from(wire);
  const decoder = new TextDecoder();
  const events: ReadEvent[] = [];
  let held = '';
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    held += decoder.decode(bytes.subarray(at, at + chunkBytes), { stream: true });
    for (let end = held.indexOf('\n\n'); end !== -1; end = held.indexOf('\n\n')) {
      events.push(readEvent(held.slice(0, end)));
      held = held.slice(end + 2);
    }
  }
  check(held === '', 'the stream ends within an event');
  return events;
}

function readEvent(frame: string): ReadEvent {
  const match = /^event: (\w+)\ndata: (.*)$/u.exec(frame);
  const data = object(tryParseJson(match?.[2] ?? ''));
  const type = text(data['type']);
  check(type === match?.[1], 'the name is not the type');
  return { ...data, type };
}

/** Folds a whole stream into its message. Throws at the first event that is out of place. */
function foldMessage(events: readonly ReadEvent[]): JsonObject {
  let message: JsonObject | undefined;
  const content: JsonObject[] = [];
  let open: JsonObject | undefined;
  let state: 'before' | 'blocks' | 'delta' | 'stopped' = 'before';
  for (const event of events) {
    if (event.type === 'ping') continue;
    if (event.type.startsWith('content_block')) {
      check(state === 'blocks' && event['index'] === content.length, 'a block out of place');
    }
    switch (event.type) {
      case 'message_start':
        check(state === 'before', 'a second message_start');
        message = object(event['message']);
        check(message['stop_reason'] === null, 'a stop reason at the start');
        state = 'blocks';
        break;
      case 'content_block_start':
        check(open === undefined, 'two open blocks');
        open = { ...object(event['content_block']) };
        break;
      case 'content_block_delta':
        if (open === undefined) throw new Error('a delta without a block');
        applyDelta(open, object(event['delta']));
        break;
      case 'content_block_stop':
        if (open === undefined) throw new Error('a stop without a block');
        content.push(closeBlock(open));
        open = undefined;
        break;
      case 'message_delta':
        check(state === 'blocks' && open === undefined, 'message_delta out of place');
        state = 'delta';
        message = {
          ...message,
          ...object(event['delta']),
          usage: { ...object(message?.['usage']), ...object(event['usage']) },
        };
        break;
      case 'message_stop':
        check(state === 'delta', 'message_stop out of place');
        state = 'stopped';
        break;
      default:
        throw new Error(`unexpected ${event.type}`);
    }
  }
  check(state === 'stopped', 'the stream did not stop');
  return { ...message, content };
}

const deltaFields: Readonly<Record<string, string>> = {
  'text/text_delta': 'text',
  'thinking/thinking_delta': 'thinking',
  'thinking/signature_delta': 'signature',
  'tool_use/input_json_delta': 'partial_json',
  'server_tool_use/input_json_delta': 'partial_json',
};

function applyDelta(block: JsonObject, delta: JsonObject): void {
  const kind = `${text(block['type'])}/${text(delta['type'])}`;
  check(block['type'] !== 'thinking' || block['signature'] === '', 'a delta after the signature');
  const field = deltaFields[kind];
  if (field !== undefined) block[field] = text(block[field] ?? '') + text(delta[field]);
  else if (kind !== 'text/citations_delta') throw new Error(`illegal ${kind}`);
  else
    block['citations'] = [...((block['citations'] as JsonObject[] | null) ?? []), object(delta['citation'])];
}

/** Takes the collected JSON text of the input, where the block has one. */
function closeBlock({ partial_json: json, ...block }: JsonObject): JsonObject {
  return json === undefined ? block : { ...block, input: tryParseJson(text(json)) ?? json };
}

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
          expect(foldMessage(readEvents(wire, chunkBytes))).toEqual(wholeMessage(answer, context));
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
          const message = foldMessage(readEvents(render(eventsOf(answer, piece), using), 4096));
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
        expect(foldMessage(readEvents(wire, 4096))).toHaveProperty('stop_reason');
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});

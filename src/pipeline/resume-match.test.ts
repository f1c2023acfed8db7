import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createStreamFold } from '../canon/fold-stream.ts';
import type { StreamEvent } from '../canon/stream-event.ts';
import { ResumeAppend, type Continuation } from './resume-append.ts';
import { ResumeMatch } from './resume-match.ts';
import { ResumeRecord } from './resume-record.ts';

type Part = readonly ['text' | 'reasoning' | 'call' | 'refusal', string];

const candidate = 0;
const part: fc.Arbitrary<Part> = fc.oneof(
  fc.tuple(
    fc.constantFrom('text' as const, 'reasoning' as const),
    fc.string({ minLength: 1, maxLength: 30 }),
  ),
  fc.tuple(fc.constant('call' as const), fc.json({ maxDepth: 1 })),
  fc.tuple(fc.constant('refusal' as const), fc.string({ minLength: 1, maxLength: 30 })),
);
/** No two refusals in a row: they are one. */
const answer = fc
  .array(part, { minLength: 1, maxLength: 4 })
  .filter((parts) => parts.every(([kind], i) => kind !== 'refusal' || parts[i + 1]?.[0] !== 'refusal'));
const size = fc.integer({ min: 1, max: 9 });

function piecesOf(text: string, length: number): string[] {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, i) =>
    text.slice(i * length, (i + 1) * length),
  );
}

function eventsOf(parts: readonly Part[], length: number, callId: string): StreamEvent[] {
  const content = parts.flatMap(([kind, text], index): StreamEvent[] => {
    const pieces = piecesOf(text, length);
    switch (kind) {
      case 'call': {
        const id = `${callId}${index}`;
        return [
          { type: 'tool-call-start', candidate, id, idFromModel: true, name: 'act' },
          ...pieces.map((json): StreamEvent => ({ type: 'tool-call-delta', candidate, json })),
          { type: 'tool-call-end', candidate },
        ];
      }
      case 'refusal':
        return pieces.map((piece) => ({ type: 'refusal-delta', candidate, text: piece }));
      default:
        return [
          { type: `${kind}-start`, candidate },
          ...pieces.map((piece): StreamEvent => ({ type: `${kind}-delta`, candidate, text: piece })),
          { type: `${kind}-end`, candidate },
        ];
    }
  });
  return [
    { type: 'answer-start', model: callId },
    ...content,
    { type: 'finish', candidate, finish: { kind: 'stop' } },
    { type: 'answer-end' },
  ];
}

function partsOf(events: readonly StreamEvent[]): unknown {
  const fold = createStreamFold();
  for (const event of events) fold.push(event);
  // Ids are whoever's answer came first where a call was begun.
  return fold.answer()?.candidates[0]?.parts.map((given) => Object.assign(given, { id: '' }));
}

/** The record after a stream that broke off behind so many events. */
function brokenAfter(events: readonly StreamEvent[], count: number): ResumeRecord {
  const record = new ResumeRecord();
  for (const event of events.slice(0, count)) record.note(event);
  return record;
}

function pushAll(continuation: Continuation, events: readonly StreamEvent[]): void {
  for (const event of events) continuation.push(event);
}

it('goes on with an answer that begins alike, however either is cut into pieces', () => {
  fc.assert(
    fc.property(answer, size, size, fc.nat(), (parts, first, second, at) => {
      const before = eventsOf(parts, first, 'a');
      const record = brokenAfter(before, 1 + (at % (before.length - 2)));
      const match = new ResumeMatch(record.parts() ?? [], (event) => record.note(event));
      pushAll(match, eventsOf(parts, second, 'b'));
      expect(match.diverged).toBe(false);
      expect(partsOf(record.events)).toEqual(partsOf(before));
    }),
    { seed: 11, numRuns: 500 },
  );
});

it('says nothing of an answer that begins otherwise', () => {
  fc.assert(
    fc.property(answer, size, size, fc.nat(), fc.nat(), (parts, first, second, which, where) => {
      const changed = parts.map(([kind, text], index): Part => {
        if (index !== which % parts.length || kind === 'call') return [kind, text];
        const place = where % text.length;
        return [kind, `${text.slice(0, place)}${text[place] === 'x' ? 'y' : 'x'}${text.slice(place + 1)}`];
      });
      fc.pre(changed.some(([, text], index) => text !== parts[index]?.[1]));
      const before = eventsOf(parts, first, 'a');
      // All of it was delivered but the finish.
      const record = brokenAfter(before, before.length - 2);
      const said: StreamEvent[] = [];
      const match = new ResumeMatch(record.parts() ?? [], (event) => said.push(event));
      pushAll(match, eventsOf(changed, second, 'b'));
      expect([match.diverged, said.filter((event) => 'candidate' in event)]).toEqual([true, []]);
    }),
    { seed: 12, numRuns: 500 },
  );
});

it.each([
  ['shorter', [['text', 'one two']]],
  ['longer where the part was closed', [['text', 'one two three four']]],
  [
    'another call',
    [
      ['text', 'one two three'],
      ['reasoning', 'x'],
    ],
  ],
] as const)('gives up an answer that is %s', (_how, parts) => {
  const before = eventsOf(
    [
      ['text', 'one two three'],
      ['call', '{"a":1}'],
    ],
    4,
    'a',
  );
  const record = brokenAfter(before, before.length - 2);
  const match = new ResumeMatch(record.parts() ?? [], () => {});
  pushAll(match, eventsOf(parts, 3, 'b'));
  expect(match.diverged).toBe(true);
});

it('takes arguments that are only spaced otherwise for the same call', () => {
  const before = eventsOf(
    [
      ['call', '{"a":1,"b":[2]}'],
      ['text', 'done'],
    ],
    5,
    'a',
  );
  const record = brokenAfter(before, 7);
  const match = new ResumeMatch(record.parts() ?? [], (event) => record.note(event));
  pushAll(
    match,
    eventsOf(
      [
        ['call', '{ "a": 1, "b": [ 2 ] }'],
        ['text', 'done'],
      ],
      3,
      'b',
    ),
  );
  expect([match.diverged, partsOf(record.events)]).toEqual([false, partsOf(before)]);
});

it('joins the rest to a beginning, whose last white space it may repeat', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 2, maxLength: 60 }),
      size,
      size,
      fc.nat(),
      (whole, first, second, at) => {
        const cut = 1 + (at % (whole.length - 1));
        const begun = whole.slice(0, cut);
        fc.pre(begun.trim() !== '');
        const before = eventsOf([['text', begun]], first, 'a');
        const record = brokenAfter(before, before.length - 3);
        const append = new ResumeAppend(begun, 3, (event) => record.note(event));
        // The model was shown the beginning without the white space at its end.
        const rest = whole.slice(begun.trimEnd().length);
        pushAll(append, eventsOf(rest === '' ? [] : [['text', rest]], second, 'b'));
        expect(partsOf(record.events)).toEqual(partsOf(eventsOf([['text', whole]], 7, 'a')));
      },
    ),
    { seed: 13, numRuns: 500 },
  );
});

it('counts a beginning that was given as answer, not as prompt', () => {
  const said: StreamEvent[] = [];
  const append = new ResumeAppend('begun', 20, (event) => said.push(event));
  append.push({ type: 'usage', usage: { inputTokens: 100, outputTokens: 5, totalTokens: 105 } });
  expect(said).toMatchObject([
    { type: 'usage', usage: { inputTokens: 80, outputTokens: 25, totalTokens: 105, estimated: true } },
  ]);
});

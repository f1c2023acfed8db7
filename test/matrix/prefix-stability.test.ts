// Providers keep the beginning of a prompt in a cache and look for it byte by byte: what a conversation became for its
// provider in one turn must stand unchanged at the beginning of what it becomes in the next. Every door, every provider.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLoss } from '../../src/canon/loss.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { clientFaces, providerFaces } from '../fuzz/faces.ts';
import { providerNames, type ProviderName } from '../fuzz/plan.ts';
import type { Door } from './door.ts';
import { doors } from './providers.ts';
import type { Medium, OfferedTool, Piece, Turn } from './scenario.ts';
import { thoughtfulTurns } from './thoughtful-turns.ts';

const MODELS: Readonly<Record<ProviderName, string>> = {
  chat: 'gpt-4.1',
  responses: 'gpt-4.1',
  messages: 'claude-sonnet-4-6',
  gemini: 'gemini-3.8-flash',
};
/** Where each dialect keeps what was said. */
const TURNS: Readonly<Record<ProviderName, string>> = {
  chat: 'messages',
  responses: 'input',
  messages: 'messages',
  gemini: 'contents',
};
const FACES = {
  'openai-chat': clientFaces.chat,
  'openai-responses': clientFaces.responses,
  'anthropic-messages': clientFaces.messages,
  gemini: clientFaces.gemini,
} as const;

function render(dialect: Door['dialect'], body: JsonObject, provider: ProviderName): JsonObject {
  const model = MODELS[provider];
  const request = FACES[dialect].parseRequest({ ...body, model }, createLoss());
  const rendered = providerFaces[provider].renderRequest(request, {
    loss: createLoss(),
    model,
    recallSignature: () => undefined,
  });
  // As it is sent: what is undefined is not there.
  return JSON.parse(JSON.stringify(rendered)) as JsonObject;
}

/** Where a request does not stand at the beginning of the next; what was said last may be joined with what follows. */
function findShifts(
  dialect: Door['dialect'],
  bodies: readonly JsonObject[],
  provider: ProviderName,
): string[] {
  const shifts: string[] = [];
  let before: readonly unknown[] = [];
  let around: string | undefined;
  for (const [at, body] of bodies.entries()) {
    const { [TURNS[provider]]: turns, ...rest } = render(dialect, body, provider);
    const said = turns as readonly unknown[];
    if (JSON.stringify(said.slice(0, before.length)) !== JSON.stringify(before))
      shifts.push(`turn ${at} does not begin as the one before: ${JSON.stringify([before, said])}`);
    around ??= JSON.stringify(rest);
    if (JSON.stringify(rest) !== around)
      shifts.push(`turn ${at} changes ${around} to ${JSON.stringify(rest)}`);
    if (JSON.stringify(render(dialect, body, provider)[TURNS[provider]]) !== JSON.stringify(said))
      shifts.push(`turn ${at} is another each time`);
    before = said.slice(0, -1);
  }
  return shifts;
}

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((text) => `say ${text}`);
const image: Medium = { kind: 'image', mimeType: 'image/png', data: 'iVBORw0KGgo=' };
const asked: fc.Arbitrary<readonly Piece[]> = fc
  .tuple(word, fc.boolean())
  .map(([text, pictured]) => (pictured ? [text, image] : [text]));
const toolNames = ['get_weather', 'zeta', 'alpha'] as const;
const tools: readonly OfferedTool[] = toolNames.map((name) => ({
  name,
  description: `does ${name}`,
  schema: {
    type: 'object',
    properties: { z: { type: 'string' }, a: { $ref: '#/$defs/n' } },
    $defs: { n: { type: 'integer' } },
  },
}));

/** What is said between one request and the next: an answer, or calls and their results. */
const step: fc.Arbitrary<(at: number) => readonly Turn[]> = fc.oneof(
  fc.tuple(word, asked).map(([assistant, user]) => () => [{ assistant }, { user }]),
  fc
    .tuple(fc.uniqueArray(fc.constantFrom(...toolNames), { minLength: 1, maxLength: 3 }), word)
    .map(([names, result]) => (at: number): readonly Turn[] => {
      const calls = names.map((name, index) => ({
        id: `call_${at}_${index}`,
        name,
        args: { z: name, a: at },
      }));
      return [{ calls }, { results: calls.map(({ id, name }) => ({ id, name, pieces: [result] })) }];
    }),
);

const pairs = doors.flatMap((door) => providerNames.map((provider) => ({ door, provider, name: door.name })));

describe.each(pairs)('a conversation at the door of $name for $provider', ({ door, provider }) => {
  it('becomes the same bytes from turn to turn', () => {
    fc.assert(
      fc.property(
        asked,
        fc.array(step, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (first, steps, caches) => {
          const turns: Turn[] = [{ user: first }];
          const bodies = [sayAll(door, turns, caches)];
          for (const [at, next] of steps.entries()) {
            turns.push(...next(at));
            bodies.push(sayAll(door, turns, caches));
          }
          expect(findShifts(door.dialect, bodies, provider)).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('keeps its thoughts and their proofs where they were', () => {
    expect(findShifts(door.dialect, thoughtfulTurns(door.dialect), provider)).toEqual([]);
  });
});

describe.each(providerNames)('what Claude Code says of itself, anew in each request', (provider) => {
  it(`moves nothing for ${provider}`, () => {
    const bodies = thoughtfulTurns('anthropic-messages').map((body, at) => {
      const attribution = { type: 'text', text: `x-anthropic-billing-header: cc_version=2.1; cch=${at}f;` };
      return { ...body, system: [attribution, { type: 'text', text: 'Be brief.' }] };
    });
    expect(findShifts('anthropic-messages', bodies, provider)).toEqual([]);
  });
});

function sayAll(door: Door, turns: readonly Turn[], caches: boolean): JsonObject {
  const saying = { system: 'Be brief.', turns, tools, caches };
  return door.say(saying, 'm', false).body as JsonObject;
}

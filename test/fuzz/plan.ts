// What a simulated model is going to say, in no vendor's words: the truth that every stream of it must keep.

import type { Random } from '../../src/lib/random.ts';

export type ProviderName = 'chat' | 'responses' | 'messages' | 'gemini';
export type CallerName = ProviderName | 'gemini-array';

export const providerNames: readonly ProviderName[] = ['chat', 'responses', 'messages', 'gemini'];
export const callerNames: readonly CallerName[] = ['chat', 'responses', 'messages', 'gemini', 'gemini-array'];

/** `pieces` are the deltas in which it comes. */
export type Part =
  | { readonly kind: 'text'; readonly pieces: readonly string[]; readonly cited: boolean }
  | { readonly kind: 'thought'; readonly pieces: readonly string[]; readonly signed: boolean }
  | {
      readonly kind: 'call';
      readonly id: string;
      readonly name: string;
      /** The JSON of the arguments. */
      readonly pieces: readonly string[];
      readonly signed: boolean;
    }
  | { readonly kind: 'refusal'; readonly pieces: readonly string[] }
  | { readonly kind: 'image' }
  | { readonly kind: 'search' };

export type Ending = 'stop' | 'sequence' | 'length' | 'filter';

export interface Candidate {
  readonly parts: readonly Part[];
  readonly ending: Ending;
}

export interface Plan {
  readonly candidates: readonly Candidate[];
  /** Candidates take turns rather than following one another. */
  readonly interleaved: boolean;
  readonly usage: boolean;
}

const words = [
  'Castor ',
  'and ',
  'Pollux',
  ' «διδυμοι» ',
  '卵',
  '🐎',
  '"',
  '\\',
  '\n',
  '{',
  'data: ',
  '\u2028',
  '}',
] as const;
const HUGE_CHARACTERS = 1_200_000;

/** What each vendor's models can say. */
const kindsOf: Readonly<Record<ProviderName, readonly Part['kind'][]>> = {
  chat: ['text', 'text', 'thought', 'call', 'call', 'refusal', 'image'],
  responses: ['text', 'text', 'thought', 'call', 'call', 'refusal', 'image', 'search'],
  messages: ['text', 'text', 'thought', 'call', 'call', 'search'],
  gemini: ['text', 'text', 'thought', 'call', 'call', 'image', 'search'],
};

/** A plan that the provider can tell and the caller can hear whole. */
export function makePlan(random: Random, provider: ProviderName, caller: CallerName): Plan {
  const several = hearsSeveral(provider) && hearsSeveral(caller) && random() < 0.2;
  const candidates = Array.from({ length: several ? 2 : 1 }, (_, index) =>
    makeCandidate(random, provider, index),
  );
  return { candidates, interleaved: random() < 0.5, usage: random() < 0.8 };
}

function hearsSeveral(name: CallerName): boolean {
  return name === 'chat' || name === 'gemini' || name === 'gemini-array';
}

function makeCandidate(random: Random, provider: ProviderName, index: number): Candidate {
  const count = 1 + Math.floor(random() * 3);
  const parts: Part[] = [];
  for (let at = 0; at < count; at++) parts.push(makePart(random, pick(random, kindsOf[provider]), index, at));
  // Somebody who refuses says nothing else.
  const refusal = parts.find(({ kind }) => kind === 'refusal');
  if (refusal !== undefined) return { parts: [refusal], ending: 'stop' };
  // Thoughts alone are no answer.
  if (parts.every(({ kind }) => kind === 'thought')) parts.push(makePart(random, 'text', index, count));
  const calls = parts.some(({ kind }) => kind === 'call');
  const roll = random();
  if (roll < 0.1) return { parts, ending: 'length' };
  if (roll < 0.15) return { parts, ending: 'filter' };
  return { parts, ending: roll < 0.2 && !calls && provider === 'messages' ? 'sequence' : 'stop' };
}

function makePart(random: Random, kind: Part['kind'], candidate: number, at: number): Part {
  switch (kind) {
    case 'text':
      return { kind, pieces: makePieces(random), cited: random() < 0.2 };
    case 'thought':
      return { kind, pieces: makePieces(random), signed: random() < 0.5 };
    case 'refusal':
      return { kind, pieces: makePieces(random) };
    case 'call': {
      const name = random() < 0.5 ? 'get_weather' : 'get_time';
      return {
        kind,
        id: `call_${candidate}_${at}`,
        name,
        pieces: makeArguments(random),
        signed: random() < 0.3,
      };
    }
    case 'image':
    case 'search':
    default:
      return { kind };
  }
}

function makePieces(random: Random): string[] {
  const count = 1 + Math.floor(random() * 3);
  const pieces: string[] = Array.from({ length: count }, () => pick(random, words));
  if (random() < 0.00003) pieces.push('x'.repeat(HUGE_CHARACTERS));
  return pieces;
}

function makeArguments(random: Random): string[] {
  if (random() < 0.15) return ['{}'];
  const args = {
    city: makePieces(random).join(''),
    days: Math.floor(random() * 9),
    deep: [{ ok: random() < 0.5 }],
  };
  const json = JSON.stringify(args);
  const pieces: string[] = [];
  for (let at = 0; at < json.length;) {
    const size = 1 + Math.floor(random() * 30);
    pieces.push(json.slice(at, at + size));
    at += size;
  }
  // Half a surrogate pair is no text: a vendor sends each character whole.
  return [...joinSurrogates(pieces)];
}

function* joinSurrogates(pieces: readonly string[]): Generator<string> {
  let held = '';
  for (const piece of pieces) {
    held += piece;
    const last = held.charCodeAt(held.length - 1);
    if (last >= 0xd800 && last <= 0xdbff) continue;
    yield held;
    held = '';
  }
  if (held !== '') yield held;
}

export function pick<T>(random: Random, from: readonly T[]): T {
  const found = from[Math.floor(random() * from.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

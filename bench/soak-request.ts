// What the soak asks as its n-th request: the same for the same number, so that everyone knows what must become of it.

import { createSeededRandom } from '../src/lib/random.ts';

export interface SoakRequest {
  /** Sent as `x-request-id`, and found in the log. */
  readonly id: string;
  /** Which of the four front doors. */
  readonly door: number;
  readonly model: string;
  readonly stream: boolean;
  /** The text that a whole answer repeats; no two requests have the same. */
  readonly question: string;
  /** Every answer to it breaks after it has begun: nothing can save it, and nobody may be told that it is whole. */
  readonly brittle: boolean;
  /** Milliseconds after which the client vanishes, if it does. */
  readonly vanishesAfterMs: number | undefined;
}

export const vendors = ['openai', 'anthropic', 'gemini'] as const;
/** Ways of breaking off after content; a question that speaks of one has it from every provider. */
export const breaks = ['cut-4', 'eof', 'error-event-4', 'error-raw-4'] as const;

const DOORS = 4;
const VANISHING = 0.05;
const BRITTLE = 0.02;
const LONGEST_STAY_MS = 60;

/** What a question says that is to be broken off in that way. */
export function speakOf(fault: (typeof breaks)[number]): string {
  return ` Break it with ${fault}.`;
}

/** The n-th request. */
export function soakRequest(number: number): SoakRequest {
  const random = createSeededRandom(number * 7919 + 1);
  const pick = <T>(choices: readonly [T, ...T[]]): T =>
    choices[Math.floor(random() * choices.length)] ?? choices[0];
  const door = Math.floor(random() * DOORS);
  const vendor = pick(vendors);
  const stream = random() < 0.5;
  const brittle = stream && random() < BRITTLE * 2;
  const vanishes = random() < VANISHING;
  return {
    id: `soak-request-${number}`,
    door,
    model: `steady-${vendor}`,
    stream,
    question: `${number}: which of the two brothers was it who could die?${brittle ? speakOf(pick(breaks)) : ''}`,
    brittle,
    vanishesAfterMs: vanishes ? Math.floor(random() * LONGEST_STAY_MS) : undefined,
  };
}

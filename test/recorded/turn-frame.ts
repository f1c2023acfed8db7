// Gemini wants a conversation to begin and to end with the user: turns that were put there for it say nothing new.

import type { Explanation } from './explanation.ts';
import type { Meaning } from './meaning.ts';

export interface UnframedMeaning {
  readonly meaning: Meaning;
  /** Why turns were taken off. */
  readonly reasons: readonly Explanation[];
}

/** Takes off a first and a last turn of the user where what the client said begins or ends otherwise. */
export function takeOffFrame(said: Meaning, left: Meaning): UnframedMeaning {
  const reasons: Explanation[] = [];
  let { turns } = left;
  const isAdded = (at: number): boolean =>
    turns[at]?.role === 'user' && turns[at].parts.length === 1 && turns[at].parts[0]?.kind === 'text';
  if (said.turns[0]?.role !== 'user' && isAdded(0)) {
    turns = turns.slice(1);
    reasons.push({ reason: 'a placeholder stands for the first turn, which must be the user’s', same: true });
  }
  if (said.turns.at(-1)?.role === 'model' && turns.length > said.turns.length && isAdded(turns.length - 1)) {
    turns = turns.slice(0, -1);
    reasons.push({
      reason: 'a word to go on stands for the last turn, which must be the user’s',
      same: true,
    });
  }
  return { meaning: { ...left, turns }, reasons };
}

// Differences between what a provider said and what a client was told that are nobody's mistake, each with its reason.

import { isDeepStrictEqual } from 'node:util';
import type { AnswerMeaning } from './gemini-answer.ts';
import type { Protocol } from './protocols.ts';

/** Why the two may differ in this aspect; undefined when nothing explains it. */
export function explainAnswer(
  aspect: keyof AnswerMeaning,
  said: AnswerMeaning,
  told: AnswerMeaning,
  door: Protocol,
): string | undefined {
  return RULES.find((rule) => rule.aspect === aspect && rule.applies(said, told, door))?.reason;
}

interface Rule {
  readonly reason: string;
  readonly aspect: keyof AnswerMeaning;
  applies(said: AnswerMeaning, told: AnswerMeaning, door: Protocol): boolean;
}

/** A medium as Markdown. */
export const LINKED_MEDIUM = /!?\[[^\]]*\]\((?:data:|https?:)[^)]*\)/gu;

const RULES: readonly Rule[] = [
  {
    reason: 'the provider counted no prompt tokens, and this dialect must state a number: an estimate',
    aspect: 'usage',
    applies: (said, told, door) =>
      door.mustCountInput &&
      said.usage.inputTokens === 0 &&
      isDeepStrictEqual({ ...said.usage }, { ...told.usage, inputTokens: 0 }),
  },
  {
    reason:
      'the provider counted more cached tokens than prompt tokens: this dialect, which counts both apart, can only state the cached ones',
    aspect: 'usage',
    applies: (said, told, door) =>
      door.mustCountInput &&
      said.usage.cachedTokens > said.usage.inputTokens &&
      isDeepStrictEqual({ ...said.usage, inputTokens: said.usage.cachedTokens }, { ...told.usage }),
  },
  {
    reason: 'a medium that the model made is written as Markdown, for this dialect has no block for it',
    aspect: 'text',
    applies: (said, told) => told.text !== said.text && told.text.replaceAll(LINKED_MEDIUM, '') === said.text,
  },
];

// Why what left, or what came back, is not word for word what was said.

export interface Explanation {
  readonly reason: string;
  /** It means the same, only in the form that its new protocol has for it: nothing is missing. */
  readonly same: boolean;
}

/** What judged differences come to: the first that nothing explains, or all the reasons. */
export interface Verdict {
  readonly state: 'holds' | 'excepted';
  readonly reason: string;
}

/** A difference that means the same is none; one that does not is an exception. */
export function sumUp(explanations: readonly Explanation[]): Verdict {
  const state = explanations.every(({ same }) => same) ? 'holds' : 'excepted';
  const telling = state === 'holds' ? explanations : explanations.filter(({ same }) => !same);
  return { state, reason: [...new Set(telling.map(({ reason }) => reason))].sort().join('; ') };
}

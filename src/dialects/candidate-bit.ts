// Sets of candidates as the bits of one number, for looks at streams that must not cost an object for each event.

/** Every candidate, known or not. */
export const EVERY_CANDIDATE = ~0;

/** The bit of one candidate. No vendor gives more than a handful; the last bit stands for all beyond. */
export function candidateBit(index: number): number {
  return 1 << Math.min(Math.max(index, 0), 30);
}

/** The first `count` candidates. */
export function firstCandidates(count: number): number {
  return count >= 31 ? EVERY_CANDIDATE : (1 << count) - 1;
}

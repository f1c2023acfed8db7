// What became of one check of one exchange.

/** `excepted`: it does not hold, for a reason that is none of the gateway's mistakes. */
export type OutcomeState = 'holds' | 'excepted' | 'failed';

export interface Outcome {
  readonly family: string;
  readonly check: string;
  readonly id: string;
  readonly state: OutcomeState;
  /** Why it is excepted, or what failed. Empty when it holds. */
  readonly reason: string;
}

/** Collects outcomes of one exchange. */
export interface OutcomeLog {
  readonly outcomes: readonly Outcome[];
  add(family: string, check: string, id: string, state: OutcomeState, reason?: string): void;
}

/** Creates an empty log. */
export function createOutcomeLog(): OutcomeLog {
  const outcomes: Outcome[] = [];
  return {
    outcomes,
    add(family, check, id, state, reason = '') {
      outcomes.push({ family, check, id, state, reason });
    },
  };
}

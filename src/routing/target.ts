// Where a request may go.

/** One provider and the model's name there. */
export interface Target {
  readonly provider: string;
  readonly model: string;
  readonly onlyFor?: Occasion | undefined;
}

/**
 * The one occasion on which a target is tried: the request is too large for the targets before it; none of them can answer;
 * the answer was withheld for its content. Undefined: whenever its turn comes.
 */
export type Occasion = 'context' | 'overload' | 'content_policy';

/** A target of an alias, as configured. */
export interface AliasTarget {
  /** Undefined: found by the model's name. */
  readonly provider?: string | undefined;
  readonly model: string;
  /** Share of requests that try it first; without weights the order counts. */
  readonly weight?: number | undefined;
  readonly onlyFor?: Occasion | undefined;
}

/** An ordered plan, best first. Never empty. */
export interface RoutePlan {
  readonly targets: readonly Target[];
  /** Set when the name was not taken literally, e.g. `claude-sonnet-5 is served by gemini-3.8-flash`: goes to the log. */
  readonly note?: string | undefined;
  /** Wishes in the name that nobody follows, e.g. the `-search` of `gemini-3.8-flash-search`. */
  readonly loss?: readonly string[] | undefined;
}

// How a pool chooses among the projects that are ready: each strategy gives ranks, the lowest is taken first.
// A strategy sees load and weight, never keys or errors; whether a candidate is ready is not its business.

/** What a strategy may look at. */
export interface Candidate {
  /** What the strategy last gave; undefined for a newcomer. */
  readonly rank: number | undefined;
  readonly weight: number;
  /** 0.0–1.0. */
  readonly health: number;
  /** Requests under way, the one just leased included. */
  readonly inFlight: number;
}

/** Ranks mean nothing but their order, and only within one model. */
export interface Strategy {
  /** Rank of a candidate that becomes ready. */
  enter(candidate: Candidate, nowMs: number): number;
  /** Its rank after it has been chosen. */
  lease(candidate: Candidate, nowMs: number): number;
  /** Its rank after a request of it has ended. */
  release(candidate: Candidate, nowMs: number): number;
}

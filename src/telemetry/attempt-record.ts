// The trail of a request: each try at a provider, and each place that was not tried. Filled while the request is on its
// way, read once it is over. Keys are masked.

/** One try at a provider. Mutable: its end is filled in. */
export interface AttemptRecord {
  readonly provider: string;
  readonly model: string;
  readonly keyMasked: string;
  /** The key's project as the pool names it. */
  readonly project: string;
  /** Milliseconds from the request's arrival. */
  readonly atMs: number;
  /** Milliseconds that it waited for this key, and for the pause before a repeat. */
  readonly waitMs: number;
  /** The same key once more. */
  readonly repeated: boolean;
  /** The key that had served the conversation before. */
  readonly affine: boolean;
  /** The one request that tries whether a cooldown is over. */
  readonly probe: boolean;
  /** It ran beside the one before it, whose first token was late. */
  readonly beside?: boolean | undefined;
  /** `running`, then the verdict's row, or `ok`, `gone` (the client), `stopped` (the gateway), or `lost` to the attempt beside it. */
  row: string;
  /** HTTP status, when there was an answer. */
  status: number | undefined;
  /** Milliseconds from sending to the response headers, of an answer that was used. */
  firstByteMs: number | undefined;
  ms: number;
}

/** A target that got no attempt, or no further one. */
export interface SkipRecord {
  readonly provider: string;
  readonly model: string;
  /** Why the pool rests, or `context_too_small`, `media`, `method`, `dialect`, `not_needed`, `content_policy`, `had_its_share`. */
  readonly reason: string;
  /** Milliseconds that a key was waited for in vain. */
  readonly waitedMs?: number | undefined;
  /** Unix milliseconds when it may be back. */
  readonly untilMs?: number | undefined;
  /** For people, e.g. `requests per day (250) of gemini-3.8-flash in 8 projects`. */
  readonly limit?: string | undefined;
}

/** One target of the plan. */
export interface CandidateRecord {
  readonly provider: string;
  readonly model: string;
}

// What of a pool outlives the process. Times are absolute; keys appear as fingerprints only.

import type { LearnedLimit } from '../canon/learned-limit.ts';

/** One credential's standing. Without `reason` and times it is in good order. */
export interface SavedKey {
  /** SHA-256 of the credential, in hex. */
  readonly fingerprint: string;
  readonly state: 'active' | 'quarantined' | 'dead';
  readonly reason?: string | undefined;
  /** Unix milliseconds of the next probe of a quarantined key. */
  readonly untilMs?: number | undefined;
  readonly failedProbes?: number | undefined;
  readonly maxProbes?: number | undefined;
  /** Unix milliseconds until which a live key rests as a whole. */
  readonly restUntilMs?: number | undefined;
  /** Project that an answer of the provider named. */
  readonly project?: string | undefined;
}

/** A project as a whole; `reason` is empty once it is back in service. */
export interface SavedProject {
  readonly project: string;
  readonly reason: string;
  /** Unix milliseconds; undefined: for good. */
  readonly untilMs?: number | undefined;
}

/** How long it is believed is the pool's business. */
export interface SavedLimit extends LearnedLimit {
  /** Unix milliseconds when the provider last said so. */
  readonly atMs: number;
}

/** Of one project and one model. Counts of the day hold until `dayEndsMs`; those of the minute are not kept. */
export interface SavedBucket {
  readonly project: string;
  readonly model: string;
  readonly reason?: string | undefined;
  /** Unix milliseconds until which it rests; 0 when it does not. */
  readonly untilMs: number;
  readonly level: number;
  readonly limits: readonly SavedLimit[];
  /** Unix milliseconds when the day that is counted ends. */
  readonly dayEndsMs: number;
  readonly dayRequests: number;
  readonly dayTokens: number;
  readonly lastUsedMs?: number | undefined;
}

/** A model that its provider has withdrawn for all projects. */
export interface SavedModel {
  readonly model: string;
  /** Unix milliseconds until which the model is not asked for. */
  readonly retiredUntilMs: number;
}

/** Of one provider; empty lists where nothing is known. */
export interface SavedPoolState {
  readonly keys: readonly SavedKey[];
  readonly projects: readonly SavedProject[];
  readonly buckets: readonly SavedBucket[];
  readonly models: readonly SavedModel[];
}

/** One thing that changed, whole. */
export type PoolChange =
  | { readonly kind: 'key'; readonly key: SavedKey }
  | { readonly kind: 'project'; readonly project: SavedProject }
  | { readonly kind: 'bucket'; readonly bucket: SavedBucket }
  | { readonly kind: 'model'; readonly model: SavedModel };

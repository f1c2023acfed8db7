// A verdict: what one failed upstream answer means. Made once per failure by the provider's own table, by structure
// (status, reasons, quota ids, headers), never by searching text; the pool and the pipeline only obey it.

import type { LearnedLimit } from '../canon/learned-limit.ts';
import type { ErrorCode } from '../errors/catalog.ts';

/**
 * Who is to blame. Trouble of a `key` or a `project` is the pool's own: no client is told of it as if it were its.
 */
export type VerdictFault =
  | 'caller'
  | 'key'
  | 'project'
  | 'bucket'
  | 'model'
  | 'egress'
  | 'network'
  | 'gateway';

/** What the pool is to change. `until`-like figures are milliseconds from now. */
export type PoolEffect =
  | { readonly kind: 'none' }
  /** The credential is gone for good. */
  | { readonly kind: 'key_dead'; readonly reason: string }
  /** Rests until a probe without quota cost; after `maxProbes` failed probes it is dead (undefined: never). */
  | {
      readonly kind: 'key_quarantine';
      readonly reason: string;
      readonly forMs: number;
      readonly maxProbes?: number | undefined;
    }
  | { readonly kind: 'project_dead'; readonly reason: string }
  | { readonly kind: 'project_quarantine'; readonly reason: string; readonly forMs: number }
  /**
   * A per-minute or unnamed limit, or one of a day whose provider says when it is over: rests for `retryAfterMs`, or a
   * doubling backoff when undefined.
   */
  | {
      readonly kind: 'bucket_cool';
      readonly reason: 'per_minute' | 'per_day' | 'spend_rate' | 'unspecified';
      readonly retryAfterMs?: number | undefined;
      readonly limits: readonly LearnedLimit[];
    }
  /** The day's quota is gone: rests until the provider's next midnight. */
  | { readonly kind: 'bucket_day'; readonly limits: readonly LearnedLimit[] }
  /** This project has no quota for this model at all, or does not know the model. */
  | { readonly kind: 'bucket_unavailable'; readonly reason: string; readonly forMs: number }
  /** Overload or failure of the model, whichever the key. */
  | { readonly kind: 'model_failure'; readonly reason: 'overloaded' | 'internal' | 'timeout' }
  /** No longer offered to anyone. */
  | { readonly kind: 'model_retired'; readonly forMs: number }
  | { readonly kind: 'egress_failure'; readonly reason: 'location' | 'connect' | 'reset' };

/** What the request does now. */
export type NextStep =
  /** The caller gets the answer as it is. */
  | 'return'
  /** Another project's key of the same model, at once. */
  | 'next_key'
  /** The same route once more after a short jittered pause, then another. */
  | 'retry_once'
  /** Another route at once; this one was silent. */
  | 'next_route';

/** Obeyed by the pool (`effect`) and by the pipeline (`next`, `counts`, `code`). */
export interface Verdict {
  /** The table row's name, e.g. `quota_per_day`: log and metric label. */
  readonly row: string;
  readonly fault: VerdictFault;
  readonly effect: PoolEffect;
  readonly next: NextStep;
  /** True when this failure counts towards `retry.max_attempts` (pool rule 11). */
  readonly counts: boolean;
  /** What the caller is told when no route is left, or at once for `return`. */
  readonly code: ErrorCode;
  /** The provider's own sentence, redacted. */
  readonly message: string;
  /** Project number learned from the answer (`consumer: projects/<n>`). */
  readonly project?: string | undefined;
  /** Tokens sent and allowed, where the provider said. */
  readonly tokens?: { readonly used: number; readonly allowed: number } | undefined;
}

/** A failed upstream attempt as the table sees it. */
export type Failure =
  | {
      readonly type: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string | string[] | undefined>>;
      /** Body text as received, at most a few hundred kilobytes. */
      readonly body: string;
    }
  | {
      readonly type: 'transport';
      readonly reason:
        | 'connect'
        | 'reset'
        | 'headers_timeout'
        | 'first_token_timeout'
        | 'idle_timeout'
        | 'deadline';
    }
  /**
   * A 2xx whose content is no answer: broken JSON, no candidates, a stream cut before its finish. `withheld`: for its
   * content; mostly that is the answer, and no failure.
   */
  | {
      readonly type: 'broken';
      readonly reason: 'empty' | 'truncated' | 'malformed' | 'failed_generation' | 'withheld';
    };

/** Judges a failure. `redact` takes secrets out of provider text. */
export type VerdictTable = (failure: Failure, redact: (text: string) => string) => Verdict;

// What the rest of the gateway sees of the key pool: lease a key, say how it went. How it decides is behind this.

import type { LearnedLimit } from '../canon/learned-limit.ts';
import type { Secret } from '../lib/secret.ts';
import type { Verdict } from '../providers/verdict.ts';
import type { SavedLimit, SavedPoolState } from '../store/saved-pool-state.ts';
import type { PoolOverview } from './pool-overview.ts';

/** What is said about a credential, beside the credential itself. */
export interface KeySettings {
  readonly name?: string | undefined;
  /** Keys of one project share its buckets. Undefined: the key is its own project until an error says more. */
  readonly project?: string | undefined;
  readonly weight?: number | undefined;
  /** Globs of models that this key may serve. */
  readonly models?: readonly string[] | undefined;
  /** Known limits, per model bucket. */
  readonly limits?: { readonly rpm?: number; readonly tpm?: number; readonly rpd?: number } | undefined;
  /** Taken out of service until somebody says otherwise. */
  readonly disabled?: boolean | undefined;
}

/** One upstream credential as configured. */
export interface KeyConfig extends KeySettings {
  readonly key: Secret;
}

/** What a request wants of a key, and which keys it has done with. */
export interface LeaseRequest {
  readonly model: string;
  /** Rough prompt size for tokens-per-minute limits. */
  readonly estimatedTokens: number;
  /** Token counts spend no quota of answers: they have limits and cooldowns of their own. */
  readonly purpose?: 'count' | undefined;
  /** Projects that already failed this request: never a second try within one (pool rules 5 and 11). */
  readonly excludeProjects?: ReadonlySet<string> | undefined;
  /** A key to take if it is ready: the retry on the same route. It must not be one of an excluded project. */
  readonly preferKey?: string | undefined;
  /** Conversation identity: prefers the key that served it last, unless that one rests or is crowded. */
  readonly affinity?: string | undefined;
}

/** What an answer tells of the key that brought it. */
export interface LeaseSuccess {
  /** Milliseconds to the response headers. */
  readonly firstByteMs: number;
  /** What it took of the quota of tokens, if the provider says. */
  readonly tokens?: number | undefined;
  /** Limits that it named. */
  readonly limits?: readonly LearnedLimit[] | undefined;
}

/** A key held for one upstream attempt. Exactly one of the endings must be called, once; later calls do nothing. */
export interface Lease {
  readonly keyId: string;
  /** The key's project as it is known now. A name that it had before still means it, e.g. in `excludeProjects`. */
  readonly projectId: string;
  readonly secret: Secret;
  /** The key that served the conversation last. */
  readonly affine: boolean;
  /** The one request that tries whether a cooldown is over. */
  readonly probe: boolean;
  /** Answered. `firstByteMs`: time to the response headers. `tokens`: what the provider says was used, if it does. */
  succeed(outcome: LeaseSuccess): void;
  /** Failed; the verdict moves the pool. */
  fail(verdict: Verdict): void;
  /** Given up for no fault of anybody (client left, sibling attempt won). `sent`: did the request reach the provider? */
  abandon(sent: boolean): void;
}

/** Why no key can be had now. */
export interface Resting {
  readonly type: 'resting';
  /**
   * `empty`: no key is alive or may serve this model. `excluded`: every usable key has failed this request.
   * `egress_blocked`: the provider refuses requests from here, whatever the key. `unreachable`: none gets through to it.
   */
  readonly reason:
    | 'empty'
    | 'excluded'
    | 'per_minute'
    | 'per_day'
    | 'quarantined'
    | 'model_unavailable'
    | 'model_overloaded'
    | 'egress_blocked'
    | 'unreachable';
  /** Unix milliseconds when this request may get a key; undefined when waiting does not help. */
  readonly untilMs?: number | undefined;
  /** Set when a key is, or may be, back before that, one of the excluded ones too: for those who ask anew. Unix ms. */
  readonly backMs?: number | undefined;
  /** With `excluded`: a key that this request may not ask again is ready for those who ask anew. */
  readonly othersMay?: boolean | undefined;
  /** For people, e.g. `requests per day (250) of gemini-3.8-flash in 8 projects`. */
  readonly limit?: string | undefined;
}

/** Told apart by `type`; a lease must be settled, a `Resting` holds nothing. */
export type LeaseResult = { readonly type: 'leased'; readonly lease: Lease } | Resting;

/** `quarantined` keys are probed and may come back, `dead` ones only when somebody says so. */
export type KeyState = 'active' | 'quarantined' | 'dead' | 'disabled';

/** A project's standing with one model. `untilMs` and `lastUsedMs` are Unix ms; counts are of requests. */
export interface BucketStatus {
  readonly model: string;
  readonly state: 'open' | 'cooling' | 'half_open';
  readonly reason?: string | undefined;
  readonly untilMs?: number | undefined;
  readonly limits: {
    readonly rpm?: number | undefined;
    readonly tpm?: number | undefined;
    readonly rpd?: number | undefined;
  };
  readonly usedThisMinute: number;
  readonly usedToday: number;
  readonly lastUsedMs?: number | undefined;
}

/** For operators: `masked` stands for the credential. `untilMs` and `atMs` are Unix ms. */
export interface KeyStatus {
  readonly keyId: string;
  readonly masked: string;
  readonly name?: string | undefined;
  readonly project: string;
  readonly state: KeyState;
  readonly reason?: string | undefined;
  readonly untilMs?: number | undefined;
  /** 0.0–1.0. */
  readonly health: number;
  readonly inFlight: number;
  /** Of the key's project; keys of one project show the same. */
  readonly buckets: readonly BucketStatus[];
  readonly lastError?: { readonly row: string; readonly atMs: number; readonly message: string } | undefined;
}

/** A bucket with all that is known of it. */
export interface BucketDetail extends BucketStatus {
  /** Cooldowns in a row. */
  readonly level: number;
  readonly inFlight: number;
  /** What the provider has said, and when (Unix ms). */
  readonly learned: readonly SavedLimit[];
  readonly configured: NonNullable<KeySettings['limits']>;
  /** Requests a minute concluded from refusals that named no figure. */
  readonly inferredRpm: number | undefined;
  readonly tokensThisMinute: number;
  readonly tokensToday: number;
  /** When the counted day ends, Unix ms. */
  readonly dayEndsMs: number | undefined;
}

/** A key without its buckets: costs the same whatever the number of models. */
export type KeyGlance = Omit<KeyStatus, 'buckets'>;

/** What a pool holds for requests that run or wait; all zero when nobody asks anything. */
export interface Holdings {
  /** Keys on loan. */
  readonly leases: number;
  /** Requests that wait for a key. */
  readonly waiters: number;
  /** Trial requests of half-open breakers, and probes of buckets whose cooldown has ended. */
  readonly trials: number;
}

/** The keys of one provider. */
export interface KeyPool {
  readonly provider: string;
  /** Leases at once, or says why not. Never waits. */
  lease(request: LeaseRequest): LeaseResult;
  /**
   * Leases as soon as a key is free, first come first served; gives up with the reason at `deadlineMs` (Unix ms), at
   * once when the earliest known return is later than that, or when `signal` aborts (reason as of then).
   */
  acquire(request: LeaseRequest, deadlineMs: number, signal?: AbortSignal): Promise<LeaseResult>;
  status(): readonly KeyStatus[];
  /** One key at a glance, or with all buckets of its project; undefined: no such key. */
  glance(keyId: string): KeyGlance | undefined;
  buckets(keyId: string): readonly BucketDetail[];
  overview(): PoolOverview;
  /** How many keys there are of each state. */
  states(): Readonly<Record<KeyState, number>>;
  holdings(): Holdings;
  /** Outcomes of key checks: a good one ends a quarantine, a bad one counts only when a probe was due. */
  reportProbe(
    keyId: string,
    outcome: { readonly ok: true } | { readonly ok: false; readonly verdict: Verdict },
  ): void;
  /** Quarantined keys whose probe time has come, and the credential to probe with. */
  dueProbes(): readonly { readonly keyId: string; readonly secret: Secret }[];
  /** All keys that are not dead, for validation on demand. */
  liveKeys(): readonly { readonly keyId: string; readonly secret: Secret }[];
  /**
   * Takes in keys; those that the pool has already are left as they are. `saved`: what was known of them before. The
   * result has the ids of the new ones.
   */
  addKeys(keys: readonly KeyConfig[], saved?: SavedPoolState): readonly string[];
  /** Takes a key out for good: it is leased no more, and what runs with it ends as it would have. False: no such key. */
  removeKey(keyId: string): boolean;
  /** Puts other settings in the place of a key's own. False: no such key. */
  configureKey(keyId: string, settings: KeySettings): boolean;
  /** Somebody has made sure that a key is well: it is back in service, dead or not, and its project with it. */
  reviveKey(keyId: string): void;
  close(): void;
}

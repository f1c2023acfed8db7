// The memory of one request's attempts: what has failed, what counts, what rests, and what the client is told in the end.

import { GatewayError } from '../errors/gateway-error.ts';
import type { Resting } from '../pool/pool.ts';
import type { Failure, Verdict } from '../providers/verdict.ts';
import {
  errorFromAttempt,
  errorFromLostKey,
  errorFromResting,
  isPoolsOwn,
  type FailedAttempt,
} from './final-error.ts';
import type { Gateway } from './gateway.ts';
import type { RequestContext } from './request-context.ts';
import type { Target } from '../routing/target.ts';
import type { AttemptPlan } from './run-attempts.ts';
import type { TargetRun } from './target-run.ts';
import { helpsOverload, type Troubles } from './target-wanted.ts';
import { TriedProjects } from './tried-projects.ts';

/** How often a request is sent again because its answer held nothing: a model that fails twice fails again. */
const MAX_UNUSABLE_REPEATS = 1;
/** Told to clients of a refusing pool that has a key free again already. */
const SOON_MS = 1000;

/** The memory of one request. */
export class AttemptLedger implements Troubles {
  readonly #gateway: Gateway;
  readonly #context: RequestContext;
  readonly #plan: AttemptPlan;
  #resting: Map<TargetRun, Resting> | undefined;
  readonly tried = new TriedProjects();
  readonly deadlineMs: number;
  #counted = 0;
  #isLate = false;
  #last: FailedAttempt | undefined;
  /** What was said of the content is the answer, unless another target gives one. */
  #withheldBy: FailedAttempt | undefined;
  /** Of the target that is being tried: another model may do better. */
  unusableAnswers = 0;
  overflowedTokens: number | undefined;
  overloaded = false;
  withheld = false;

  constructor(gateway: Gateway, context: RequestContext, plan: AttemptPlan) {
    this.#gateway = gateway;
    this.#context = context;
    this.#plan = plan;
    this.deadlineMs = gateway.clock.now() + gateway.retry.deadlineMs;
  }

  note(verdict: Verdict, failure: Failure): void {
    if (failure.type === 'broken' && (failure.reason === 'empty' || failure.reason === 'failed_generation')) {
      this.unusableAnswers += 1;
    }
    if (verdict.counts) this.#counted += 1;
    // Timers may fire a moment before the clock says so.
    if (failure.type === 'transport' && failure.reason === 'deadline') this.#isLate = true;
    this.#last = { verdict, failure };
    if (verdict.code === 'content_policy') this.#withheldBy = this.#last;
  }

  noteResting(run: TargetRun, resting: Resting): void {
    this.#resting ??= new Map();
    this.#resting.set(run, resting);
    this.overloaded = true;
  }

  /** It will not serve this request any more. */
  noteSkipped(run: TargetRun): void {
    this.#resting?.delete(run);
  }

  /** True when this request has had its attempts, or its time. */
  isSpent(): boolean {
    return (
      this.#plan.failFast ||
      this.#isLate ||
      this.#counted >= this.#gateway.retry.maxAttempts ||
      this.#gateway.clock.now() >= this.deadlineMs
    );
  }

  /** True when a target has had its share: each of those behind it keeps an attempt, as far as they go round. */
  leaves(target: Target): boolean {
    const { targets } = this.#plan;
    const behind = targets.slice(targets.indexOf(target) + 1).filter(helpsOverload).length;
    if (this.unusableAnswers > MAX_UNUSABLE_REPEATS) return true;
    return behind > 0 && this.#counted > 0 && this.#counted >= this.#gateway.retry.maxAttempts - behind;
  }

  /**
   * The target that is back for this request first, and until when it is worth waiting for: then another may be back, or
   * the caller's patience ends at `untilMs`. Undefined when none is back by then.
   */
  nextReturn(untilMs: number): { readonly run: TargetRun; readonly orMs: number } | undefined {
    const [first, second] = [...(this.#resting ?? [])]
      .flatMap(([run, resting]) => (resting.untilMs === undefined ? [] : [{ run, atMs: resting.untilMs }]))
      .sort((left, right) => left.atMs - right.atMs);
    if (first === undefined || first.atMs > untilMs) return undefined;
    return { run: first.run, orMs: Math.min(second?.atMs ?? Infinity, untilMs) };
  }

  #earliest(): [TargetRun, Resting] | undefined {
    let earliest: [TargetRun, Resting] | undefined;
    for (const [run, resting] of this.#resting ?? []) {
      if (returnOf(resting) === Infinity) continue;
      if (earliest === undefined || returnOf(resting) < returnOf(earliest[1])) earliest = [run, resting];
    }
    return earliest;
  }

  /** The end of a request that may not go on though routes are left. `outlook`: what the pool says of the next one. */
  stoppedError(verdict: Verdict, outlook: () => Resting | undefined): GatewayError {
    if (this.#withheldBy !== undefined) return errorFromAttempt(this.#withheldBy, this.#gateway.redact);
    if (isPoolsOwn(verdict) && outlook() === undefined) return errorFromLostKey(verdict);
    if (verdict.next === 'return' || !isQuota(verdict)) return this.#withNearNames(this.#lastError());
    const untilMs = outlook()?.untilMs ?? this.#gateway.clock.now() + SOON_MS;
    const reason = verdict.effect.kind === 'bucket_day' ? 'per_day' : 'per_minute';
    return this.#restingError({ type: 'resting', reason, untilMs });
  }

  /** What the client is told when no route is left; an unknown model with the names that look like it. */
  finalError(): GatewayError {
    if (this.#withheldBy !== undefined) return errorFromAttempt(this.#withheldBy, this.#gateway.redact);
    const resting = this.#earliest()?.[1] ?? [...(this.#resting?.values() ?? [])].at(-1);
    return this.#withNearNames(resting === undefined ? this.#lastError() : this.#restingError(resting));
  }

  #restingError(resting: Resting): GatewayError {
    return errorFromResting(resting, this.#last, this.#gateway.clock.now(), this.#gateway.redact);
  }

  #lastError(): GatewayError {
    return this.#last === undefined
      ? new GatewayError('not_supported', 'No configured provider serves this model.')
      : errorFromAttempt(this.#last, this.#gateway.redact);
  }

  #withNearNames(error: GatewayError): GatewayError {
    if (error.code !== 'model_not_found') return error;
    const asked = this.#context.modelAsked;
    const near = this.#gateway.nearNames(asked).filter((name) => name !== asked);
    const message = near.length === 0 ? error.message : `${error.message} Near names: ${near.join(', ')}.`;
    return new GatewayError(error.code, message, error.options);
  }
}

function returnOf({ backMs, untilMs }: Resting): number {
  return backMs ?? untilMs ?? Infinity;
}

/** A refusal for quota: the bucket may be asked again once it has rested. */
export function isQuota(verdict: Verdict): boolean {
  return verdict.effect.kind === 'bucket_cool' || verdict.effect.kind === 'bucket_day';
}

// The one loop that every request goes through, streamed or not: lease a key, try, judge, go on or stop.
// Pool rules 1, 9, 10 and 11 live here; what a failure means is the verdict table's business.

import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Lease, LeaseRequest, Resting } from '../pool/pool.ts';
import type { Failure, Verdict } from '../providers/verdict.ts';
import type { Target } from '../routing/target.ts';
import { errorFromAttempt, errorFromResting, type FailedAttempt } from './final-error.ts';
import type { Gateway, ProviderRuntime } from './gateway.ts';
import type { RequestContext } from './request-context.ts';
import { faceFor } from './runtime-face.ts';

/** Where one attempt goes. */
export interface Route {
  readonly runtime: ProviderRuntime;
  readonly model: string;
  readonly lease: Lease;
  /** Unusable answers (empty, failed generation) this request has already had: the second is delivered as it is. */
  readonly unusableAnswers: number;
}

export type AttemptOutcome<T> =
  /** Delivered, or ready to be. */
  | {
      readonly type: 'done';
      readonly value: T;
      readonly firstByteMs: number;
      readonly tokens?: number | undefined;
    }
  /** Nothing of it reached the client: another route may be tried. */
  | { readonly type: 'failed'; readonly failure: Failure }
  /** Content reached the client: no other route may be tried, and the client must be told that the answer is not whole. */
  | { readonly type: 'broken'; readonly failure: Failure }
  /** The client left. */
  | { readonly type: 'gone'; readonly sent: boolean };

export interface AttemptPlan {
  readonly targets: readonly Target[];
  readonly estimatedTokens: number;
  /** Streams under `stream_failover: fail_fast`: the first failure is the answer. */
  readonly failFast: boolean;
}

/** How often a request is sent again because its answer held nothing: a model that fails twice fails again. */
const MAX_UNUSABLE_REPEATS = 1;
/** A pause before the same route is tried again: long enough to matter, short enough not to be felt. */
const SAME_ROUTE_PAUSE_MS = 250;

/**
 * Runs attempts until one is done. Undefined when the client has left; throws a GatewayError when no route is left or
 * a stream broke after content had reached the client.
 */
export async function runAttempts<T>(
  gateway: Gateway,
  context: RequestContext,
  plan: AttemptPlan,
  attempt: (route: Route) => Promise<AttemptOutcome<T>>,
): Promise<T | undefined> {
  const run = new Run(gateway, context, plan);
  for (const [index, target] of plan.targets.entries()) {
    const outcome = await run.tryTarget(target, index === plan.targets.length - 1, attempt);
    if (outcome.type === 'ended') return outcome.value;
  }
  throw run.finalError();
}

type TargetOutcome<T> =
  | { readonly type: 'ended'; readonly value: T | undefined }
  | { readonly type: 'next_target' };

/** The memory of one request's attempts. */
class Run {
  readonly #gateway: Gateway;
  readonly #context: RequestContext;
  readonly #plan: AttemptPlan;
  readonly #deadlineMs: number;
  #counted = 0;
  #unusableAnswers = 0;
  #last: FailedAttempt | undefined;
  #resting: Resting | undefined;

  constructor(gateway: Gateway, context: RequestContext, plan: AttemptPlan) {
    this.#gateway = gateway;
    this.#context = context;
    this.#plan = plan;
    this.#deadlineMs = gateway.clock.now() + gateway.retry.deadlineMs;
  }

  async tryTarget<T>(
    target: Target,
    isLast: boolean,
    attempt: (route: Route) => Promise<AttemptOutcome<T>>,
  ): Promise<TargetOutcome<T>> {
    const runtime = this.#gateway.providers.get(target.provider);
    if (runtime === undefined) return { type: 'next_target' };
    const refused = new Set<string>();
    const tried = new Set<string>();
    let secondRound = false;
    let sameKey: string | undefined;
    let retriesLeft = this.#gateway.retry.sameKeyRetries;
    for (;;) {
      const request: LeaseRequest = {
        model: target.model,
        estimatedTokens: this.#plan.estimatedTokens,
        excludeProjects: tried,
        preferKey: sameKey,
      };
      const leased = await this.#lease(runtime, request, isLast);
      if (this.#context.sink.gone) {
        if (leased.type === 'leased') leased.lease.abandon(false);
        return this.#leave();
      }
      if (leased.type === 'resting') {
        this.#resting = leased;
        // Buckets that refused for their quota rest now; after that rest, and only then, each may be asked once more.
        if (leased.reason !== 'excluded' || secondRound || refused.size === 0) return { type: 'next_target' };
        secondRound = true;
        for (const project of refused) tried.delete(project);
        continue;
      }
      const { lease } = leased;
      const outcome = await this.#attempt(runtime, target, lease, attempt);
      if (outcome.type === 'done') return { type: 'ended', value: outcome.value };
      if (outcome.type === 'gone') return this.#leave();
      const verdict = this.#judge(runtime, target, lease, outcome.failure);
      if (outcome.type === 'broken') {
        this.#context.outcome = 'truncated';
        throw errorFromAttempt({ verdict, failure: outcome.failure }, this.#gateway.redact);
      }
      this.#throwIfFinal(verdict);
      if (verdict.next === 'retry_once' && retriesLeft > 0 && sameKey !== lease.keyId) {
        retriesLeft -= 1;
        sameKey = lease.keyId;
        await sleep(SAME_ROUTE_PAUSE_MS * (0.5 + this.#gateway.random()));
        continue;
      }
      sameKey = undefined;
      tried.add(lease.projectId);
      if (!secondRound && isQuota(verdict)) refused.add(lease.projectId);
    }
  }

  /** What the client is told; an unknown model with the names that look like it. */
  finalError(): GatewayError {
    const error = this.#bareError();
    if (error.code !== 'model_not_found') return error;
    const near = this.#gateway.nearNames(this.#context.modelAsked);
    const message = near.length === 0 ? error.message : `${error.message} Near names: ${near.join(', ')}.`;
    return new GatewayError(error.code, message, error.options);
  }

  #bareError(): GatewayError {
    const { redact, clock } = this.#gateway;
    if (this.#resting !== undefined) return errorFromResting(this.#resting, this.#last, clock.now(), redact);
    return this.#last === undefined
      ? new GatewayError('not_supported', 'No configured provider serves this model.')
      : errorFromAttempt(this.#last, redact);
  }

  async #lease(runtime: ProviderRuntime, request: LeaseRequest, isLast: boolean) {
    const now = runtime.pool.lease(request);
    if (now.type === 'leased' || now.reason === 'excluded' || now.reason === 'empty') return now;
    const { preferWaitMs, waitForKeyMs } = this.#gateway.retry;
    const patienceMs = isLast ? waitForKeyMs : preferWaitMs;
    const abort = new AbortController();
    const forget = this.#context.sink.onGone(() => abort.abort());
    const deadlineMs = Math.min(this.#gateway.clock.now() + patienceMs, this.#deadlineMs);
    const result = await runtime.pool.acquire(request, deadlineMs, abort.signal);
    forget();
    return result;
  }

  async #attempt<T>(
    runtime: ProviderRuntime,
    target: Target,
    lease: Lease,
    attempt: (route: Route) => Promise<AttemptOutcome<T>>,
  ): Promise<AttemptOutcome<T>> {
    const context = this.#context;
    context.provider = target.provider;
    context.providerDialect = faceFor(runtime, context.dialect).dialect;
    context.modelGiven = target.model;
    context.maskedKey = lease.secret.masked;
    const startedAt = performance.now();
    // Traced before it runs, so that the headers of this very answer count it.
    const traceIndex = context.attempts.length;
    const trace = { provider: target.provider, model: target.model, key: lease.secret.masked };
    context.attempts.push({ ...trace, row: 'running', durationMs: 0 });
    let outcome: AttemptOutcome<T>;
    try {
      outcome = await attempt({
        runtime,
        model: target.model,
        lease,
        unusableAnswers: this.#unusableAnswers,
      });
    } catch (error) {
      lease.abandon(true);
      throw error;
    }
    const row = outcome.type === 'done' ? 'ok' : outcome.type;
    const status =
      'failure' in outcome && outcome.failure.type === 'answer' ? outcome.failure.status : undefined;
    context.attempts[traceIndex] = { ...trace, row, status, durationMs: performance.now() - startedAt };
    if (outcome.type === 'done') lease.succeed({ firstByteMs: outcome.firstByteMs, tokens: outcome.tokens });
    else if (outcome.type === 'gone') lease.abandon(outcome.sent);
    this.#gateway.noteAttempt(target.provider, row);
    return outcome;
  }

  #judge(runtime: ProviderRuntime, target: Target, lease: Lease, failure: Failure): Verdict {
    const verdict = runtime.provider.verdicts(failure, this.#gateway.redact);
    lease.fail(verdict);
    const trace = this.#context.attempts.at(-1);
    if (trace) this.#context.attempts[this.#context.attempts.length - 1] = { ...trace, row: verdict.row };
    this.#gateway.noteVerdict(target.provider, verdict.row);
    if (failure.type === 'broken' && (failure.reason === 'empty' || failure.reason === 'failed_generation')) {
      this.#unusableAnswers += 1;
    }
    if (verdict.counts) this.#counted += 1;
    this.#last = { verdict, failure };
    return verdict;
  }

  #throwIfFinal(verdict: Verdict): void {
    const spent =
      this.#counted >= this.#gateway.retry.maxAttempts ||
      this.#unusableAnswers > MAX_UNUSABLE_REPEATS ||
      this.#gateway.clock.now() >= this.#deadlineMs;
    if (verdict.next !== 'return' && !this.#plan.failFast && !spent) return;
    this.#resting = undefined;
    throw this.finalError();
  }

  #leave(): { readonly type: 'ended'; readonly value: undefined } {
    this.#context.outcome = 'cancelled';
    return { type: 'ended', value: undefined };
  }
}

function isQuota(verdict: Verdict): boolean {
  return verdict.effect.kind === 'bucket_cool' || verdict.effect.kind === 'bucket_day';
}

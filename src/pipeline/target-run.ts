// The attempts at one target: lease a key, try, judge, go on or stop. Pool rules 1, 9, 10 and 11 live here.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Lease, LeaseRequest, LeaseResult, Resting } from '../pool/pool.ts';
import type { Failure, Verdict } from '../providers/verdict.ts';
import type { Target } from '../routing/target.ts';
import { isQuota, type AttemptLedger } from './attempt-ledger.ts';
import { errorFromAttempt } from './final-error.ts';
import type { Gateway, ProviderRuntime } from './gateway.ts';
import type { RequestContext } from './request-context.ts';
import type { Attempt, AttemptOutcome, AttemptPlan, TargetOutcome } from './run-attempts.ts';
import { faceFor } from './runtime-face.ts';

/** A pause before the same route is tried again: long enough to matter, short enough not to be felt. */
const SAME_ROUTE_PAUSE_MS = 250;

/** The run of one request at one target. */
export class TargetRun {
  readonly #gateway: Gateway;
  readonly #context: RequestContext;
  readonly #plan: AttemptPlan;
  readonly #ledger: AttemptLedger;
  readonly #runtime: ProviderRuntime;
  readonly #target: Target;
  /** Projects that had their attempt. */
  readonly #tried = new Set<string>();
  /** Of those, the ones that refused for their quota. */
  readonly #refused = new Set<string>();
  #secondRound = false;
  #sameKey: string | undefined;
  #retriesLeft: number;

  constructor(
    gateway: Gateway,
    context: RequestContext,
    plan: AttemptPlan,
    ledger: AttemptLedger,
    runtime: ProviderRuntime,
    target: Target,
  ) {
    this.#gateway = gateway;
    this.#context = context;
    this.#plan = plan;
    this.#ledger = ledger;
    this.#runtime = runtime;
    this.#target = target;
    this.#retriesLeft = gateway.retry.sameKeyRetries;
  }

  /** Attempts until the request ends or every key of this target rests for longer than `patienceMs`. */
  async attempt<T>(attempt: Attempt<T>, patienceMs: number): Promise<TargetOutcome<T>> {
    if (!this.#holdsOverflow()) return { type: 'skipped' };
    for (;;) {
      const leased = await this.#lease(patienceMs);
      if (this.#context.sink.gone) {
        if (leased.type === 'leased') leased.lease.abandon(false);
        return this.#leave();
      }
      if (leased.type === 'resting') {
        if (!this.#startSecondRound(leased)) return { type: 'resting', resting: leased };
        continue;
      }
      const { lease } = leased;
      const outcome = await this.#try(lease, attempt);
      if (outcome.type === 'done') return { type: 'ended', value: outcome.value };
      if (outcome.type === 'gone') return this.#leave();
      const verdict = this.#judge(lease, outcome.failure);
      if (outcome.type === 'broken') {
        this.#context.outcome = 'truncated';
        throw errorFromAttempt({ verdict, failure: outcome.failure }, this.#gateway.redact);
      }
      if (this.#goesToLarger(verdict)) return { type: 'skipped' };
      if (verdict.next === 'return' || this.#ledger.isSpent()) {
        throw this.#ledger.stoppedError(verdict, () => this.#outlook());
      }
      await this.#prepareNext(lease, verdict);
    }
  }

  /** Buckets that refused for their quota rest now; after that rest, and only then, each may be asked once more. */
  #startSecondRound(resting: Resting): boolean {
    if (resting.reason !== 'excluded' || this.#secondRound || this.#refused.size === 0) return false;
    this.#secondRound = true;
    for (const project of this.#refused) this.#tried.delete(project);
    return true;
  }

  async #prepareNext(lease: Lease, verdict: Verdict): Promise<void> {
    if (verdict.next === 'retry_once' && this.#retriesLeft > 0) {
      this.#retriesLeft -= 1;
      this.#sameKey = lease.keyId;
      await sleep(SAME_ROUTE_PAUSE_MS * (0.5 + this.#gateway.random()));
      return;
    }
    this.#sameKey = undefined;
    this.#tried.add(lease.projectId);
    if (!this.#secondRound && isQuota(verdict)) this.#refused.add(lease.projectId);
  }

  #request(excludeProjects: ReadonlySet<string> | undefined): LeaseRequest {
    const { estimatedTokens, purpose } = this.#plan;
    return {
      model: this.#target.model,
      estimatedTokens,
      purpose,
      excludeProjects,
      preferKey: this.#sameKey,
      affinity: this.#runtime.affinity ? this.#context.affinity : undefined,
    };
  }

  async #lease(patienceMs: number): Promise<LeaseResult> {
    const { pool } = this.#runtime;
    const request = this.#request(this.#tried);
    const now = pool.lease(request);
    if (now.type === 'leased' || now.reason === 'excluded' || now.reason === 'empty') return now;
    const abort = new AbortController();
    const forget = this.#context.sink.onGone(() => abort.abort());
    const deadlineMs = Math.min(this.#gateway.clock.now() + patienceMs, this.#ledger.deadlineMs);
    const result = await pool.acquire(request, deadlineMs, abort.signal);
    forget();
    return result;
  }

  /** Why nothing could be leased now, by anyone; undefined when something could. */
  #outlook(): Resting | undefined {
    const next = this.#runtime.pool.lease(this.#request(undefined));
    if (next.type === 'resting') return next;
    next.lease.abandon(false);
    return undefined;
  }

  async #try<T>(lease: Lease, attempt: Attempt<T>): Promise<AttemptOutcome<T>> {
    const context = this.#context;
    const { provider, model } = this.#target;
    context.provider = provider;
    context.providerDialect = faceFor(this.#runtime, context.dialect).dialect;
    context.modelGiven = model;
    context.maskedKey = lease.secret.masked;
    const startedAt = performance.now();
    // Traced before it runs, so that the headers of this very answer count it.
    const traceIndex = context.attempts.length;
    const trace = { provider, model, key: lease.secret.masked };
    context.attempts.push({ ...trace, row: 'running', durationMs: 0 });
    let outcome: AttemptOutcome<T>;
    try {
      const { unusableAnswers } = this.#ledger;
      outcome = await attempt({ runtime: this.#runtime, model, lease, unusableAnswers });
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
    this.#gateway.noteAttempt(provider, row);
    return outcome;
  }

  #judge(lease: Lease, failure: Failure): Verdict {
    const verdict = this.#runtime.provider.verdicts(failure, this.#gateway.redact);
    lease.fail(verdict);
    const { attempts } = this.#context;
    const trace = attempts.at(-1);
    if (trace) attempts[attempts.length - 1] = { ...trace, row: verdict.row };
    this.#gateway.noteVerdict(this.#target.provider, verdict.row);
    this.#ledger.note(verdict, failure);
    return verdict;
  }

  /** A context overflow is never sent to the same model again, and goes on only to one that is known to hold more. */
  #goesToLarger(verdict: Verdict): boolean {
    if (verdict.code !== 'context_length_exceeded') return false;
    const limit = this.#gateway.inputTokenLimit(this.#target);
    if (limit === undefined) return false;
    this.#ledger.overflowedTokens = Math.max(limit, this.#ledger.overflowedTokens ?? 0);
    return this.#plan.targets.some((target) => (this.#gateway.inputTokenLimit(target) ?? 0) > limit);
  }

  #holdsOverflow(): boolean {
    const { overflowedTokens } = this.#ledger;
    if (overflowedTokens === undefined) return true;
    return (this.#gateway.inputTokenLimit(this.#target) ?? 0) > overflowedTokens;
  }

  #leave(): { readonly type: 'ended'; readonly value: undefined } {
    this.#context.outcome = 'cancelled';
    return { type: 'ended', value: undefined };
  }
}

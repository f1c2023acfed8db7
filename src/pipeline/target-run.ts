// The attempts at one target: lease a key, try, judge, go on or stop. Pool rules 1, 9, 10 and 11 live here.

import type { Lease, LeaseRequest, LeaseResult, Resting } from '../pool/pool.ts';
import type { Failure, Verdict } from '../providers/verdict.ts';
import type { Target } from '../routing/target.ts';
import type { AttemptRecord, CandidateRecord } from '../telemetry/attempt-record.ts';
import type { AttemptLedger } from './attempt-ledger.ts';
import { errorFromAttempt } from './final-error.ts';
import type { Gateway, ProviderRuntime } from './gateway.ts';
import { pause } from './pause.ts';
import type { RequestContext } from './request-context.ts';
import { SecondChances } from './second-chances.ts';
import { helpsOverload, whyUnwanted, type Troubles } from './target-wanted.ts';
import type { Attempt, AttemptOutcome, AttemptPlan, Route, TargetOutcome } from './run-attempts.ts';
import { tellSuccess } from './tell-success.ts';

/** A pause before the same route is tried again: long enough to matter, short enough not to be felt. */
const SAME_ROUTE_PAUSE_MS = 250;

const WITHHELD: Troubles = { overflowedTokens: undefined, overloaded: false, withheld: true };

/** The run of one request at one target. */
export class TargetRun {
  readonly #gateway: Gateway;
  readonly #context: RequestContext;
  readonly #plan: AttemptPlan;
  readonly #ledger: AttemptLedger;
  readonly #runtime: ProviderRuntime;
  readonly #target: Target;
  /** Made when something has failed. */
  #chances: SecondChances | undefined;
  #sameKey: string | undefined;
  #retriesLeft: number;
  /** Spent since the last attempt, waiting for a key or before a repeat. */
  #waitedMs = 0;

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

  /** It may serve when others rest. */
  get helpsOverload(): boolean {
    return helpsOverload(this.#target);
  }

  /** Attempts until the request ends or every key of this target rests for longer than `patienceMs`. */
  async attempt<T>(attempt: Attempt<T>, patienceMs: number): Promise<TargetOutcome<T>> {
    const unwanted = whyUnwanted(this.#target, this.#ledger, this.#gateway);
    if (unwanted !== undefined) return this.#skip(unwanted);
    this.#ledger.unusableAnswers = 0;
    for (;;) {
      if (this.#context.sink.gone) return this.#leave();
      let leased = this.#leaseNow();
      if (leased.type === 'resting' && this.#chances?.forSiblings() === true) continue;
      if (isWorthAWait(leased)) leased = await this.#waitForLease(patienceMs);
      if (this.#context.sink.gone) {
        if (leased.type === 'leased') leased.lease.abandon(false);
        return this.#leave();
      }
      if (leased.type === 'resting') {
        if (leased.reason === 'excluded' && this.#chances?.forQuotas() === true) continue;
        const { reason, untilMs, limit } = leased;
        const waitedMs = this.#waitedMs === 0 ? undefined : this.#waitedMs;
        this.#context.noteSkip({ ...this.#place(), reason, waitedMs, untilMs, limit });
        this.#waitedMs = 0;
        return { type: 'resting', resting: leased };
      }
      const { lease } = leased;
      const trace = this.#trace(lease);
      let outcome: AttemptOutcome<T>;
      try {
        outcome = await attempt(this.#begin(lease));
      } catch (error) {
        lease.abandon(true);
        throw error;
      }
      this.#settle(lease, outcome, trace);
      if (outcome.type === 'done') return { type: 'ended', value: outcome.value };
      if (outcome.type === 'gone') {
        if (outcome.sent) this.#noteCut();
        return this.#leave();
      }
      const verdict = this.#judge(lease, outcome.failure, trace);
      if (outcome.type === 'broken') {
        this.#context.outcome = 'truncated';
        this.#noteCut();
        throw errorFromAttempt({ verdict, failure: outcome.failure }, this.#gateway.redact);
      }
      if (this.#goesElsewhere(verdict)) return { type: 'skipped' };
      if (verdict.next === 'return' || this.#ledger.isSpent()) {
        throw this.#ledger.stoppedError(verdict, () => this.#outlook());
      }
      if (this.#ledger.leaves(this.#target)) {
        this.#ledger.overloaded = true;
        return this.#skip('had_its_share');
      }
      await this.#prepareNext(lease, verdict, trace);
    }
  }

  async #prepareNext(lease: Lease, verdict: Verdict, trace: AttemptRecord): Promise<void> {
    if (verdict.next === 'retry_once' && this.#retriesLeft > 0) {
      this.#retriesLeft -= 1;
      this.#sameKey = lease.keyId;
      const { clock, random } = this.#gateway;
      const fromMs = clock.now();
      await pause(clock, SAME_ROUTE_PAUSE_MS * (0.5 + random()), this.#context.sink);
      this.#waitedMs += clock.now() - fromMs;
      return;
    }
    this.#sameKey = undefined;
    // Then this key was only stopped, and the other one is noted already.
    if (trace.beside === true) return;
    this.#chances ??= new SecondChances(this.#ledger.tried, this.#target);
    this.#chances.note(lease.projectId, verdict);
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

  #leaseNow(): LeaseResult {
    return this.#runtime.pool.lease(this.#request(this.#ledger.tried.at(this.#target)));
  }

  async #waitForLease(patienceMs: number): Promise<LeaseResult> {
    const abort = new AbortController();
    const forget = this.#context.sink.onGone(() => abort.abort());
    const fromMs = this.#gateway.clock.now();
    const deadlineMs = Math.min(fromMs + patienceMs, this.#ledger.deadlineMs);
    const request = this.#request(this.#ledger.tried.at(this.#target));
    const result = await this.#runtime.pool.acquire(request, deadlineMs, abort.signal);
    forget();
    this.#waitedMs += this.#gateway.clock.now() - fromMs;
    return result;
  }

  /** Why nothing could be leased now, by anyone; undefined when something could. */
  #outlook(): Resting | undefined {
    const next = this.#runtime.pool.lease(this.#request(undefined));
    if (next.type === 'resting') return next;
    next.lease.abandon(false);
    return undefined;
  }

  /** Traced before it runs, so that the headers of this very answer count it. */
  #trace(lease: Lease): AttemptRecord {
    const context = this.#context;
    const trace: AttemptRecord = {
      provider: this.#target.provider,
      model: this.#target.model,
      keyMasked: lease.secret.masked,
      project: lease.projectId,
      atMs: context.elapsedMs(),
      waitMs: this.#waitedMs,
      repeated: this.#sameKey === lease.keyId,
      affine: lease.affine,
      probe: lease.probe,
      row: 'running',
      status: undefined,
      firstByteMs: undefined,
      ms: 0,
    };
    this.#waitedMs = 0;
    context.attempts.push(trace);
    return trace;
  }

  /** From here on the request is told of as this target's. */
  #begin(lease: Lease): Route {
    const context = this.#context;
    const { provider, model } = this.#target;
    context.provider = provider;
    context.providerDialect = this.#runtime.faceFor(model, context.dialect).dialect;
    context.modelGiven = model;
    context.maskedKey = lease.secret.masked;
    const { unusableAnswers, deadlineMs, tried } = this.#ledger;
    const withheldGoesOn = this.#withheldGoesOn();
    return { runtime: this.#runtime, model, lease, deadlineMs, unusableAnswers, withheldGoesOn, tried };
  }

  #settle(lease: Lease, outcome: AttemptOutcome<unknown>, trace: AttemptRecord): void {
    const context = this.#context;
    trace.row = outcome.type === 'done' ? 'ok' : outcome.type;
    if (outcome.type === 'gone' && context.sink.stopped) trace.row = 'stopped';
    trace.ms = context.elapsedMs() - trace.atMs;
    if (outcome.type === 'done') {
      trace.firstByteMs = outcome.firstByteMs;
      lease.succeed(tellSuccess(this.#runtime.provider, outcome));
    } else if (outcome.type === 'gone') lease.abandon(outcome.sent);
    else if (outcome.failure.type === 'answer') trace.status = outcome.failure.status;
    this.#gateway.noteAttempt(trace.provider, trace.row);
  }

  #judge(lease: Lease, failure: Failure, trace: AttemptRecord): Verdict {
    // Of two attempts at one stream, the other may have had it, at another provider.
    const { provider } = this.#gateway.providers.get(trace.provider) ?? this.#runtime;
    const verdict = provider.verdicts(failure, this.#gateway.redact);
    lease.fail(verdict);
    trace.row = verdict.row;
    this.#gateway.noteVerdict(trace.provider, verdict.row);
    this.#ledger.note(verdict, failure);
    return verdict;
  }

  /**
   * A context overflow is never sent to the same model again, and goes on only to one that holds more. What was withheld
   * for its content goes on only where that is configured.
   */
  #goesElsewhere({ code }: Verdict): boolean {
    const ledger = this.#ledger;
    if (code === 'context_length_exceeded') {
      const limit = this.#gateway.inputTokenLimit(this.#target) ?? Infinity;
      ledger.overflowedTokens = Math.max(limit, ledger.overflowedTokens ?? 0);
      return this.#anyWants(this.#plan.targets, ledger);
    }
    if (code !== 'content_policy' || !this.#withheldGoesOn()) return false;
    ledger.withheld = true;
    return true;
  }

  /** What was withheld only goes forward: those before have had their turn. */
  #withheldGoesOn(): boolean {
    const { targets } = this.#plan;
    const { onContentPolicy } = this.#gateway.retry;
    if (onContentPolicy === 'answer' && !targets.some(isForContent)) return false;
    const later = targets.slice(targets.indexOf(this.#target) + 1);
    return this.#anyWants(later, { ...WITHHELD, overflowedTokens: this.#ledger.overflowedTokens });
  }

  #anyWants(targets: readonly Target[], troubles: Troubles): boolean {
    const { failFast } = this.#plan;
    return !failFast && targets.some((target) => whyUnwanted(target, troubles, this.#gateway) === undefined);
  }

  /** The prompt is paid for, whatever became of the answer. */
  #noteCut(): void {
    this.#context.cutPromptTokens = this.#plan.estimatedTokens;
  }

  #place(): CandidateRecord {
    const { provider, model } = this.#target;
    return { provider, model };
  }

  #skip(reason: string): { readonly type: 'skipped' } {
    this.#context.noteSkip({ ...this.#place(), reason });
    return { type: 'skipped' };
  }

  #leave(): { readonly type: 'ended'; readonly value: undefined } {
    if (!this.#context.sink.stopped) this.#context.outcome = 'cancelled';
    return { type: 'ended', value: undefined };
  }
}

function isForContent({ onlyFor }: Target): boolean {
  return onlyFor === 'content_policy';
}

/** Time brings back what rests; not what this request had already, nor keys that are no more. */
function isWorthAWait(leased: LeaseResult): boolean {
  return leased.type === 'resting' && leased.reason !== 'excluded' && leased.reason !== 'empty';
}

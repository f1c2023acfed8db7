// The one way that every request goes, streamed or not: target by target, key by key, until an attempt is done.
// Which attempts a target gets is target-run.ts; what a failure means is the verdict table's business.

import type { Usage } from '../canon/usage.ts';
import type { Lease, Resting } from '../pool/pool.ts';
import type { Failure } from '../providers/verdict.ts';
import type { Target } from '../routing/target.ts';
import { AttemptLedger } from './attempt-ledger.ts';
import type { Gateway, ProviderRuntime } from './gateway.ts';
import type { RequestContext } from './request-context.ts';
import { TargetRun } from './target-run.ts';
import type { TriedProjects } from './tried-projects.ts';

/** Where one attempt goes. */
export interface Route {
  readonly runtime: ProviderRuntime;
  readonly model: string;
  readonly lease: Lease;
  /** When the request as a whole has had its time, Unix ms. */
  readonly deadlineMs: number;
  /** Unusable answers (empty, failed generation) that its target has already given: the second is delivered as it is. */
  readonly unusableAnswers: number;
  /** Projects that are not to be asked again; whoever asks one beside this route adds it. */
  readonly tried: TriedProjects;
  /** A later target is there for answers that are withheld for their content: here they are failures. */
  readonly withheldGoesOn: boolean;
}

/** How one attempt ended: what its lease and the client are told follows from it. */
export type AttemptOutcome<T> =
  /** Delivered, or ready to be. */
  | {
      readonly type: 'done';
      readonly value: T;
      readonly firstByteMs: number;
      readonly usage?: Usage | undefined;
      /** The provider's, which may tell of limits. */
      readonly headers?: Readonly<Record<string, string | string[] | undefined>> | undefined;
    }
  /** Nothing of it reached the client: another route may be tried. */
  | { readonly type: 'failed'; readonly failure: Failure }
  /** Content reached the client: no other route may be tried, and the client must be told that the answer is not whole. */
  | { readonly type: 'broken'; readonly failure: Failure }
  /** The client left. */
  | { readonly type: 'gone'; readonly sent: boolean };

/** Tries one route. A rejection ends the whole request: what another route may mend is an outcome. */
export type Attempt<T> = (route: Route) => Promise<AttemptOutcome<T>>;

/** `targets` are tried in their order; `estimatedTokens` are the prompt's, for limits on tokens a minute. */
export interface AttemptPlan {
  readonly targets: readonly Target[];
  readonly estimatedTokens: number;
  /** Token counts cost no quota of answers, and are limited for themselves. */
  readonly purpose?: 'count' | undefined;
  /** Streams under `stream_failover: fail_fast`: the first failure is the answer. */
  readonly failFast: boolean;
}

/** How a target ended: with the request, or with the reason why the next one is to be tried. */
export type TargetOutcome<T> =
  | { readonly type: 'ended'; readonly value: T | undefined }
  | { readonly type: 'resting'; readonly resting: Resting }
  | { readonly type: 'skipped' };

/** Never at once again: a target that says it is back, and is not, must not keep everybody else from being served. */
const SHORTEST_WAIT_MS = 1;

/**
 * Runs attempts until one is done. Undefined when the client has left; throws a GatewayError when no route is left or
 * a stream broke after content had reached the client.
 */
export async function runAttempts<T>(
  gateway: Gateway,
  context: RequestContext,
  plan: AttemptPlan,
  attempt: Attempt<T>,
): Promise<T | undefined> {
  const ledger = new AttemptLedger(gateway, context, plan);
  const runs: TargetRun[] = [];
  for (const target of plan.targets) {
    const runtime = gateway.providers.get(target.provider);
    if (runtime !== undefined) runs.push(new TargetRun(gateway, context, plan, ledger, runtime, target));
  }
  const { preferWaitMs, waitForKeyMs } = gateway.retry;
  const alone = runs.filter((run) => run.helpsOverload).length === 1;
  // Keys before models: a resting target is waited for a moment only, as long as there is another.
  for (const run of runs) {
    const outcome = await run.attempt(attempt, alone ? waitForKeyMs : preferWaitMs);
    if (outcome.type === 'ended') return outcome.value;
    if (outcome.type === 'resting') ledger.noteResting(run, outcome.resting);
  }
  // All of them rest: whichever is back first is worth the caller's patience, and if it stays away, the next one.
  const untilMs = gateway.clock.now() + waitForKeyMs;
  let next = alone ? undefined : ledger.nextReturn(untilMs);
  while (next !== undefined) {
    const { run, orMs } = next;
    const outcome = await run.attempt(attempt, Math.max(SHORTEST_WAIT_MS, orMs - gateway.clock.now()));
    if (outcome.type === 'ended') return outcome.value;
    if (outcome.type === 'resting') ledger.noteResting(run, outcome.resting);
    else ledger.noteSkipped(run);
    next = ledger.nextReturn(untilMs);
  }
  throw ledger.finalError();
}

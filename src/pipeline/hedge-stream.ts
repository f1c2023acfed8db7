// Two attempts at one stream: the second begins when the first token is later than it nearly ever is, the first to bring
// content has the stream, the other is stopped. Both leases are settled here but for the one that the caller of this settles.

import { usageOfCut } from '../canon/usage-of-cut.ts';
import type { Target } from '../routing/target.ts';
import type { AttemptRecord } from '../telemetry/attempt-record.ts';
import type { Gateway } from './gateway.ts';
import type { HedgePolicy } from './hedge-policy.ts';
import { promised } from './promised.ts';
import type { RequestContext } from './request-context.ts';
import type { AttemptOutcome, AttemptPlan, Route } from './run-attempts.ts';
import { tellSuccess } from './tell-success.ts';

/** What one of several attempts is bound by. */
export interface Turn {
  /** The first content has come: true when the stream is this attempt's. */
  claim(): boolean;
  /** Tells how to stop the attempt once the stream is another's. */
  onLost(stop: () => void): void;
}

/** What a race needs; `attempt` is called for each runner, a second time at most once. */
export interface HedgeScene {
  /** Of the first attempt. Its lease is settled by the caller. */
  readonly route: Route;
  readonly gateway: Gateway;
  readonly context: RequestContext;
  readonly attempts: AttemptPlan;
  readonly hedging: HedgePolicy;
  attempt(route: Route, turn: Turn): Promise<AttemptOutcome<true>>;
}

interface Runner {
  readonly route: Route;
  readonly startedMs: number;
  readonly record: AttemptRecord;
  loss: readonly string[];
  stop(): void;
}

/** The outcome of whichever attempt had the stream; of the first when neither had. */
export async function hedgeStream(scene: HedgeScene): Promise<AttemptOutcome<true>> {
  return new Race(scene).run();
}

class Race {
  readonly #scene: HedgeScene;
  #first: Runner | undefined;
  #second: { readonly runner: Runner; readonly outcome: Promise<AttemptOutcome<true>> } | undefined;
  #winner: Runner | undefined;

  constructor(scene: HedgeScene) {
    this.#scene = scene;
  }

  async run(): Promise<AttemptOutcome<true>> {
    const { route, hedging, gateway, context, attempt } = this.#scene;
    const lateMs = hedging.lateAfterMs(route.runtime.provider.name, route.model);
    const first = this.#runner(route, promised(context.attempts.at(-1), 'the record of a running attempt'));
    this.#first = first;
    const timer = lateMs === undefined ? undefined : gateway.clock.after(lateMs, () => this.#startSecond());
    try {
      const outcome = await attempt(route, this.#turn(first));
      timer?.cancel();
      return this.#second === undefined
        ? outcome
        : this.#settle(first, outcome, this.#second.runner, await this.#second.outcome);
    } finally {
      timer?.cancel();
    }
  }

  #runner(route: Route, record: AttemptRecord): Runner {
    const { gateway, context } = this.#scene;
    return { route, record, startedMs: gateway.clock.now(), loss: context.loss, stop: () => {} };
  }

  #turn(runner: Runner): Turn {
    return {
      claim: () => this.#claim(runner),
      onLost: (stop) => void (runner.stop = stop),
    };
  }

  #startSecond(): void {
    const { context, hedging, attempt } = this.#scene;
    if (this.#winner !== undefined || context.sink.gone) return;
    const other = this.#leaseOther();
    if (other === undefined) return;
    const { route, target } = other;
    if (!hedging.spend()) {
      route.lease.abandon(false);
      return;
    }
    // Whatever becomes of it: a project is asked once.
    route.tried.add(target, route.lease.projectId);
    const record = this.#record(route);
    const runner = this.#runner(route, record);
    context.attempts.push(record);
    const { loss } = context;
    // What it cannot be asked is the first one's to tell: this one is only in vain.
    const outcome = attempt(route, this.#turn(runner)).catch((): AttemptOutcome<true> => ({
      type: 'gone',
      sent: false,
    }));
    runner.loss = context.loss;
    context.loss = loss;
    this.#second = { runner, outcome };
  }

  /** Another project's key of the same model, else the next target that has one ready. Nothing is waited for. */
  #leaseOther(): { readonly route: Route; readonly target: Target } | undefined {
    const { route, gateway, attempts } = this.#scene;
    const { name } = route.runtime.provider;
    const own = attempts.targets.findIndex(
      ({ provider, model }) => provider === name && model === route.model,
    );
    // Those before have had their turn.
    for (const [at, target] of attempts.targets.slice(own).entries()) {
      const { provider, model, onlyFor } = target;
      // Being late is none of the occasions that a target may be there for.
      if (at > 0 && onlyFor !== undefined) continue;
      const runtime = gateway.providers.get(provider);
      const excludeProjects = new Set(route.tried.at(target));
      if (runtime === route.runtime) excludeProjects.add(route.lease.projectId);
      const { estimatedTokens } = attempts;
      const leased = runtime?.pool.lease({ model, estimatedTokens, excludeProjects });
      if (runtime === undefined || leased?.type !== 'leased') continue;
      return { route: { ...route, runtime, model, lease: leased.lease }, target };
    }
    return undefined;
  }

  #record({ runtime, model, lease }: Route): AttemptRecord {
    return {
      provider: runtime.provider.name,
      model,
      keyMasked: lease.secret.masked,
      project: lease.projectId,
      atMs: this.#scene.context.elapsedMs(),
      waitMs: 0,
      repeated: false,
      affine: lease.affine,
      probe: lease.probe,
      beside: true,
      row: 'running',
      status: undefined,
      firstByteMs: undefined,
      ms: 0,
    };
  }

  #claim(runner: Runner): boolean {
    if (this.#winner !== undefined) return this.#winner === runner;
    this.#winner = runner;
    this.#learn(runner);
    const other = runner === this.#first ? this.#second?.runner : this.#first;
    if (other !== undefined) {
      // It might have taken longer still; not to learn from it at all would teach that nothing is ever late.
      this.#learn(other);
      other.stop();
    }
    if (runner !== this.#first) this.#show(runner);
    return true;
  }

  #learn({ route, startedMs }: Runner): void {
    const { gateway, hedging } = this.#scene;
    hedging.noteFirstToken(route.runtime.provider.name, route.model, gateway.clock.now() - startedMs);
  }

  /** The answer names who gives it. */
  #show({ route, loss }: Runner): void {
    const { context } = this.#scene;
    context.provider = route.runtime.provider.name;
    context.providerDialect = route.runtime.faceFor(route.model, context.dialect).dialect;
    context.modelGiven = route.model;
    context.maskedKey = route.lease.secret.masked;
    context.loss = loss;
  }

  #settle(
    first: Runner,
    one: AttemptOutcome<true>,
    second: Runner,
    two: AttemptOutcome<true>,
  ): AttemptOutcome<true> {
    const { gateway, context } = this.#scene;
    const secondWon = this.#winner === second;
    this.#end(second, two, secondWon);
    gateway.noteHedge(second.route.runtime.provider.name, secondWon ? 'won' : 'lost');
    if (!secondWon) return one;
    const { row } = second.record;
    this.#end(first, one, false);
    // The caller goes on writing into the record of the attempt that it began: it becomes that of the one which won.
    const lost = { ...first.record };
    const at = context.attempts.indexOf(first.record);
    Object.assign(first.record, second.record, { row });
    context.attempts[at] = lost;
    context.attempts[context.attempts.indexOf(second.record)] = first.record;
    return two;
  }

  #end({ route, record }: Runner, outcome: AttemptOutcome<true>, won: boolean): void {
    const { context, gateway, attempts } = this.#scene;
    record.ms = context.elapsedMs() - record.atMs;
    record.row = outcome.type === 'gone' && !won ? 'lost' : outcome.type;
    if (outcome.type === 'done') {
      record.row = 'ok';
      record.firstByteMs = outcome.firstByteMs;
      route.lease.succeed(tellSuccess(route.runtime.provider, outcome));
    } else if (outcome.type === 'gone') {
      route.lease.abandon(outcome.sent);
      // The prompt is paid for; what the winner has used is told by whoever asked for it.
      if (!won && outcome.sent)
        gateway.noteLostTokens(
          record.provider,
          record.model,
          usageOfCut(undefined, attempts.estimatedTokens, 0),
        );
    } else {
      const verdict = route.runtime.provider.verdicts(outcome.failure, gateway.redact);
      route.lease.fail(verdict);
      record.row = verdict.row;
      if (outcome.failure.type === 'answer') record.status = outcome.failure.status;
      if (!won) gateway.noteVerdict(record.provider, verdict.row);
    }
    // The one that had the stream is counted by whoever asked for it.
    if (!won) gateway.noteAttempt(record.provider, record.row);
  }
}

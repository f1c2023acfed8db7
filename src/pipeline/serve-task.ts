// A task at one of OpenAI's smaller endpoints, on any provider: relayed to whoever has the endpoint, else asked of a model
// that can do it. One plan may hold both kinds of targets; which it is, each attempt decides.

import { randomUUID } from 'node:crypto';
import type { CanonAnswer } from '../canon/answer.ts';
import { createLoss } from '../canon/loss.ts';
import { sumUsage } from '../canon/sum-usage.ts';
import type { Usage } from '../canon/usage.ts';
import type { Target } from '../routing/target.ts';
import { askAll } from './ask-all.ts';
import { askRoute, prepareQuestion, renderCall, type Question } from './ask.ts';
import { BytesReader } from './bytes-reader.ts';
import { callStream, type StreamDelivery } from './call-stream.ts';
import type { ProviderCall, WholeAnswer } from './call-whole.ts';
import type { HeaderMap } from './client-sink.ts';
import type { Gateway } from './gateway.ts';
import { startKeepAlive } from './keep-alive.ts';
import { planRoute } from './plan-route.ts';
import type { AnsweringReader } from './relay-reader.ts';
import { passHeaders, relayWhole } from './relay-whole.ts';
import { describeHeaders, type RequestContext } from './request-context.ts';
import { runAttempts, type AttemptOutcome, type AttemptPlan, type Route } from './run-attempts.ts';
import { MAX_ERROR_BYTES, streamHeaders } from './stream-headers.ts';
import type { Task, TaskQuestion } from './task.ts';
import { isRelayed, relayPath, servableTargets } from './task-targets.ts';
import { TranslatedReader } from './translated-reader.ts';
import { WholeOrEventsReader } from './whole-or-events-reader.ts';

const EVENTS: HeaderMap = { 'content-type': 'text/event-stream' };

/** What one attempt brings home. */
type Delivery =
  /** Sent already, as it came. */
  | { readonly type: 'streamed' }
  | { readonly type: 'relayed'; readonly headers: HeaderMap; readonly body: Buffer }
  | { readonly type: 'answered'; readonly answer: CanonAnswer };

/** Serves one task. Throws GatewayError; after commit the head is sent by then. */
export async function serveTask(gateway: Gateway, context: RequestContext, task: Task): Promise<void> {
  const plan = await planRoute(gateway, context, task.model, 'generateContent');
  const targets = servableTargets(gateway, task, plan.targets);
  context.noteLeftOut(plan.targets, targets, task.endpoint);
  context.stream = task.stream;
  const foreign = targets.filter((target) => !isRelayed(gateway, task, target));
  const loss = createLoss();
  // A caller's mistake is told before anything is sent.
  const asked = foreign.length === 0 ? undefined : task.translation?.parse(loss);
  const questions = await Promise.all(
    (asked?.requests ?? []).map((request) =>
      prepareQuestion(gateway, context, request, { targets: foreign }, loss),
    ),
  );
  // What is asked whole may be told in events all the same.
  context.stream = task.stream;
  await new Service(gateway, context, task, targets, asked, questions).run();
}

class Service {
  readonly #gateway: Gateway;
  readonly #context: RequestContext;
  readonly #task: Task;
  readonly #attempts: AttemptPlan;
  readonly #asked: TaskQuestion | undefined;
  readonly #questions: readonly Question[];
  readonly #scene: { readonly nowMs: number; readonly id: string };
  #reader: AnsweringReader | undefined;

  constructor(
    gateway: Gateway,
    context: RequestContext,
    task: Task,
    targets: readonly Target[],
    asked: TaskQuestion | undefined,
    questions: readonly Question[],
  ) {
    this.#gateway = gateway;
    this.#context = context;
    this.#task = task;
    this.#asked = asked;
    this.#questions = questions;
    this.#attempts = {
      targets,
      estimatedTokens: questions[0]?.attempts.estimatedTokens ?? task.estimatedTokens,
      failFast: task.stream && gateway.failFastStreams,
    };
    this.#scene = { nowMs: gateway.clock.now(), id: randomUUID().replaceAll('-', '') };
  }

  async run(): Promise<void> {
    const context = this.#context;
    const stopKeepAlive = this.#startKeepAlive();
    try {
      const delivery = await runAttempts(this.#gateway, context, this.#attempts, (route) =>
        this.#attempt(route),
      );
      if (delivery?.type === 'relayed') this.#send(delivery.headers, delivery.body);
      if (delivery?.type === 'answered') await this.#finish(delivery.answer);
      if (delivery?.type === 'streamed') context.usage = this.#reader?.usage;
    } finally {
      stopKeepAlive();
      context.usage ??= this.#reader?.usage;
      context.writtenChars = this.#reader?.writtenChars ?? 0;
    }
  }

  #attempt(route: Route): Promise<AttemptOutcome<Delivery>> {
    const path = relayPath(route.runtime, route.model, this.#task);
    return path === undefined ? this.#ask(route) : this.#relay(route, path);
  }

  async #relay(route: Route, path: string): Promise<AttemptOutcome<Delivery>> {
    const { relay } = this.#task;
    const { form, passedHeaders, foreignTypes } = relay;
    const call = relay.call(path, route.model);
    if (form === 'json') {
      const face = relay.createFace();
      const outcome = await relayWhole(this.#gateway, this.#context, route, { call, face, passedHeaders });
      return outcome.type === 'done' ? { ...outcome, value: { type: 'relayed', ...outcome.value } } : outcome;
    }
    if (form === 'bytes') {
      return this.#stream(route, call, new BytesReader(foreignTypes), (headers) => this.#openBytes(headers));
    }
    const { maxAnswerBytes } = this.#gateway;
    const reader = new WholeOrEventsReader(relay.createFace(), route.unusableAnswers > 0, maxAnswerBytes);
    return this.#stream(route, call, reader, (headers) => this.#openRelay(headers));
  }

  async #ask(route: Route): Promise<AttemptOutcome<Delivery>> {
    const [question] = this.#questions;
    if (question === undefined) throw new Error('a target was to be asked what it can only be relayed');
    const render = this.#questions.length === 1 ? this.#asked?.createStreamRenderer : undefined;
    if (this.#task.stream && render !== undefined) {
      const reader = new TranslatedReader({
        face: route.runtime.faceFor(route.model, this.#context.dialect).face,
        request: question.request,
        renderer: render(this.#scene),
        estimatedTokens: this.#attempts.estimatedTokens,
        acceptEmpty: route.unusableAnswers > 0,
        onSignature: () => {},
      });
      return this.#stream(route, renderCall(question, route), reader, () => this.#openEvents());
    }
    const outcome = await askRoute(question, route);
    if (outcome.type !== 'done') return outcome;
    return { ...outcome, value: { type: 'answered', answer: outcome.value } };
  }

  async #stream(
    route: Route,
    call: ProviderCall,
    reader: AnsweringReader,
    open: StreamDelivery['open'],
  ): Promise<AttemptOutcome<Delivery>> {
    this.#reader = reader;
    const context = this.#context;
    const delivery: StreamDelivery = {
      sink: context.sink,
      maxErrorBytes: MAX_ERROR_BYTES,
      open,
      onCommit: () => {
        context.noteFirstByte();
        context.modelGiven = reader.model ?? context.modelGiven;
      },
    };
    const outcome = await callStream(route, call, reader, delivery);
    return outcome.type === 'done' ? { ...outcome, value: { type: 'streamed' } } : outcome;
  }

  /** The first answer is there: the others are asked for, and all are told as one. */
  async #finish(first: CanonAnswer): Promise<void> {
    const asked = this.#asked;
    const rest = await askAll(this.#questions.slice(1));
    if (asked === undefined || rest === undefined) return;
    const context = this.#context;
    const answers = [first, ...rest];
    const usage: Usage | undefined = sumUsage(answers.map((answer) => answer.usage));
    context.usage = usage;
    const lost = new Set(context.loss);
    const scene = { ...this.#scene, usage, addLoss: (what: string) => void lost.add(what) };
    const { contentType, body } = asked.render(answers, scene);
    context.loss = [...lost];
    this.#send({ 'content-type': contentType }, body);
  }

  #send(headers: HeaderMap, body: Buffer | string): void {
    const context = this.#context;
    context.noteFirstByte();
    if (context.sink.headSent) {
      // Pings have opened the stream.
      context.sink.write(body);
      context.sink.end();
      return;
    }
    context.sink.send(200, { ...headers, ...describeHeaders(context, this.#gateway.simulated) }, body);
  }

  #openBytes(headers: WholeAnswer['headers']): void {
    this.#context.failsByCut = true;
    this.#open({ 'content-type': 'application/octet-stream', ...this.#passed(headers) });
  }

  #openRelay(headers: WholeAnswer['headers']): void {
    this.#open({ ...EVENTS, ...this.#passed(headers) });
  }

  #openEvents(): void {
    this.#open(EVENTS);
  }

  #passed(headers: WholeAnswer['headers']): HeaderMap {
    return passHeaders(headers, this.#task.relay.passedHeaders);
  }

  #open(headers: HeaderMap): void {
    const own = describeHeaders(this.#context, this.#gateway.simulated);
    this.#context.sink.sendHead(200, { ...headers, ...streamHeaders, ...own });
  }

  #startKeepAlive(): () => void {
    if (!this.#task.stream || this.#asked === undefined) return () => {};
    return startKeepAlive(this.#context.sink, () => this.#openEvents(), ': ping\n\n', this.#gateway.clock);
  }
}

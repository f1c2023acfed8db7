// A conversation at any door, on any provider: relayed untouched where both speak the same dialect, else translated.
// One plan may hold both kinds of targets; which it is, each attempt decides.

import { randomUUID } from 'node:crypto';
import { createLoss } from '../canon/loss.ts';
import type { RenderAnswerContext, StreamRenderer } from '../dialects/dialect.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { RoutePlan } from '../routing/target.ts';
import { askRoute, prepareQuestion, renderCall, type Question } from './ask.ts';
import { callStream, type StreamDelivery } from './call-stream.ts';
import type { ProviderCall } from './call-whole.ts';
import { capableTargets } from './capable-targets.ts';
import type { HeaderMap } from './client-sink.ts';
import type { Conversation } from './conversation.ts';
import { conversationId } from './conversation-id.ts';
import type { Gateway, ProviderRuntime } from './gateway.ts';
import { startKeepAlive } from './keep-alive.ts';
import { planRoute } from './plan-route.ts';
import { relayWhole } from './relay-whole.ts';
import { createRelayReader, type AnsweringReader } from './relay-reader.ts';
import { RememberedRelay, rememberRelay } from './resume-relay.ts';
import { withSignatureRepair } from './repair-signatures.ts';
import { describeHeaders, type RequestContext } from './request-context.ts';
import type { ResumeRecord } from './resume-record.ts';
import type { ResumableStream } from './resume-stream.ts';
import { createResume } from './create-resume.ts';
import { faceFor } from './runtime-face.ts';
import { runAttempts, type AttemptOutcome, type AttemptPlan, type Route } from './run-attempts.ts';
import { MAX_ERROR_BYTES, streamHeaders } from './stream-headers.ts';
import { TranslatedReader } from './translated-reader.ts';

/** Serves one conversation. Throws GatewayError; after commit the head is sent by then. */
export async function serveConversation(
  gateway: Gateway,
  context: RequestContext,
  conversation: Conversation,
): Promise<void> {
  const plan = servable(
    gateway,
    context,
    conversation,
    await planRoute(gateway, context, conversation.model, 'generateContent'),
  );
  context.stream = conversation.stream;
  context.affinity = affinityOf(gateway, context, conversation, plan);
  const question = await translate(gateway, context, conversation, plan);
  const service = new Service(gateway, context, conversation, plan, question);
  const serve = (asked: Question | undefined): Promise<void> =>
    conversation.stream ? service.stream(asked) : service.answer(asked);
  await (question === undefined ? serve(undefined) : withSignatureRepair(question, serve));
}

/** The conversation as the pools know it: no client, and no model, comes near another's. */
function affinityOf(
  gateway: Gateway,
  context: RequestContext,
  { json, headers, bytes, model }: Conversation,
  { targets }: RoutePlan,
): string | undefined {
  if (!targets.some(({ provider }) => gateway.providers.get(provider)?.affinity === true)) return undefined;
  const id = conversationId(json, headers, bytes.length);
  return id && `${context.client.name}\n${model}\n${id}`;
}

/** The targets that this door can reach, by relay or by translation. */
function servable(
  gateway: Gateway,
  context: RequestContext,
  conversation: Conversation,
  plan: RoutePlan,
): RoutePlan {
  const targets = plan.targets.filter(({ provider }) => {
    const runtime = gateway.providers.get(provider);
    return runtime !== undefined && (isRelayed(runtime, conversation) || conversation.face !== undefined);
  });
  context.noteLeftOut(plan.targets, targets, 'dialect');
  if (targets.length > 0) return { ...plan, targets };
  throw new GatewayError(
    'not_supported',
    `No configured provider serves ${conversation.model} at this door.`,
  );
}

function isRelayed(runtime: ProviderRuntime, { dialect, relay }: Conversation): boolean {
  return relay !== undefined && faceFor(runtime, dialect).dialect === dialect;
}

/** The canonical request, if any target needs it; a caller's mistake is told before anything is sent. */
async function translate(
  gateway: Gateway,
  context: RequestContext,
  conversation: Conversation,
  plan: RoutePlan,
): Promise<Question | undefined> {
  const { face, json } = conversation;
  const foreign = plan.targets.some(({ provider }) => {
    const runtime = gateway.providers.get(provider);
    return runtime !== undefined && !isRelayed(runtime, conversation);
  });
  if (!foreign || face === undefined) return undefined;
  const loss = createLoss();
  const parsed = { ...face.parseRequest(json, loss), model: conversation.model, stream: conversation.stream };
  const targets = capableTargets(gateway, plan.targets, parsed);
  context.noteLeftOut(plan.targets, targets, 'media');
  return prepareQuestion(gateway, context, parsed, { ...plan, targets }, loss);
}

/** What one attempt brings home where the answer is wanted whole. */
interface WholeDelivery {
  readonly headers: HeaderMap;
  readonly body: Buffer | string;
}

class Service {
  readonly #gateway: Gateway;
  readonly #context: RequestContext;
  readonly #conversation: Conversation;
  readonly #attempts: AttemptPlan;
  readonly #render: RenderAnswerContext | undefined;
  #renderer: StreamRenderer | undefined;
  readonly #answerId: string;

  constructor(
    gateway: Gateway,
    context: RequestContext,
    conversation: Conversation,
    plan: RoutePlan,
    question: Question | undefined,
  ) {
    this.#gateway = gateway;
    this.#context = context;
    this.#conversation = conversation;
    this.#attempts = question?.attempts ?? {
      targets: plan.targets,
      estimatedTokens: Math.ceil(conversation.bytes.length / 4),
      failFast: conversation.stream && gateway.failFastStreams,
    };
    // Not the request's id: callers may choose that, and repeat it.
    this.#answerId = question === undefined ? '' : randomUUID().replaceAll('-', '');
    this.#render = question && {
      nowMs: gateway.clock.now(),
      requestId: this.#answerId,
      request: question.request,
    };
  }

  async answer(question: Question | undefined): Promise<void> {
    const context = this.#context;
    const delivery = await runAttempts(this.#gateway, context, this.#attempts, (route) =>
      this.#isRelayed(route) ? this.#relayOnce(route) : this.#translateOnce(question, route),
    );
    if (delivery === undefined) return;
    context.noteFirstByte();
    // A provider's own id of the request says more to its support than ours.
    const headers = { ...describeHeaders(context, this.#gateway.simulated), ...delivery.headers };
    context.sink.send(200, headers, delivery.body);
  }

  async stream(question: Question | undefined): Promise<void> {
    const context = this.#context;
    let reader: AnsweringReader | undefined;
    const delivery = {
      sink: context.sink,
      maxErrorBytes: MAX_ERROR_BYTES,
      open: () => this.#openStream(),
      onCommit: () => {
        context.noteFirstByte();
        context.modelGiven = reader?.model ?? context.modelGiven;
      },
    };
    const resume = this.#gateway.resumeStreams ? this.#createResume(question, delivery) : undefined;
    const stopKeepAlive = this.#startKeepAlive();
    try {
      await runAttempts(this.#gateway, context, this.#attempts, async (route) => {
        if (resume?.begun === true) return resume.goOn(route);
        const current = this.#isRelayed(route)
          ? this.#createRelay(route, resume)
          : this.#createTranslator(question, route, resume?.record);
        reader = current;
        context.renderStreamError = (error) => current.renderError(error);
        const outcome = await callStream(route, this.#callFor(question, route), current, delivery);
        return resume === undefined
          ? outcome
          : resume.judge(outcome, current, () => this.#takeUp(resume, current));
      });
      const kept = this.#renderer?.response;
      if (kept !== undefined && context.outcome === 'ok') this.#conversation.keep?.(kept, this.#answerId);
    } catch (error) {
      throw resume === undefined ? error : resume.finalError(error);
    } finally {
      stopKeepAlive();
      context.usage = resume?.usage ?? reader?.usage;
      context.writtenChars = reader?.writtenChars ?? 0;
      resume?.settle();
    }
  }

  #callFor(question: Question | undefined, route: Route): ProviderCall {
    return this.#isRelayed(route) ? this.#conversation.relayCall(route) : renderCall(known(question), route);
  }

  #createResume(question: Question | undefined, delivery: StreamDelivery): ResumableStream | undefined {
    return createResume({
      gateway: this.#gateway,
      context: this.#context,
      conversation: this.#conversation,
      attempts: this.#attempts,
      question,
      delivery,
      callFor: (route) => this.#callFor(question, route),
      isRelayed: (route) => this.#isRelayed(route),
    });
  }

  #isRelayed(route: Route): boolean {
    return isRelayed(route.runtime, this.#conversation);
  }

  #relayOnce(route: Route): Promise<AttemptOutcome<WholeDelivery>> {
    const { relay, relayCall, passedHeaders } = this.#conversation;
    return relayWhole(this.#gateway, this.#context, route, {
      call: relayCall(route),
      face: relay,
      passedHeaders,
    });
  }

  async #translateOnce(question: Question | undefined, route: Route): Promise<AttemptOutcome<WholeDelivery>> {
    const outcome = await askRoute(known(question), route);
    if (outcome.type !== 'done') return outcome;
    const rendered = known(this.#conversation.face).renderAnswer(outcome.value, known(this.#render));
    this.#conversation.keep?.(rendered, this.#answerId);
    const body = JSON.stringify(rendered);
    return { ...outcome, value: { headers: { 'content-type': 'application/json' }, body } };
  }

  #createRelay(route: Route, resume: ResumableStream | undefined): AnsweringReader {
    const { relay, framing, dialect, json } = this.#conversation;
    const acceptUnusable = route.unusableAnswers > 0;
    const reader = createRelayReader(known(relay), { framing, request: json, acceptUnusable });
    if (resume === undefined) return reader;
    const { face } = faceFor(route.runtime, dialect);
    return rememberRelay(reader, { face, request: resume.request, framing }, resume.record);
  }

  /** A renderer that stands where the client is. */
  #takeUp({ request, record }: ResumableStream, reader: AnsweringReader): StreamRenderer | undefined {
    if (!(reader instanceof RememberedRelay)) return this.#renderer;
    const { place } = reader;
    const { face } = this.#conversation;
    const render = this.#render ?? { nowMs: this.#gateway.clock.now(), requestId: randomUUID(), request };
    return place && face?.continueStream(render, record.events, place);
  }

  #createTranslator(
    question: Question | undefined,
    route: Route,
    record: ResumeRecord | undefined,
  ): AnsweringReader {
    const { face } = this.#conversation;
    const { signatures } = this.#gateway;
    const renderer = known(face).createStreamRenderer(known(this.#render));
    this.#renderer = renderer;
    return new TranslatedReader({
      face: faceFor(route.runtime, this.#conversation.dialect).face,
      request: known(question).request,
      renderer: record === undefined ? renderer : record.before(renderer),
      estimatedTokens: this.#attempts.estimatedTokens,
      acceptEmpty: route.unusableAnswers > 0,
      onSignature: (callId, signature) => signatures.remember(this.#context.client.name, callId, signature),
    });
  }

  #openStream(): void {
    const context = this.#context;
    const own = describeHeaders(context, this.#gateway.simulated);
    context.sink.sendHead(200, {
      'content-type': this.#conversation.streamContentType,
      ...streamHeaders,
      ...own,
    });
  }

  #startKeepAlive(): () => void {
    const { face } = this.#conversation;
    if (face === undefined || face.ping === '') return () => {};
    const { sink } = this.#context;
    return startKeepAlive(sink, () => this.#openStream(), face.ping, this.#gateway.clock);
  }
}

/** What `servable` promised: anything else is a defect of ours. */
function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a target was to be reached in a way that its door does not have');
  return value;
}

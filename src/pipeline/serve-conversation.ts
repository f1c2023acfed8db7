// A conversation at any door, on any provider: relayed untouched where both speak the same dialect, else translated.
// One plan may hold both kinds of targets; which it is, each attempt decides.

import { randomUUID } from 'node:crypto';
import { createLoss } from '../canon/loss.ts';
import type { RenderAnswerContext } from '../dialects/dialect.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { RoutePlan } from '../routing/target.ts';
import { askRoute, prepareQuestion, renderCall, type Question } from './ask.ts';
import type { ProviderCall } from './call-whole.ts';
import { capableTargets } from './capable-targets.ts';
import type { HeaderMap } from './client-sink.ts';
import type { Conversation } from './conversation.ts';
import { conversationId } from './conversation-id.ts';
import type { Gateway, ProviderRuntime } from './gateway.ts';
import { planRoute } from './plan-route.ts';
import { promised } from './promised.ts';
import { relayWhole } from './relay-whole.ts';
import { withSignatureRepair } from './repair-signatures.ts';
import { describeHeaders, type RequestContext } from './request-context.ts';
import { streamConversation } from './stream-conversation.ts';
import { runAttempts, type AttemptOutcome, type AttemptPlan, type Route } from './run-attempts.ts';

/** Serves one conversation. Throws GatewayError, or rejects with one; after commit the head is sent by then. */
export function serveConversation(
  gateway: Gateway,
  context: RequestContext,
  conversation: Conversation,
): Promise<void> {
  const planned = planRoute(gateway, context, conversation.model, 'generateContent');
  // Nothing is waited for that is there already: every wait has its price, and this is the way of every request.
  return planned instanceof Promise
    ? planned.then((plan) => serveAsPlanned(gateway, context, conversation, plan))
    : serveAsPlanned(gateway, context, conversation, planned);
}

function serveAsPlanned(
  gateway: Gateway,
  context: RequestContext,
  conversation: Conversation,
  wanted: RoutePlan,
): Promise<void> {
  const isRelayed = createRelayTest(conversation);
  const plan = servable(gateway, context, conversation, wanted, isRelayed);
  context.stream = conversation.stream;
  context.affinity = affinityOf(gateway, context, conversation, plan);
  const serve = (question?: Question): Promise<void> => {
    const service = new Service(gateway, context, conversation, plan, question, isRelayed);
    const answer = (asked?: Question): Promise<void> =>
      conversation.stream ? service.stream(asked) : service.answer(asked);
    return question === undefined ? answer() : withSignatureRepair(question, answer);
  };
  const translated = translate(gateway, context, conversation, plan, isRelayed);
  return translated === undefined ? serve() : translated.then(serve);
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
  isRelayed: RelayTest,
): RoutePlan {
  const targets = plan.targets.filter(({ provider, model }) => {
    const runtime = gateway.providers.get(provider);
    return runtime !== undefined && (conversation.face !== undefined || isRelayed(runtime, model));
  });
  context.noteLeftOut(plan.targets, targets, 'dialect');
  if (targets.length > 0) return { ...plan, targets };
  throw new GatewayError(
    'not_supported',
    `No configured provider serves ${conversation.model} at this door.`,
  );
}

/** Whether a model gets the request's own bytes. */
type RelayTest = (runtime: ProviderRuntime, model: string) => boolean;

/** A conversation that has been with another vendor is translated: so it leaves that vendor's proofs behind. */
function createRelayTest({ bytes, dialect, face, relay }: Conversation): RelayTest {
  let holdsForeignProofs: boolean | undefined;
  return (runtime, model) => {
    if (relay === undefined) return false;
    const spoken = runtime.faceFor(model, dialect);
    if (spoken.dialect !== dialect) return false;
    if (face === undefined) return true;
    // The same for every provider of this dialect, and asked several times.
    holdsForeignProofs ??= spoken.face.foreignProofs.some((proof) => holdsString(bytes, proof));
    return !holdsForeignProofs;
  };
}

/** True when a JSON string begins so. Its quote is the commonest of bytes: what follows is found far sooner. */
function holdsString(bytes: Buffer, quoted: string): boolean {
  return bytes.includes(quoted.slice(1)) && bytes.includes(quoted);
}

/** The canonical request, if any target needs it; a caller's mistake is told before anything is sent. */
function translate(
  gateway: Gateway,
  context: RequestContext,
  conversation: Conversation,
  plan: RoutePlan,
  isRelayed: RelayTest,
): Promise<Question> | undefined {
  const { face, json } = conversation;
  const foreign = plan.targets.some(({ provider, model }) => {
    const runtime = gateway.providers.get(provider);
    return runtime !== undefined && !isRelayed(runtime, model);
  });
  if (!foreign || face === undefined) return undefined;
  const loss = createLoss();
  const parsed = { ...face.parseRequest(json, loss), model: conversation.model, stream: conversation.stream };
  const targets = capableTargets(gateway, plan.targets, parsed, conversation.dialect);
  context.noteLeftOut(plan.targets, targets, 'media');
  return prepareQuestion(gateway, context, parsed, { ...plan, targets }, loss).then((question) => ({
    ...question,
    switches: conversation.switches,
  }));
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
  readonly #relays: RelayTest;
  readonly #attempts: AttemptPlan;
  readonly #render: RenderAnswerContext | undefined;

  constructor(
    gateway: Gateway,
    context: RequestContext,
    conversation: Conversation,
    plan: RoutePlan,
    question: Question | undefined,
    relays: RelayTest,
  ) {
    this.#gateway = gateway;
    this.#context = context;
    this.#conversation = conversation;
    this.#relays = relays;
    this.#attempts = question?.attempts ?? {
      targets: plan.targets,
      estimatedTokens: Math.ceil(conversation.bytes.length / 4),
      failFast: conversation.stream && gateway.failFastStreams,
    };
    this.#render = question && {
      nowMs: gateway.clock.now(),
      // Not the request's id: callers may choose that, and repeat it.
      requestId: randomUUID().replaceAll('-', ''),
      request: question.request,
      keep: conversation.keep,
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

  stream(question: Question | undefined): Promise<void> {
    return streamConversation({
      gateway: this.#gateway,
      context: this.#context,
      conversation: this.#conversation,
      attempts: this.#attempts,
      question,
      render: this.#render,
      isRelayed: (route) => this.#isRelayed(route),
      callFor: (route) => this.#callFor(question, route),
    });
  }

  #callFor(question: Question | undefined, route: Route): ProviderCall {
    return this.#isRelayed(route)
      ? this.#conversation.relayCall(route)
      : renderCall(promised(question, 'a question'), route);
  }

  #isRelayed(route: Route): boolean {
    return this.#relays(route.runtime, route.model);
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
    const outcome = await askRoute(promised(question, 'a question'), route);
    if (outcome.type !== 'done') return outcome;
    const rendered = promised(this.#conversation.face, 'a face for translation').renderAnswer(
      outcome.value,
      promised(this.#render, 'what answers are rendered by'),
    );
    const body = JSON.stringify(rendered);
    return { ...outcome, value: { headers: { 'content-type': 'application/json' }, body } };
  }
}

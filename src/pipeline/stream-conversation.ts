// A conversation whose answer is streamed: which reader an attempt gets, who may go on with it, and when a second attempt
// runs beside the first.

import { randomUUID } from 'node:crypto';
import type { RenderAnswerContext, StreamRenderer } from '../dialects/dialect.ts';
import type { Question } from './ask.ts';
import { callStream, type StreamDelivery } from './call-stream.ts';
import type { ProviderCall } from './call-whole.ts';
import type { Conversation } from './conversation.ts';
import { createResume } from './create-resume.ts';
import type { Gateway } from './gateway.ts';
import { hedgeStream, type Turn } from './hedge-stream.ts';
import { isHedgeable } from './is-hedgeable.ts';
import { startKeepAlive } from './keep-alive.ts';
import { promised } from './promised.ts';
import { createRelayReader, type AnsweringReader } from './relay-reader.ts';
import { describeHeaders, type RequestContext } from './request-context.ts';
import { RememberedRelay, rememberRelay } from './resume-relay.ts';
import type { ResumableStream } from './resume-stream.ts';
import { runAttempts, type AttemptOutcome, type AttemptPlan, type Route } from './run-attempts.ts';
import { MAX_ERROR_BYTES, streamHeaders } from './stream-headers.ts';
import { TranslatedReader } from './translated-reader.ts';

/** One streamed request on its way. */
export interface StreamScene {
  readonly gateway: Gateway;
  readonly context: RequestContext;
  readonly conversation: Conversation;
  readonly attempts: AttemptPlan;
  /** Undefined where all targets are relayed to. */
  readonly question: Question | undefined;
  readonly render: RenderAnswerContext | undefined;
  isRelayed(route: Route): boolean;
  callFor(route: Route): ProviderCall;
}

/** A reader of one attempt, and the renderer behind it where it translates. */
interface Current {
  readonly reader: AnsweringReader;
  readonly renderer: StreamRenderer | undefined;
}

/** Streams the answer. Throws GatewayError; after commit the head is sent by then. */
export async function streamConversation(scene: StreamScene): Promise<void> {
  await new StreamRun(scene).run();
}

class StreamRun {
  readonly #scene: StreamScene;
  readonly #resume: ResumableStream | undefined;
  readonly #hedges: boolean;
  /** Of the attempts so far, the last that was begun or has won. */
  #current: Current | undefined;

  constructor(scene: StreamScene) {
    this.#scene = scene;
    const { gateway, attempts, conversation } = scene;
    this.#resume = gateway.resumeStreams ? createResume({ ...scene, delivery: this.#delivery() }) : undefined;
    this.#hedges = gateway.hedging !== undefined && !attempts.failFast && isHedgeable(conversation);
  }

  async run(): Promise<void> {
    const { gateway, context, attempts } = this.#scene;
    const resume = this.#resume;
    if (this.#hedges) gateway.hedging?.noteRequest();
    const stopKeepAlive = this.#startKeepAlive();
    try {
      await runAttempts(gateway, context, attempts, async (route) => {
        if (resume?.begun === true) return resume.goOn(route);
        const outcome = this.#hedges ? await this.#hedge(route) : await this.#attempt(route);
        const current = this.#current;
        if (resume === undefined || current === undefined) return outcome;
        return resume.judge(outcome, current.reader, () => this.#takeUp(resume, current));
      });
    } catch (error) {
      throw resume === undefined ? error : resume.finalError(error);
    } finally {
      stopKeepAlive();
      const reader = this.#current?.reader;
      context.usage = resume?.usage ?? reader?.usage;
      context.writtenChars = reader?.writtenChars ?? 0;
      resume?.settle();
    }
  }

  #hedge(route: Route): Promise<AttemptOutcome<true>> {
    const { gateway, context, attempts } = this.#scene;
    return hedgeStream({
      route,
      gateway,
      context,
      attempts,
      hedging: promised(gateway.hedging, 'the policy of second attempts'),
      // Async, so that what cannot be asked rejects: the second attempt begins in a timer.
      attempt: async (tried, turn) => this.#attempt(tried, turn),
    });
  }

  /** One attempt; with a turn it is one of two, and the first to bring content has the stream. */
  #attempt(route: Route, turn?: Turn): Promise<AttemptOutcome<true>> {
    const current = this.#scene.isRelayed(route) ? this.#relay(route) : this.#translate(route);
    if (turn === undefined) this.#take(current);
    const delivery = turn === undefined ? this.#delivery() : this.#delivery(turn, current);
    return callStream(route, this.#scene.callFor(route), current.reader, delivery);
  }

  #take(current: Current): void {
    this.#current = current;
    this.#scene.context.renderStreamError = (error) => current.reader.renderError(error);
  }

  #delivery(turn?: Turn, current?: Current): StreamDelivery {
    const { context } = this.#scene;
    return {
      sink: context.sink,
      maxErrorBytes: MAX_ERROR_BYTES,
      turn,
      open: () => this.#openStream(),
      onCommit: () => {
        if (current !== undefined) this.#take(current);
        context.noteFirstByte();
        context.modelGiven = this.#current?.reader.model ?? context.modelGiven;
      },
    };
  }

  #relay(route: Route): Current {
    const { relay, framing, dialect, json } = this.#scene.conversation;
    const reader = createRelayReader(promised(relay, 'a relay'), {
      framing,
      request: json,
      acceptUnusable: route.unusableAnswers > 0,
      withheldGoesOn: route.withheldGoesOn,
    });
    const resume = this.#resume;
    if (resume === undefined) return { reader, renderer: undefined };
    const { face } = route.runtime.faceFor(route.model, dialect);
    const remembered = rememberRelay(reader, { face, request: resume.request, framing }, resume.record);
    return { reader: remembered, renderer: undefined };
  }

  #translate(route: Route): Current {
    const { gateway, context, conversation, question, render, attempts } = this.#scene;
    const face = promised(conversation.face, 'a face for translation');
    const renderer = face.createStreamRenderer(promised(render, 'what answers are rendered by'));
    const reader = new TranslatedReader({
      face: route.runtime.faceFor(route.model, conversation.dialect).face,
      request: promised(question, 'a question').request,
      renderer: this.#resume === undefined ? renderer : this.#resume.record.before(renderer),
      estimatedTokens: attempts.estimatedTokens,
      acceptEmpty: route.unusableAnswers > 0,
      withheldGoesOn: route.withheldGoesOn,
      onSignature: (callId, signature) => gateway.signatures.remember(context.client.name, callId, signature),
    });
    return { reader, renderer };
  }

  /** A renderer that stands where the client is. */
  #takeUp({ request, record }: ResumableStream, { reader, renderer }: Current): StreamRenderer | undefined {
    if (!(reader instanceof RememberedRelay)) return renderer;
    const { gateway, conversation, render } = this.#scene;
    const { place } = reader;
    const context = render ?? { nowMs: gateway.clock.now(), requestId: randomUUID(), request };
    return place && conversation.face?.continueStream(context, record.events, place);
  }

  #openStream(): void {
    const { gateway, context, conversation } = this.#scene;
    const own = describeHeaders(context, gateway.simulated);
    context.sink.sendHead(200, {
      'content-type': conversation.streamContentType,
      ...streamHeaders,
      ...own,
    });
  }

  #startKeepAlive(): () => void {
    const { gateway, context, conversation } = this.#scene;
    const { face } = conversation;
    if (face === undefined || face.ping === '') return () => {};
    return startKeepAlive(context.sink, () => this.#openStream(), face.ping, gateway.clock);
  }
}

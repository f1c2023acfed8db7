// A streamed answer that goes on after its provider broke off: what was delivered is remembered, and the next attempt
// says only what comes after it. Which route that attempt takes is run-attempts.ts's business.

import { addUsage } from '../canon/add-usage.ts';
import type { CanonRequest } from '../canon/request.ts';
import type { StreamEvent } from '../canon/stream-event.ts';
import type { Usage } from '../canon/usage.ts';
import { usageOfCut } from '../canon/usage-of-cut.ts';
import type { StreamRenderer } from '../dialects/dialect.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { callStream, type StreamDelivery } from './call-stream.ts';
import type { ProviderCall } from './call-whole.ts';
import { promised } from './promised.ts';
import type { RequestContext } from './request-context.ts';
import type { AnsweringReader, StreamFraming } from './relay-reader.ts';
import { ResumeAppend, type Continuation } from './resume-append.ts';
import { ResumeMatch } from './resume-match.ts';
import { framedParser } from './resume-relay.ts';
import { prefillRequest, type Prefill } from './resume-prefill.ts';
import { ResumeRecord, type DeliveredPart } from './resume-record.ts';
import type { AttemptOutcome, Route } from './run-attempts.ts';
import { TranslatedReader } from './translated-reader.ts';

/** Breaks of one answer that are mended: a provider that breaks every stream would be asked for ever. */
const MAX_RESUMES = 3;

/** What the continuations of one stream have in common, whichever route each of them takes. */
export interface ResumeScene {
  readonly context: RequestContext;
  readonly request: CanonRequest;
  readonly delivery: StreamDelivery;
  readonly estimatedTokens: number;
  /** Of streams that are asked for in the caller's own words. */
  readonly framing: StreamFraming;
  isRelayed(route: Route): boolean;
  /** The same question once more, as the route takes it. */
  restartCall(route: Route): ProviderCall;
  prefilledCall(route: Route, request: CanonRequest): Promise<ProviderCall>;
  onSignature(callId: string, signature: string): void;
  /** `way`: `prefill`, `restart`, or `diverged` for one that could not be joined. */
  note(route: Route, way: string): void;
}

/** The memory of one answer over its attempts. */
export class ResumableStream {
  readonly record = new ResumeRecord();
  readonly #scene: ResumeScene;
  #parts: DeliveredPart[] | undefined;
  #renderer: StreamRenderer | undefined;
  #resumes = 0;
  #prefills = true;
  #used: Usage | undefined;
  #recorded = 0;
  #last: AnsweringReader | undefined;
  #first: Pick<RequestContext, 'provider' | 'modelGiven' | 'maskedKey'> | undefined;

  constructor(scene: ResumeScene) {
    this.#scene = scene;
  }

  /** What was asked. */
  get request(): CanonRequest {
    return this.#scene.request;
  }

  /** True once an attempt broke off that can be continued: from now on `goOn` is the way to attempt. */
  get begun(): boolean {
    return this.#resumes > 0;
  }

  /** What all attempts have used together, as far as it is known. */
  get usage(): Usage | undefined {
    return addUsage(this.#used, this.#last?.usage);
  }

  /**
   * A broken attempt becomes a failed one where another may take it up. `takeUp` gives a renderer that stands where the
   * caller is; undefined when none can.
   */
  judge(
    outcome: AttemptOutcome<true>,
    reader: AnsweringReader,
    takeUp: () => StreamRenderer | undefined,
  ): AttemptOutcome<true> {
    this.#last = reader;
    if (outcome.type !== 'broken') return outcome;
    this.#parts = this.#resumes < MAX_RESUMES ? this.record.parts() : undefined;
    this.#renderer = this.#parts && takeUp();
    if (this.#parts === undefined || this.#renderer === undefined) return outcome;
    this.#noteUsed(reader);
    const { provider, modelGiven, maskedKey } = this.#scene.context;
    this.#first ??= { provider, modelGiven, maskedKey };
    this.#resumes += 1;
    return { type: 'failed', failure: outcome.failure };
  }

  /** One attempt to go on. Throws GatewayError when the new stream does not begin with what was delivered. */
  async goOn(route: Route): Promise<AttemptOutcome<true>> {
    const { context, delivery, request } = this.#scene;
    const parts = promised(this.#parts, 'what was delivered');
    const renderer = promised(this.#renderer, 'a renderer of the rest');
    const { face } = route.runtime.faceFor(route.model, context.dialect);
    const way = this.#prefills ? face.prefill?.(route.model) : undefined;
    const prefill = way === undefined ? undefined : prefillRequest(request, parts);
    let said = '';
    const say = (event: StreamEvent): void => {
      this.record.note(event);
      said += renderer.render(event);
    };
    const continuation: Continuation =
      prefill !== undefined && way === 'append'
        ? new ResumeAppend(prefill.text, prefill.tokens, say)
        : new ResumeMatch(parts, say);
    const relayed = prefill === undefined && this.#scene.framing === 'array' && this.#scene.isRelayed(route);
    const reader = new TranslatedReader({
      face: framedParser(face, relayed ? 'array' : 'sse'),
      request: prefill?.request ?? request,
      renderer: {
        render(event) {
          said = '';
          continuation.push(event);
          return said;
        },
      },
      estimatedTokens: this.#scene.estimatedTokens,
      // The break may have come just before the end.
      acceptEmpty: prefill !== undefined || route.unusableAnswers > 0,
      continuation,
      onSignature: this.#scene.onSignature,
    });
    // From here on the caller's stream is written by one hand.
    context.renderStreamError = (error) => renderer.render({ type: 'error', error });
    const call = await this.#call(route, prefill);
    const name = `${route.runtime.provider.name}/${route.model}`;
    const used = prefill === undefined ? 'restart' : 'prefill';
    context.resumed = [...context.resumed, `${name} by ${used}`];
    const outcome = await callStream(route, call, reader, delivery);
    this.#scene.note(route, continuation.diverged ? 'diverged' : used);
    if (prefill !== undefined && isRefusal(outcome)) {
      this.#prefills = false;
      return this.goOn(route);
    }
    if (continuation.diverged) {
      this.#noteUsed(reader);
      throw new GatewayError('incomplete_answer', `${name} began another answer than the one that broke off`);
    }
    return this.judge(outcome, reader, () => renderer);
  }

  /** The answer is the first one's who gave it; who went on is told beside. */
  settle(): void {
    if (this.#first !== undefined) Object.assign(this.#scene.context, this.#first);
  }

  /** What the caller is told of an answer that nobody could take up. */
  finalError(error: unknown): unknown {
    if (!this.begun || !(error instanceof GatewayError)) return error;
    this.#scene.context.outcome = 'truncated';
    const why = error.message.replace(/\.$/u, '');
    return new GatewayError('incomplete_answer', `The stream broke off and could not be continued: ${why}.`);
  }

  #call(route: Route, prefill: Prefill | undefined): Promise<ProviderCall> | ProviderCall {
    return prefill === undefined
      ? this.#scene.restartCall(route)
      : this.#scene.prefilledCall(route, prefill.request);
  }

  /** Providers tell the usage last: of one that broke off, the rest is estimated. */
  #noteUsed(reader: AnsweringReader): void {
    this.#last = undefined;
    const writtenChars = this.record.length - this.#recorded;
    this.#recorded = this.record.length;
    const used = usageOfCut(reader.usage, this.#scene.estimatedTokens, writtenChars);
    this.#used = addUsage(this.#used, used);
  }
}

/** The caller's own words were taken before: what is refused now is the turn that was added. */
function isRefusal(outcome: AttemptOutcome<true>): boolean {
  return outcome.type === 'failed' && outcome.failure.type === 'answer' && outcome.failure.status === 400;
}

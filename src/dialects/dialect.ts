// What a dialect folder offers: wire ⇄ canon, for requests, answers, streams and errors.
// A face is one direction of it, so that a dialect may be spoken to clients before it is spoken to providers.

import type { CanonAnswer } from '../canon/answer.ts';
import type { DialectName } from '../canon/dialect-name.ts';
import type { Loss } from '../canon/loss.ts';
import type { CanonRequest } from '../canon/request.ts';
import type { StreamEvent } from '../canon/stream-event.ts';
import type { Usage } from '../canon/usage.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import type { JsonObject, JsonValue } from '../lib/json.ts';

/**
 * Where a stream stands whose bytes went to the client as they came: what a renderer of the same dialect takes up when it
 * is to go on with it. Each dialect fills in what it needs.
 */
export interface StreamPlace {
  /** The answer's id as the client has it. */
  readonly id?: string | undefined;
  /** Ids of the output items by their index: Responses. */
  readonly itemIds?: readonly (string | undefined)[] | undefined;
  /** Events so far: Responses numbers them. */
  readonly sequence?: number | undefined;
  /** Items and parts that have begun and ended, by the type of the event that says so: Responses. */
  readonly steps?: ReadonlyMap<string, number> | undefined;
  /** The block that began last, and what of it is open: Messages. */
  readonly block?:
    | { readonly index: number; readonly open: 'none' | 'text' | 'thinking' | 'tool' }
    | undefined;
}

/** What a renderer has to know beside the answer; the same for all attempts at one request. */
export interface RenderAnswerContext {
  /** Set for an answer whose beginning the client has from elsewhere. */
  readonly place?: StreamPlace | undefined;
  /** Unix milliseconds for `created` fields. */
  readonly nowMs: number;
  /** For answers whose provider gave no id: unique, of letters and digits. */
  readonly requestId: string;
  readonly request: CanonRequest;
  /**
   * Told the whole answer of a dialect whose clients may come back to it, before they have its end, with the id that its own
   * ids are made of; false when it could not be kept. Undefined where nothing is to be kept.
   */
  readonly keep?: ((answer: JsonObject, requestId: string) => boolean) | undefined;
}

/** Bytes for the client from canonical events. One for each answer; events must come in the order of their grammar. */
export interface StreamRenderer {
  /** Wire text for the event; empty when the dialect says nothing for it. */
  render(event: StreamEvent): string;
}

/** Canonical events from provider bytes. One for each answer. Any split of the bytes gives the same events. */
export interface StreamParser {
  push(chunk: Uint8Array): void;
  /** Every candidate has had its finish: what may still come is usage, and a connection that lingers means nothing. */
  readonly finishSeen: boolean;
  /** Undefined while something has come that no event tells of yet: a client that has it could not be gone on with. */
  readonly place?: StreamPlace | undefined;
  /** The provider closed the stream: emits `answer-end` only when every candidate had its finish, else `error`. */
  end(): void;
}

/** An HTTP answer ready to be written. */
export interface WireError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Towards clients. */
export interface ClientFace {
  readonly name: DialectName;
  readonly streamContentType: string;
  /** Keep-alive bytes between the events of a stream, before the first too; empty where the dialect has none. */
  readonly ping: string;
  /** Throws {@link GatewayError} `invalid_request` with the field's name in `param`. Unknown fields never throw. */
  parseRequest(body: JsonObject, loss: Loss): CanonRequest;
  renderAnswer(answer: CanonAnswer, context: RenderAnswerContext): JsonObject;
  createStreamRenderer(context: RenderAnswerContext): StreamRenderer;
  /**
   * A renderer that goes on where relayed bytes broke off; `delivered` are the events that they meant. Undefined when the
   * two do not fit.
   */
  continueStream(
    context: RenderAnswerContext,
    delivered: readonly StreamEvent[],
    place: StreamPlace,
  ): StreamRenderer | undefined;
  /** Before commit: a whole HTTP answer. */
  renderError(error: GatewayError, requestId: string): WireError;
  /** After commit: the event that tells the client's SDK that the stream broke. */
  renderStreamError(error: GatewayError, requestId: string): string;
}

/**
 * What a renderer has to know beside the request; made anew for each attempt, since models differ in what they take.
 */
export interface RenderRequestContext {
  readonly loss: Loss;
  /** The provider's name of the model: quirks go by it. */
  readonly model: string;
  /** Ceiling the model is known to have; `maxOutputTokens` is clamped to it. */
  readonly outputTokenLimit?: number | undefined;
  /** Signature kept for a tool call whose client could not carry it. */
  recallSignature(callId: string): string | undefined;
}

/** Towards providers. */
export interface ProviderFace {
  readonly name: DialectName;
  renderRequest(request: CanonRequest, context: RenderRequestContext): JsonObject;
  /** Throws {@link GatewayError} `incomplete_answer` when the body is no answer. */
  parseAnswer(body: JsonValue, request: CanonRequest): CanonAnswer;
  createStreamParser(request: CanonRequest, emit: (event: StreamEvent) => void): StreamParser;
  /**
   * What the model does with a conversation that ends in the beginning of its own answer: it writes only what comes
   * after, or says it all once more. Undefined: it refuses, or nobody promised anything.
   */
  prefill?(model: string): 'append' | 'echo' | undefined;
  /**
   * How proofs of thought of other vendors' begin in a request's bytes, as this gateway has told them to its clients: one that
   * holds any cannot be passed on as it is, for the provider would refuse it.
   */
  readonly foreignProofs: readonly string[];
}

/** What a look at one relayed event, or at a whole answer, tells. */
export interface Inspection {
  /** Something for the caller: text, thought, call, media. */
  readonly hasContent: boolean;
  /** The provider confirmed the end of all that this event tells of. */
  readonly finished: boolean;
  /** The candidates it tells of, a bit each. */
  readonly told: number;
  /** The candidates whose end it confirms, a bit each. */
  readonly ended: number;
  /** Nothing of the stream may follow it. */
  readonly last: boolean;
  /** The ending is an answer even without content: filtered, refused, or out of tokens. */
  readonly answersWithoutContent: boolean;
  /** The ending says that the answer, or the rest of it, was withheld for its content. */
  readonly withheld?: boolean | undefined;
  /** The model failed to make a usable answer. */
  readonly failed: boolean;
  /** So far; what a later event leaves undefined an earlier one may have told. */
  readonly usage: Usage | undefined;
  readonly model: string | undefined;
  /** The provider's error object, where this is one. */
  readonly error: JsonObject | undefined;
}

/** Looks at traffic whose two ends speak the same dialect, and which passes untouched. Builds no canon. */
export interface RelayFace {
  readonly name: DialectName;
  inspectEvent(event: JsonValue): Inspection;
  /**
   * Creates the look at one stream where its events tell more together than each for itself; it is shown `closingMark` too,
   * as a string.
   */
  createStreamLook?(): (event: JsonValue) => Inspection;
  inspectAnswer(body: JsonValue): Inspection;
  /** How many candidates a request asks for. */
  candidatesAsked(request: JsonObject): number;
  /** Data of the event that closes every whole stream, where clients wait for one beside the finish. */
  readonly closingMark?: string | undefined;
  /** What an error object means; its body and status are in `options.providerBody` and `providerStatus`. */
  parseError(error: JsonObject): GatewayError;
}

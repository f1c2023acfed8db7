// Reads one dialect's stream and writes another's, through canonical events. Nothing leaves before the first content;
// what the provider never confirmed never ends well.

import { OpenArguments } from '../canon/open-arguments.ts';
import { isContentEvent, type StreamEvent } from '../canon/stream-event.ts';
import { isWithheld } from '../canon/is-withheld.ts';
import type { Usage } from '../canon/usage.ts';
import type { ProviderFace, StreamParser, StreamRenderer } from '../dialects/dialect.ts';
import type { CanonRequest } from '../canon/request.ts';
import type { Finish } from '../canon/finish.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import type { Failure } from '../providers/verdict.ts';
import type { AnsweringReader } from './relay-reader.ts';

/** `face` is the provider's and `renderer` the client's; `request` is what was asked, in neither one's words. */
export interface TranslatedReaderOptions {
  readonly face: Pick<ProviderFace, 'createStreamParser'>;
  readonly request: CanonRequest;
  readonly renderer: Pick<StreamRenderer, 'render'>;
  /** Prompt tokens as estimated, for dialects that state them before the provider has. */
  readonly estimatedTokens: number;
  /** An answer without any content is delivered as it is. */
  readonly acceptEmpty: boolean;
  /** An answer that is withheld for its content is a failure: another target is there for it. */
  readonly withheldGoesOn?: boolean | undefined;
  /** Tells whether a stream that is to go on with a broken one cannot. */
  readonly continuation?: { readonly diverged: boolean } | undefined;
  onSignature(callId: string, signature: string): void;
}

/** Reads one attempt at a provider that speaks another dialect than the client. */
export class TranslatedReader implements AnsweringReader {
  readonly #options: TranslatedReaderOptions;
  readonly #parser: StreamParser;
  readonly #arguments = new OpenArguments();
  #output = '';
  #held: StreamEvent[] | undefined = [];
  #started = false;
  hasContent = false;
  writtenChars = 0;
  #ended = false;
  /** The provider has closed the stream: what is missing now never came. */
  #closed = false;
  failure: Failure | undefined;
  usage: Usage | undefined;
  model: string | undefined;

  constructor(options: TranslatedReaderOptions) {
    this.#options = options;
    this.#parser = options.face.createStreamParser(options.request, (event) => this.#onEvent(event));
  }

  get finished(): boolean {
    return this.#ended || this.#parser.finishSeen;
  }

  get gaveUp(): boolean {
    return this.#options.continuation?.diverged === true;
  }

  push(chunk: Buffer): void {
    try {
      this.#parser.push(chunk);
    } catch {
      this.failure ??= { type: 'broken', reason: 'malformed' };
    }
  }

  end(): void {
    this.#closed = true;
    this.#parser.end();
    if (this.failure === undefined && !this.#ended) this.failure = { type: 'broken', reason: 'truncated' };
  }

  take(): string | undefined {
    if (this.#held !== undefined) {
      for (const event of this.#held) this.#output += this.#options.renderer.render(event);
      this.#held = undefined;
    }
    if (this.#output === '') return undefined;
    const text = this.#output;
    this.#output = '';
    return text;
  }

  /** What ends the client's stream in an error, in the order of what it has had. */
  renderError(error: GatewayError): string {
    return this.#options.renderer.render({ type: 'error', error });
  }

  #onEvent(event: StreamEvent): void {
    if (this.failure !== undefined) return;
    if (event.type === 'error') {
      this.failure = failureOf(
        event.error,
        this.hasContent ? 'truncated' : this.#closed ? 'empty' : 'malformed',
      );
      return;
    }
    this.#observe(event);
    if (this.failure !== undefined) return;
    const shown = event.type === 'answer-start' ? this.#withEstimate(event) : event;
    if (this.#held === undefined) this.#output += this.#options.renderer.render(shown);
    else this.#held.push(shown);
    if (!this.hasContent && isContentEvent(event)) this.hasContent = true;
    if ('text' in event) this.writtenChars += event.text.length;
    else if (event.type === 'tool-call-delta') this.writtenChars += event.json.length;
  }

  #observe(event: StreamEvent): void {
    this.#arguments.push(event);
    switch (event.type) {
      case 'answer-start':
        this.model = event.model;
        this.usage = event.usage;
        this.#started = true;
        break;
      case 'usage':
        this.usage = event.usage;
        break;
      case 'tool-call-start':
        if (event.signature?.vendor === 'gemini') this.#options.onSignature(event.id, event.signature.value);
        break;
      case 'finish':
        if (event.finish.kind === 'failed' || this.#callsInVain(event.candidate, event.finish)) {
          this.failure = { type: 'broken', reason: 'failed_generation' };
        } else if (!this.hasContent && this.#options.withheldGoesOn === true && isWithheld(event.finish)) {
          this.failure = { type: 'broken', reason: 'withheld' };
        } else if (!this.hasContent && event.finish.kind === 'stop' && !this.#options.acceptEmpty) {
          this.failure = { type: 'broken', reason: 'empty' };
        } else {
          this.hasContent = true;
        }
        break;
      case 'answer-end':
        this.#ended = this.#started;
        break;
      default:
        break;
    }
  }

  /** A ceiling may cut a call short, and says so; a model that claims to be done must have said what it wants. */
  #callsInVain(candidate: number, { kind }: Finish): boolean {
    return (kind === 'tool-calls' || kind === 'stop') && this.#arguments.isBroken(candidate);
  }

  #withEstimate(event: Extract<StreamEvent, { type: 'answer-start' }>): StreamEvent {
    if (event.usage?.inputTokens !== undefined && event.usage.inputTokens > 0) return event;
    return { ...event, usage: { inputTokens: this.#options.estimatedTokens, estimated: true } };
  }
}

/** The parser hands on the provider's own error body where there was one; else the stream itself was broken. */
function failureOf(error: GatewayError, reason: 'truncated' | 'empty' | 'malformed'): Failure {
  const { providerBody, providerStatus } = error.options;
  if (providerBody !== undefined) {
    return { type: 'answer', status: providerStatus ?? 500, headers: {}, body: providerBody };
  }
  return { type: 'broken', reason };
}

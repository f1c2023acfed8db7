// One streamed provider call: bytes go through a reader to the client, nothing before the first content, and an end
// is only passed on as good when the reader saw the provider confirm it.

import type { Usage } from '../canon/usage.ts';
import type { Failure } from '../providers/verdict.ts';
import { buildUpstreamRequest, transportFailure, type ProviderCall, type WholeAnswer } from './call-whole.ts';
import type { ClientSink } from './client-sink.ts';
import type { Turn } from './hedge-stream.ts';
import type { AttemptOutcome, Route } from './run-attempts.ts';

/** Turns provider bytes into client bytes and watches what they mean. One for each attempt. */
export interface StreamReader {
  /** The head of a 2xx. May set `failure`: what follows is then no answer, whatever it is. */
  readHead?(headers: WholeAnswer['headers']): void;
  push(chunk: Buffer): void;
  /** The provider closed the stream. Sets `failure` unless every finish was confirmed. */
  end(): void;
  /** Bytes for the client since the last call; undefined when there are none. */
  take(): Buffer | string | undefined;
  /** Content for the caller has come, or a finish that is an answer by itself. */
  readonly hasContent: boolean;
  /** The provider confirmed the end of every candidate. */
  readonly finished: boolean;
  readonly failure: Failure | undefined;
  /** As far as the provider has told. */
  readonly usage: Usage | undefined;
  /** What came is sound and yet of no use here: the attempt ends as if the client had left. */
  readonly gaveUp?: boolean | undefined;
}

/** Where the bytes of a stream go, and who is told at its first content. */
export interface StreamDelivery {
  readonly sink: ClientSink;
  /** Set where this is one of two attempts: the first to bring content has the client. */
  readonly turn?: Turn | undefined;
  /** Sends status and headers: called at commit, once over all attempts, with what the provider's head said. */
  open(headers: WholeAnswer['headers']): void;
  readonly maxErrorBytes: number;
  /** The first content is about to reach the client. */
  onCommit(): void;
}

/** After the confirmed finish a late usage chunk may still come; this much silence ends the wait for it. */
const FINISH_GRACE_MS = 2000;

/** Runs one streamed attempt to its end. */
export function callStream(
  route: Route,
  call: ProviderCall,
  reader: StreamReader,
  delivery: StreamDelivery,
): Promise<AttemptOutcome<true>> {
  const attempt = new StreamAttempt(reader, delivery);
  return attempt.run(route, call);
}

class StreamAttempt {
  readonly #reader: StreamReader;
  readonly #delivery: StreamDelivery;
  readonly #outcome = Promise.withResolvers<AttemptOutcome<true>>();
  #errorBody: Buffer[] | undefined;
  #errorBytes = 0;
  #status = 0;
  #headers: WholeAnswer['headers'] = {};
  #firstByteMs = 0;
  #committed = false;
  #settled = false;
  #abort: () => void = () => {};
  #graceTimer: NodeJS.Timeout | undefined;
  #forgetGone: () => void = () => {};
  #forgetDrain: () => void = () => {};

  constructor(reader: StreamReader, delivery: StreamDelivery) {
    this.#reader = reader;
    this.#delivery = delivery;
  }

  run(route: Route, call: ProviderCall): Promise<AttemptOutcome<true>> {
    const { sink } = this.#delivery;
    const { clock } = route.runtime;
    const startedMs = clock.now();
    const untilContentMs = Math.max(1, route.deadlineMs - startedMs);
    const clocks = { ...route.runtime.clocksOf(route.model), untilContentMs };
    const request = buildUpstreamRequest(route, call, clocks);
    const exchange = route.runtime.upstream.send(request, {
      onHeaders: (status, headers) => {
        this.#status = status;
        this.#headers = headers;
        this.#firstByteMs = clock.now() - startedMs;
        if (status < 200 || status >= 300) this.#errorBody = [];
        else this.#reader.readHead?.(headers);
      },
      onData: (chunk) => {
        if (this.#errorBody !== undefined) this.#collectError(chunk);
        else if (!this.#relay(chunk)) exchange.pause();
        if (this.#committed) exchange.contentArrived();
      },
      onEnd: () => this.#onEnd(),
      onError: (reason) => this.#onError(transportFailure(reason, this.#status)),
    });
    this.#abort = () => exchange.abort();
    this.#delivery.turn?.onLost(() => this.#settle({ type: 'gone', sent: exchange.sent }));
    this.#forgetDrain = sink.onDrain(() => exchange.resume());
    this.#forgetGone = sink.onGone(() => {
      exchange.abort();
      this.#settle({ type: 'gone', sent: exchange.sent });
    });
    return this.#outcome.promise;
  }

  /** False when the client cannot take more now. */
  #relay(chunk: Buffer): boolean {
    if (this.#settled) return true;
    this.#reader.push(chunk);
    if (this.#reader.failure !== undefined) {
      this.#flush();
      this.#fail(this.#reader.failure);
      return true;
    }
    if (!this.#committed && this.#reader.hasContent) this.#commit();
    const roomy = this.#flush();
    if (this.#reader.finished && !this.#settled) {
      clearTimeout(this.#graceTimer);
      this.#graceTimer = setTimeout(() => this.#onEnd(), FINISH_GRACE_MS);
    }
    return roomy;
  }

  #commit(): void {
    if (this.#delivery.turn?.claim() === false) {
      this.#settle({ type: 'gone', sent: true });
      return;
    }
    this.#committed = true;
    this.#delivery.onCommit();
    this.#delivery.open(this.#headers);
  }

  #flush(): boolean {
    if (!this.#committed) return true;
    const bytes = this.#reader.take();
    const roomy = bytes === undefined ? true : this.#delivery.sink.write(bytes);
    if (this.#reader.gaveUp === true) this.#settle({ type: 'gone', sent: true });
    return roomy;
  }

  #collectError(chunk: Buffer): void {
    this.#errorBytes += chunk.length;
    if (this.#errorBytes <= this.#delivery.maxErrorBytes) this.#errorBody?.push(chunk);
  }

  #onEnd(): void {
    if (this.#settled) return;
    if (this.#errorBody !== undefined) {
      const body = Buffer.concat(this.#errorBody).toString('utf8');
      this.#fail({ type: 'answer', status: this.#status, headers: this.#headers, body });
      return;
    }
    this.#reader.end();
    const { failure } = this.#reader;
    if (failure === undefined && !this.#committed) this.#commit();
    this.#flush();
    if (failure !== undefined) this.#fail(failure);
    else this.#succeed();
  }

  #onError(failure: Failure): void {
    if (this.#settled) return;
    // Whole already: what broke after the confirmed finish is nobody's loss.
    if (this.#reader.finished) this.#onEnd();
    else this.#fail(failure);
  }

  #succeed(): void {
    if (this.#settled) return;
    this.#delivery.sink.end();
    this.#settle({
      type: 'done',
      value: true,
      firstByteMs: this.#firstByteMs,
      usage: this.#reader.usage,
      headers: this.#headers,
    });
  }

  #fail(failure: Failure): void {
    this.#settle({ type: this.#committed ? 'broken' : 'failed', failure });
  }

  #settle(outcome: AttemptOutcome<true>): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#graceTimer);
    this.#forgetGone();
    this.#forgetDrain();
    this.#abort();
    this.#outcome.resolve(outcome);
  }
}

// One exchange with a provider, as undici's dispatch drives it: four clocks, abort, back-pressure, decompression.

import type { Dispatcher } from 'undici';
import { createDecompressor, type Decompressor } from './decompress.ts';
import type { Due, FarDeadlines } from './far-deadlines.ts';
import type { Clocks, TransportReason, UpstreamCall, UpstreamHandler } from './upstream.ts';

type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

const ABORT = new Error('aborted by the gateway');

/** From here on a second more or less is nothing. */
const FAR_MS = 10_000;

/** Implements both sides: undici calls the `on…` methods, the pipeline the rest. */
export class UpstreamExchange implements Dispatcher.DispatchHandler, UpstreamCall, Due {
  readonly #handler: UpstreamHandler;
  readonly #clocks: Clocks;
  readonly #farDeadlines: FarDeadlines;
  #controller: Dispatcher.DispatchController | undefined;
  #decompressor: Decompressor | undefined;
  #phaseTimer: NodeJS.Timeout | undefined;
  #totalTimer: NodeJS.Timeout | undefined;
  dueMs = Infinity;
  place = -1;
  /** Of an answer that no clock of silence watches, it is not asked. */
  #lastChunkAt: number | undefined;
  /** Whatever signs of life there are, content has to come by then. By the monotonic clock, as all times here. */
  #contentByMs = Infinity;
  #contentCame = false;
  #done = false;
  /** The provider is not read while either has no room. */
  #callerFull = false;
  #decompressorFull = false;
  /** Everything has come: the connection may serve another exchange by now. */
  #received = false;

  constructor(handler: UpstreamHandler, clocks: Clocks, farDeadlines: FarDeadlines) {
    this.#handler = handler;
    this.#clocks = clocks;
    this.#farDeadlines = farDeadlines;
    if (clocks.totalMs !== undefined) this.#startTotalClock(clocks.totalMs);
    // Until the headers are here, whichever of them runs out first names the failure.
    const { headersMs = Infinity, firstTokenMs = Infinity, untilContentMs = Infinity } = clocks;
    if (untilContentMs !== Infinity) this.#contentByMs = performance.now() + untilContentMs;
    if (headersMs > firstTokenMs) this.#startSilenceClock(firstTokenMs, 'first_token_timeout');
    else if (untilContentMs < headersMs) this.#phaseTimer = this.#arm(untilContentMs, 'deadline');
    else if (headersMs !== Infinity) this.#phaseTimer = this.#arm(headersMs, 'headers_timeout');
  }

  expire(): void {
    this.#stop('deadline', `no answer within ${this.#clocks.totalMs} ms`);
  }

  get sent(): boolean {
    return this.#controller !== undefined;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#done) controller.abort(ABORT);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: ResponseHeaders,
  ): void {
    if (this.#done || status < 200) return;
    const { firstTokenMs, idleMs } = this.#clocks;
    clearTimeout(this.#phaseTimer);
    if (firstTokenMs !== undefined) this.#startSilenceClock(firstTokenMs, 'first_token_timeout');
    else if (idleMs !== undefined) this.#startSilenceClock(idleMs, 'idle_timeout');
    this.#decompressor = createDecompressor(headers['content-encoding'], {
      onData: (chunk) => this.#deliver(chunk),
      onEnd: () => this.#finish(),
      onError: (detail) => this.#stop('unreadable', detail),
      onDrain: () => this.#setFull(this.#callerFull, false),
    });
    this.#handler.onHeaders(status, headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#done) return;
    if (this.#decompressor === undefined) this.#deliver(chunk);
    else if (!this.#decompressor.write(chunk)) this.#setFull(this.#callerFull, true);
  }

  onResponseEnd(): void {
    if (this.#done) return;
    this.#received = true;
    if (this.#decompressor === undefined) this.#finish();
    else this.#decompressor.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    // Without a connection nothing has been sent: whatever failed on the way (a name, a proxy, TLS), it was not the provider.
    this.#stop(this.sent ? 'reset' : 'connect', error.message);
  }

  abort(): void {
    this.#stop('aborted');
  }

  pause(): void {
    if (this.#done) return;
    this.#decompressor?.pause();
    this.#setFull(true, this.#decompressorFull);
  }

  resume(): void {
    if (this.#done) return;
    this.#decompressor?.resume();
    this.#setFull(false, this.#decompressorFull);
  }

  contentArrived(): void {
    if (this.#contentCame || this.#done) return;
    this.#contentCame = true;
    this.#contentByMs = Infinity;
    if (this.#clocks.firstTokenMs === undefined) return;
    clearTimeout(this.#phaseTimer);
    if (this.#clocks.idleMs !== undefined) this.#startSilenceClock(this.#clocks.idleMs, 'idle_timeout');
  }

  #deliver(chunk: Buffer): void {
    if (this.#done) return;
    if (this.#lastChunkAt !== undefined) this.#lastChunkAt = performance.now();
    this.#handler.onData(chunk);
  }

  #startTotalClock(totalMs: number): void {
    if (totalMs < FAR_MS) this.#totalTimer = this.#arm(totalMs, 'deadline');
    else {
      this.dueMs = performance.now() + totalMs;
      this.#farDeadlines.add(this);
    }
  }

  #arm(ms: number, reason: TransportReason): NodeJS.Timeout {
    return setTimeout(() => this.#stop(reason, `no answer within ${Math.round(ms)} ms`), Math.max(ms, 0));
  }

  /** One timer looks now and then at the time of the last chunk: cheaper than a new timer for every chunk. */
  #startSilenceClock(longestMs: number, reason: TransportReason): void {
    const look = (): void => {
      const nowMs = performance.now();
      const leftMs = (this.#lastChunkAt ?? nowMs) + longestMs - nowMs;
      if (nowMs >= this.#contentByMs) this.#stop('deadline', 'no content by the deadline of the request');
      // A caller who reads slowly keeps us from reading: that silence is not the provider's.
      else if (leftMs > 0 || this.#callerFull) wait(Math.max(leftMs, longestMs / 4));
      else this.#stop(reason, `no bytes for ${longestMs} ms`);
    };
    const wait = (ms: number): void => {
      const byDeadlineMs = this.#contentByMs - performance.now();
      this.#phaseTimer = setTimeout(look, Math.min(ms, Math.max(byDeadlineMs, 1)));
    };
    this.#lastChunkAt = performance.now();
    wait(longestMs);
  }

  #setFull(caller: boolean, decompressor: boolean): void {
    const was = this.#callerFull || this.#decompressorFull;
    const is = caller || decompressor;
    // The silence while nobody read was not the provider's.
    if ((this.#callerFull && !caller) || (was && !is)) this.#lastChunkAt = performance.now();
    this.#callerFull = caller;
    this.#decompressorFull = decompressor;
    if (was === is || this.#received) return;
    if (is) this.#controller?.pause();
    else this.#controller?.resume();
  }

  /** Ends the exchange early. Without `detail` nobody is told: whoever aborted knows. */
  #stop(reason: TransportReason, detail?: string): void {
    if (this.#done) return;
    this.#close();
    this.#controller?.abort(ABORT);
    this.#decompressor?.destroy();
    if (detail !== undefined) this.#handler.onError(reason, detail);
  }

  #finish(): void {
    if (this.#done) return;
    this.#close();
    this.#handler.onEnd();
  }

  #close(): void {
    this.#done = true;
    clearTimeout(this.#phaseTimer);
    clearTimeout(this.#totalTimer);
    this.#farDeadlines.delete(this);
  }
}

// The writing side of one client connection: head once, back-pressure, and the news that nothing is to be waited for any
// more: the client has left, or the gateway stops.

import type { ServerResponse } from 'node:http';

/** Names in lower case. */
export type HeaderMap = Record<string, string | number>;

const ignore = (): void => {};

/** Wraps Node's response. Every write after the client has left is dropped. */
export class ClientSink {
  readonly #response: ServerResponse;
  #goneListeners: (() => void)[] = [];
  #gone = false;
  #stopped = false;
  #ended = false;
  #bytes = 0;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.on('close', () => {
      if (this.#ended) return;
      this.#gone = true;
      this.#tellGone();
    });
    // A write that races with the client's reset is not our failure; 'close' follows.
    response.on('error', ignore);
  }

  /** The client has left, or is to be left: no further work for it is of use. */
  get gone(): boolean {
    return this.#gone || this.stopped;
  }

  /** The gateway stops, and this client has still to be told. */
  get stopped(): boolean {
    return this.#stopped && !this.#gone && !this.#ended;
  }

  /** Has whoever works for this client leave off; it can still be written to. */
  stop(): void {
    this.#stopped = true;
    if (this.stopped) this.#tellGone();
  }

  get headSent(): boolean {
    return this.#response.headersSent;
  }

  get bytesWritten(): number {
    return this.#bytes;
  }

  get status(): number {
    return this.#response.statusCode;
  }

  /** Calls `listener` once it is `gone` before the answer is whole, or at once when it is. Returns the way to forget it. */
  onGone(listener: () => void): () => void {
    if (this.gone) {
      listener();
      return ignore;
    }
    this.#goneListeners.push(listener);
    return () => {
      const at = this.#goneListeners.indexOf(listener);
      if (at !== -1) this.#goneListeners.splice(at, 1);
    };
  }

  /** Calls `listener` when a client that was slow can take more. Returns the way to forget it. */
  onDrain(listener: () => void): () => void {
    this.#response.on('drain', listener);
    return () => this.#response.off('drain', listener);
  }

  /** A whole answer in one go. */
  send(status: number, headers: HeaderMap, body: Buffer | string): void {
    if (this.#gone || this.#ended) return;
    this.#ended = true;
    const length = Buffer.byteLength(body);
    this.#bytes += length;
    this.#response.writeHead(status, { ...headers, 'content-length': length });
    this.#response.end(body);
  }

  /** Opens a stream. */
  sendHead(status: number, headers: HeaderMap): void {
    if (this.#gone || this.#ended || this.headSent) return;
    this.#response.writeHead(status, headers);
  }

  /** False when the client reads slower than the provider writes: pause until drain. */
  write(chunk: Buffer | string): boolean {
    if (this.#gone || this.#ended || chunk.length === 0) return true;
    this.#bytes += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.length;
    return this.#response.write(chunk);
  }

  /** Ends an answer that is not whole and has no words to say so: the client sees its connection break. */
  cut(): void {
    if (this.#gone || this.#ended) return;
    this.#ended = true;
    this.#response.destroy();
  }

  end(): void {
    if (this.#gone || this.#ended) return;
    this.#ended = true;
    this.#response.end();
  }

  #tellGone(): void {
    const listeners = this.#goneListeners;
    this.#goneListeners = [];
    for (const listener of listeners) listener();
  }
}

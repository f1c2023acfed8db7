// One HTTP exchange with a provider: bytes out, bytes in, four clocks, abort. Knows nothing of keys or dialects.

/** Milliseconds; undefined means that clock does not run. The fourth, for connections, belongs to the whole client. */
export interface Clocks {
  /** Until the response headers. Streams only. */
  readonly headersMs?: number | undefined;
  /**
   * Silence before the caller of `send` says that content has come. Whatever comes meanwhile (a ping, a comment, the
   * frame that opens an answer) is a sign of life: a model that thinks is not cut. Streams only.
   */
  readonly firstTokenMs?: number | undefined;
  /** Until content has come, whatever signs of life there are. Streams only. */
  readonly untilContentMs?: number | undefined;
  /** Silence between two chunks, once content has come. */
  readonly idleMs?: number | undefined;
  /** The whole exchange. */
  readonly totalMs?: number | undefined;
}

/** `path` starts with a slash and includes the query; `headers` are sent as they are, the credential among them. */
export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  /** Scheme and authority, e.g. `https://generativelanguage.googleapis.com`. */
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string | undefined;
  readonly clocks: Clocks;
}

/** Why an exchange ended without a whole answer; a bad status is no such reason. */
export type TransportReason =
  | 'connect'
  | 'reset'
  | 'headers_timeout'
  | 'first_token_timeout'
  | 'idle_timeout'
  | 'deadline'
  | 'aborted'
  /** The answer is larger than this gateway will hold, or encoded in a way it cannot read. */
  | 'unreadable';

/** Told of the exchange as it happens. Exactly one of `onEnd` and `onError` comes last. */
export interface UpstreamHandler {
  onHeaders(status: number, headers: Readonly<Record<string, string | string[] | undefined>>): void;
  onData(chunk: Buffer): void;
  onEnd(): void;
  onError(reason: TransportReason, detail: string): void;
}

/** A running exchange. */
export interface UpstreamCall {
  /** A connection was found, and the request went out on it. */
  readonly sent: boolean;
  abort(): void;
  /** Back-pressure towards the provider. */
  pause(): void;
  resume(): void;
  /** Content has come: the first-token clock stops and the idle clock runs. */
  contentArrived(): void;
}

/** What is wrong with a request its handler may be told before `send` has returned. */
export interface Upstream {
  send(request: UpstreamRequest, handler: UpstreamHandler): UpstreamCall;
  /** Closes idle connections and waits for running exchanges. */
  close(): Promise<void>;
}

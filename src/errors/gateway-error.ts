// The one error class. What it says is safe to show to a client: whoever raises it has redacted the text.

import { errorCatalog, type ErrorCode, type ErrorEntry } from './catalog.ts';

/** Whatever is known beside code and message; each door shows what its dialect has a place for. */
export interface GatewayErrorOptions {
  /** Overrides the catalogue's HTTP status. */
  readonly status?: number | undefined;
  /** Field that is at fault, in the caller's own terms, e.g. `messages[0].content`. */
  readonly param?: string | undefined;
  /** For the caller's program, in the words of its own dialect, whose parser alone sets it. */
  readonly details?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds until the same request may succeed. */
  readonly retryAfterMs?: number | undefined;
  /** The limit that was hit, e.g. `requests per day of gemini-3.8-flash`. */
  readonly limit?: string | undefined;
  /** The provider's own error body, redacted, for the door that speaks the provider's dialect. */
  readonly providerBody?: string | undefined;
  /** HTTP status that came with `providerBody`. */
  readonly providerStatus?: number | undefined;
  /** Tokens sent and allowed, where the provider said (context overflow). */
  readonly tokens?: { readonly used: number; readonly allowed: number } | undefined;
}

/** An expected failure. Stacks are not captured: these are answers, not crashes. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly options: GatewayErrorOptions;

  constructor(code: ErrorCode, message: string, options: GatewayErrorOptions = {}) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = limit;
    this.code = code;
    this.options = options;
    this.status = options.status ?? errorCatalog[code].status;
  }

  get entry(): ErrorEntry {
    return errorCatalog[this.code];
  }

  /** Whole seconds for `Retry-After`, at least 1; undefined when no time is known. */
  get retryAfterSeconds(): number | undefined {
    const ms = this.options.retryAfterMs;
    return ms === undefined ? undefined : Math.max(1, Math.ceil(ms / 1000));
  }
}

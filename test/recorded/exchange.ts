// One recorded exchange between a client and a provider, as the recordings spell it.

import type { JsonValue } from '../../src/lib/json.ts';

/** A body as recorded: text, or bytes that are no text. */
export type RecordedBody = string | { readonly b64: string };

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  /** Without the leading `?`; empty when there was none. */
  readonly query: string;
  /** Parsed where it was JSON. */
  readonly body: JsonValue;
}

export interface RecordedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly stream: boolean;
  readonly body: RecordedBody;
}

export interface RecordedExchange {
  readonly id: string;
  readonly family: string;
  /** `raw body` means that the recording holds the provider's own bytes. */
  readonly source: { readonly file: string; readonly index: number; readonly fidelity: string };
  readonly request: RecordedRequest;
  readonly response: RecordedResponse;
}

/** The response's bytes as recorded. */
export function bytesOf(body: RecordedBody): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.b64, 'base64');
}

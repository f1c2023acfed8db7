// One provider call whose answer is wanted whole, judged only as far as HTTP goes.

import type { Failure } from '../providers/verdict.ts';
import type { ClientSink } from './client-sink.ts';
import type { Clocks, UpstreamRequest } from '../upstream/upstream.ts';
import type { Route } from './run-attempts.ts';

/** A 2xx with its body in full, whatever that body says. */
export interface WholeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** Milliseconds from sending to the response headers. */
  readonly firstByteMs: number;
}

/** `gone`: the client left; `sent` tells whether the provider has the request, and may charge for it. */
export type WholeResult =
  | { readonly type: 'answer'; readonly answer: WholeAnswer }
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'gone'; readonly sent: boolean };

/** What a provider call needs beside its route. */
export interface ProviderCall {
  readonly method: 'GET' | 'POST';
  /** Path and query below the provider's base URL. */
  readonly path: string;
  readonly body?: Uint8Array | string | undefined;
  /** Further headers, none of them a credential. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Builds the upstream request: one credential, no header of the client's. */
export function buildUpstreamRequest(route: Route, call: ProviderCall, clocks: Clocks): UpstreamRequest {
  const { runtime, lease } = route;
  const headers: Record<string, string> = {
    ...call.headers,
    ...runtime.provider.authHeaders(lease.secret),
    'user-agent': 'pollux',
  };
  if (call.body !== undefined) headers['content-type'] ??= 'application/json';
  return {
    method: call.method,
    origin: runtime.origin,
    path: runtime.prefix + call.path,
    headers,
    body: call.body,
    clocks,
  };
}

/** Sends and collects. A 2xx is an answer; everything else is a failure for the verdict table. */
export function callWhole(
  route: Route,
  call: ProviderCall,
  maxBytes: number,
  sink: ClientSink,
): Promise<WholeResult> {
  const { promise, resolve } = Promise.withResolvers<WholeResult>();
  const { clock } = route.runtime;
  const startedMs = clock.now();
  const chunks: Buffer[] = [];
  let bytes = 0;
  let status = 0;
  let firstByteMs = 0;
  let headers: WholeAnswer['headers'] = {};
  // Headers, first token and idle belong to streams: a model that thinks says nothing until it is done.
  const clocks: Clocks = { totalMs: Math.max(1, route.deadlineMs - startedMs) };
  // Whatever is wrong with a request, undici may say at once, before `send` returns.
  let forget = (): void => {};
  const exchange = route.runtime.upstream.send(buildUpstreamRequest(route, call, clocks), {
    onHeaders(code, received) {
      status = code;
      headers = received;
      firstByteMs = clock.now() - startedMs;
    },
    onData(chunk) {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else {
        exchange.abort();
        finish({ type: 'failed', failure: { type: 'broken', reason: 'malformed' } });
      }
    },
    onEnd() {
      const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, bytes);
      if (status >= 200 && status < 300)
        finish({ type: 'answer', answer: { status, headers, body, firstByteMs } });
      else
        finish({ type: 'failed', failure: { type: 'answer', status, headers, body: body.toString('utf8') } });
    },
    onError(reason) {
      finish({ type: 'failed', failure: transportFailure(reason, status) });
    },
  });
  forget = sink.onGone(() => {
    exchange.abort();
    finish({ type: 'gone', sent: exchange.sent });
  });
  function finish(result: WholeResult): void {
    forget();
    resolve(result);
  }
  return promise;
}

/** A transport error as the verdict table knows it. After a 2xx head it is an answer cut short. */
export function transportFailure(reason: string, status: number): Failure {
  switch (reason) {
    case 'connect':
    case 'headers_timeout':
    case 'first_token_timeout':
    case 'idle_timeout':
    case 'deadline':
      return { type: 'transport', reason };
    case 'unreadable':
      return { type: 'broken', reason: 'malformed' };
    default:
      return status === 0 ? { type: 'transport', reason: 'reset' } : { type: 'broken', reason: 'truncated' };
  }
}

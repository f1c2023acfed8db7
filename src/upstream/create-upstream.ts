// The HTTP client towards providers: undici's dispatch with one handler object per exchange, HTTP/2 where the
// provider speaks it, no promise and no web stream on the way of a byte.

import { Agent, type Dispatcher, Pool, ProxyAgent, Socks5ProxyAgent } from 'undici';
import { UpstreamExchange } from './exchange.ts';
import { FarDeadlines } from './far-deadlines.ts';
import type { Upstream, UpstreamHandler, UpstreamRequest } from './upstream.ts';

/** Of the client as a whole; the clocks of an exchange come with each request. */
export interface UpstreamOptions {
  /** Milliseconds until a TCP and TLS connection must stand. */
  readonly connectTimeoutMs: number;
  /** Egress proxy: http, https or socks5 URL. */
  readonly proxy?: string | undefined;
  /** Certificate authority (PEM) to trust instead of the usual ones. */
  readonly ca?: string | undefined;
}

/** Idle provider connections are kept this long; Google closes them after about four minutes. */
const KEEP_ALIVE_MS = 60_000;

/** Creates the client. One per egress: connections are shared by all requests that leave through it. */
export function createUpstream(options: UpstreamOptions): Upstream {
  const dispatcher = createDispatcher(options);
  const farDeadlines = new FarDeadlines();
  return {
    send(request: UpstreamRequest, handler: UpstreamHandler) {
      const exchange = new UpstreamExchange(handler, request.clocks, farDeadlines);
      dispatcher.dispatch(
        {
          origin: request.origin,
          path: request.path,
          method: request.method,
          headers: request.headers as Record<string, string>,
          body: request.body ?? null,
          // Our own clocks decide; undici's would not know a thinking model from a dead one.
          headersTimeout: 0,
          bodyTimeout: 0,
        },
        exchange,
      );
      return exchange;
    },
    close: () => dispatcher.close(),
  };
}

function createDispatcher({ connectTimeoutMs, proxy, ca }: UpstreamOptions): Dispatcher {
  const tls = { preferH2: true, ...(ca && { ca }) };
  const shared = { keepAliveTimeout: KEEP_ALIVE_MS };
  if (proxy === undefined) return new Agent({ ...shared, connect: { timeout: connectTimeoutMs, ...tls } });
  // Behind a proxy undici has connectors of its own, which do not look at `connect`.
  const proxied = { ...shared, connectTimeout: connectTimeoutMs, requestTls: tls };
  if (/^socks/iu.test(proxy)) return new Socks5ProxyAgent(proxy, proxied);
  // The proxy's answer to CONNECT is a part of connecting: no other clock runs on it.
  const clientFactory = (origin: URL, options: object): Dispatcher =>
    new Pool(origin, { ...options, headersTimeout: connectTimeoutMs });
  return new ProxyAgent({ uri: proxy, ...proxied, clientFactory });
}

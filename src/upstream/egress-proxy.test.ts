import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createUpstream } from './create-upstream.ts';
import { startHttpProxy, startSocksProxy, type EgressProxy, type Manner } from './egress-proxy.fixture.ts';
import { TEST_CERTIFICATE, TEST_CERTIFICATE_KEY } from './tls.fixture.ts';

const cleanups: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const schemes = ['http', 'https'] as const;

async function serve(scheme: (typeof schemes)[number]): Promise<string> {
  const tls = { key: TEST_CERTIFICATE_KEY, cert: TEST_CERTIFICATE, allowHTTP1: true };
  const server = scheme === 'https' ? createSecureServer(tls) : createServer();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    response.end(`spoken to in ${request.httpVersion}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => server.close(() => resolve(undefined))));
  return `${scheme}://localhost:${(server.address() as AddressInfo).port}`;
}

/** What came, or how it ended. */
async function ask(proxy: EgressProxy, origin: string): Promise<string> {
  cleanups.push(() => proxy.close());
  const upstream = createUpstream({ connectTimeoutMs: 300, proxy: proxy.url, ca: TEST_CERTIFICATE });
  const { promise, resolve } = Promise.withResolvers<string>();
  let text = '';
  upstream.send(
    { method: 'POST', origin, path: '/x', headers: {}, body: '{}', clocks: { totalMs: 20_000 } },
    {
      onHeaders: () => {},
      onData: (chunk) => void (text += chunk.toString()),
      onEnd: () => resolve(text),
      onError: (reason) => resolve(reason),
    },
  );
  const seen = await promise;
  void upstream.close();
  return seen;
}

const proxies = [
  ['an HTTP proxy', startHttpProxy],
  ['a SOCKS5 proxy', startSocksProxy],
] as const;

describe.each(proxies)('%s', (_name, start) => {
  it.each(schemes)('leads to a provider that speaks %s', async (scheme) => {
    const origin = await serve(scheme);
    const proxy = await start('works');
    expect(await ask(proxy, origin)).toMatch(/^spoken to in [12]/u);
    expect(proxy.passed).toHaveLength(1);
    expect(proxy.passed[0]).toContain(new URL(origin).host);
  });

  it.each<Manner>(['refuses', 'silent'])(
    'that %s is a connection that did not come about',
    async (manner) => {
      expect(await ask(await start(manner), await serve('https'))).toBe('connect');
    },
  );
});

it('a proxy that is not there is a connection that did not come about', async () => {
  for (const start of [startHttpProxy, startSocksProxy]) {
    const proxy = await start('works');
    await proxy.close();
    expect(await ask({ ...proxy, close: async () => {} }, await serve('https'))).toBe('connect');
  }
});

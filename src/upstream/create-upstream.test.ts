import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createUpstream } from './create-upstream.ts';
import { TEST_CERTIFICATE, TEST_CERTIFICATE_KEY } from './tls.fixture.ts';
import type { Clocks, Upstream, UpstreamCall } from './upstream.ts';

interface Seen {
  status: number;
  text: string;
  end: 'ended' | 'aborted' | (string & {});
}

const cleanups: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function connect(options: Partial<Parameters<typeof createUpstream>[0]> = {}): Upstream {
  const upstream = createUpstream({ connectTimeoutMs: 1000, ...options });
  cleanups.push(() => upstream.close());
  return upstream;
}

function ask(
  upstream: Upstream,
  origin: string,
  clocks: Clocks,
  onChunk: (call: UpstreamCall) => void = () => {},
): Promise<Seen> {
  return new Promise((resolve) => {
    const seen: Seen = { status: 0, text: '', end: 'ended' };
    const call = upstream.send(
      {
        method: 'POST',
        origin,
        path: '/',
        headers: { 'content-type': 'application/json' },
        body: '{}',
        clocks,
      },
      {
        onHeaders: (status) => void (seen.status = status),
        onData(chunk) {
          seen.text += chunk.toString();
          onChunk(call);
        },
        onEnd: () => resolve(seen),
        onError: (reason) => resolve({ ...seen, end: reason }),
      },
    );
  });
}

describe('an exchange with a provider', () => {
  it('brings status, bytes and end', async () => {
    const origin = await serve((_request, response) => response.writeHead(201).end('hello'));
    expect(await ask(connect(), origin, {})).toEqual({ status: 201, text: 'hello', end: 'ended' });
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('undoes %s that nobody asked for', async (encoding, compress) => {
    const origin = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(compress('hello '.repeat(1000))),
    );
    const seen = await ask(connect(), origin, {});
    expect(seen).toEqual({ status: 200, text: 'hello '.repeat(1000), end: 'ended' });
  });

  it.each([
    ['an encoding that does not exist', 'rot13', Buffer.from('uryyb')],
    ['bytes that are not what their encoding says', 'gzip', Buffer.from('hello')],
  ])('tells of %s', async (_what, encoding, bytes) => {
    const origin = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(bytes),
    );
    expect((await ask(connect(), origin, {})).end).toBe('unreadable');
  });

  it('that cannot be connected is told from one that was reset', async () => {
    expect((await ask(connect(), 'http://127.0.0.1:1', {})).end).toBe('connect');
    const origin = await serve((request) => request.socket.destroy());
    expect((await ask(connect(), origin, {})).end).toBe('reset');
  });

  it('does not follow redirects', async () => {
    const origin = await serve((_request, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    );
    expect((await ask(connect(), origin, {})).status).toBe(302);
  });
});

describe('a caller who reads slowly', () => {
  const plain = randomBytes(2_000_000);
  it.each([
    ['plain bytes', undefined, plain, plain],
    ['compressed bytes', 'gzip', gzipSync(plain), plain],
    [
      'bytes that unpack to a thousand times their size',
      'gzip',
      gzipSync(Buffer.alloc(8_000_000)),
      undefined,
    ],
  ])('is sent nothing between pause and resume, of %s', async (_what, encoding, sent, whole) => {
    const origin = await serve((_request, response) =>
      response.writeHead(200, encoding === undefined ? {} : { 'content-encoding': encoding }).end(sent),
    );
    const pieces: Buffer[] = [];
    let paused = false;
    let unasked = 0;
    await new Promise<void>((resolve, reject) => {
      const call = connect().send(
        { method: 'GET', origin, path: '/', headers: {}, clocks: { idleMs: 5000 } },
        {
          onHeaders: () => {},
          onData(chunk) {
            pieces.push(chunk);
            if (paused) unasked += chunk.length;
            if (paused) return;
            paused = true;
            call.pause();
            afterTurns(5, () => {
              paused = false;
              call.resume();
            });
          },
          onEnd: resolve,
          onError: (_reason, detail) => reject(new Error(detail)),
        },
      );
    });
    expect(unasked).toBe(0);
    expect(Buffer.concat(pieces).equals(whole ?? Buffer.alloc(8_000_000))).toBe(true);
  });

  /** Long enough for whatever is on its way inside this process. */
  function afterTurns(turns: number, task: () => void): void {
    setImmediate(() => (turns === 0 ? task() : afterTurns(turns - 1, task)));
  }
});

describe('the clocks', () => {
  const silent = (): Promise<string> => serve(() => {});
  const stalled = (): Promise<string> =>
    serve((_request, response) => {
      response.writeHead(200);
      response.write('a');
    });

  it('end a route that sends no headers', async () => {
    expect((await ask(connect(), await silent(), { headersMs: 50, firstTokenMs: 500 })).end).toBe(
      'headers_timeout',
    );
  });

  const pinging = (): Promise<string> =>
    serve((_request, response) => {
      const timer = setInterval(() => response.write(': ping\n\n'), 5);
      response.on('close', () => clearInterval(timer));
    });

  it('let a model think that shows signs of life, until its content must have come', async () => {
    const clocks = { headersMs: 100, firstTokenMs: 150, untilContentMs: 600 };
    const seen = await ask(connect(), await pinging(), clocks);
    expect(seen.end).toBe('deadline');
    expect(seen.text.length).toBeGreaterThan(0);
  });

  it.each([
    [
      'the deadline of the request before the headers',
      { headersMs: 500, firstTokenMs: 500, untilContentMs: 40 },
      'deadline',
    ],
    [
      'silence before the headers',
      { headersMs: 500, firstTokenMs: 40, untilContentMs: 900 },
      'first_token_timeout',
    ],
  ])('end %s', async (_what, clocks, end) => {
    expect((await ask(connect(), await silent(), clocks)).end).toBe(end);
  });

  it('end silence after the headers, where those may take longer than the content', async () => {
    expect((await ask(connect(), await stalled(), { headersMs: 500, firstTokenMs: 60 })).end).toBe(
      'first_token_timeout',
    );
  });

  it('no longer count to the deadline once content has come', async () => {
    const clocks = { headersMs: 500, firstTokenMs: 500, idleMs: 120, untilContentMs: 60 };
    const seen = await ask(connect(), await stalled(), clocks, (call) => call.contentArrived());
    expect(seen.end).toBe('idle_timeout');
  });

  it('end one that sends headers but no content', async () => {
    expect((await ask(connect(), await stalled(), { headersMs: 50, firstTokenMs: 100 })).end).toBe(
      'first_token_timeout',
    );
  });

  it('end one that falls silent after its content', async () => {
    const seen = await ask(
      connect(),
      await stalled(),
      { headersMs: 50, firstTokenMs: 100, idleMs: 60 },
      (call) => call.contentArrived(),
    );
    expect(seen).toEqual({ status: 200, text: 'a', end: 'idle_timeout' });
  });

  it('end the whole exchange, however busy', async () => {
    const origin = await serve((_request, response) => {
      const timer = setInterval(() => response.write('x'), 5);
      response.on('close', () => clearInterval(timer));
    });
    const seen = await ask(connect(), origin, { totalMs: 80, idleMs: 50 }, (call) => call.contentArrived());
    expect(seen.end).toBe('deadline');
    expect(seen.text.length).toBeGreaterThan(1);
  });
});

describe('aborting', () => {
  it('closes the connection to the provider and tells nobody', async () => {
    const closed = Promise.withResolvers<void>();
    const origin = await serve((_request, response) => {
      response.on('close', closed.resolve);
      response.writeHead(200).write('a');
    });
    let told = false;
    void ask(connect(), origin, {}, (call) => call.abort()).then(() => (told = true));
    await closed.promise;
    expect(told).toBe(false);
  });
});

describe('HTTP/2', () => {
  it('is spoken where the provider offers it, many streams on one connection', async () => {
    const server = createSecureServer({
      key: TEST_CERTIFICATE_KEY,
      cert: TEST_CERTIFICATE,
      allowHTTP1: true,
    });
    let connections = 0;
    server.on('secureConnection', () => (connections += 1));
    server.on('request', (request, response) => {
      request.resume();
      response.end(request.httpVersion);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => new Promise((resolve) => server.close(() => resolve(undefined))));
    const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
    const upstream = connect({ ca: TEST_CERTIFICATE });
    const first = await ask(upstream, origin, {});
    const rest = await Promise.all(Array.from({ length: 10 }, () => ask(upstream, origin, {})));
    expect([first, ...rest].map((seen) => seen.text)).toEqual(Array.from({ length: 11 }, () => '2.0'));
    expect(connections).toBe(1);
  });
});

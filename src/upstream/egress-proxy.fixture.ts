// Two small egress proxies for tests: one speaks HTTP (forwarding and CONNECT), one SOCKS5 without authentication.

import { createServer as createHttpServer, request as sendOn } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** How it behaves: `refuses` says no to everybody, `silent` takes connections and says nothing. */
export type Manner = 'works' | 'refuses' | 'silent';

/** `passed`: where its clients went, as they named it. */
export interface EgressProxy {
  readonly url: string;
  readonly passed: readonly string[];
  close(): Promise<void>;
}

/** Starts a proxy that speaks HTTP. */
export async function startHttpProxy(manner: Manner): Promise<EgressProxy> {
  const passed: string[] = [];
  const server = createHttpServer((request, response) => {
    if (manner === 'refuses') response.writeHead(407).end();
    if (manner !== 'works') return;
    passed.push(request.url ?? '');
    const { method, headers } = request;
    const onward = sendOn(request.url ?? '', { method: method ?? 'GET', headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  server.on('connect', (request, socket: Socket) => {
    if (manner === 'refuses') socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    if (manner !== 'works') return;
    passed.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host ?? '', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    join(socket, onward);
  });
  return opened(server, 'http', passed);
}

/** Starts a proxy that speaks SOCKS5: https://www.rfc-editor.org/rfc/rfc1928 */
export async function startSocksProxy(manner: Manner): Promise<EgressProxy> {
  const passed: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (manner === 'silent') return;
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', (asked: Buffer) => {
        if (manner === 'refuses') {
          socket.end(Buffer.from([5, 2, 0, 1, 0, 0, 0, 0, 0, 0]));
          return;
        }
        const { host, port } = readAddress(asked);
        passed.push(`${host}:${port}`);
        const onward = connect(port, host, () => socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])));
        join(socket, onward);
      });
    });
  });
  return opened(server, 'socks5', passed);
}

/** An IPv4 address or a name; that is all the tests have. */
function readAddress(asked: Buffer): { host: string; port: number } {
  const isName = asked[3] === 3;
  const end = isName ? 5 + (asked[4] ?? 0) : 8;
  const host = isName ? asked.toString('utf8', 5, end) : asked.subarray(4, end).join('.');
  return { host, port: asked.readUInt16BE(end) };
}

function join(one: Socket, other: Socket): void {
  one.pipe(other);
  other.pipe(one);
  for (const socket of [one, other]) socket.on('error', () => {});
  one.on('close', () => other.destroy());
  other.on('close', () => one.destroy());
}

async function opened(server: Server, scheme: string, passed: readonly string[]): Promise<EgressProxy> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    passed,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

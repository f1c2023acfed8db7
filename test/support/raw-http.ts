// HTTP by hand over a socket: for requests that no HTTP client would send.

import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** As it came; chunked bodies keep their chunk sizes. */
  readonly body: string;
}

/** Opens a connection to the gateway. */
export function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => resolve(socket));
    socket.on('error', reject);
  });
}

/** Everything that comes until the other side closes, or `withinMs` have passed. */
export function readToClose(socket: Socket, withinMs = 8000): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const finish = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(text);
    };
    const timer = setTimeout(finish, withinMs);
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    socket.on('error', finish);
    socket.on('close', finish);
  });
}

/** Sends bytes as they are and reads the answers until the gateway closes. */
export async function sendBytes(
  url: string,
  bytes: string | Buffer,
  options: { readonly thenFinish?: boolean; readonly withinMs?: number } = {},
): Promise<string> {
  const socket = await openSocket(url);
  const answer = readToClose(socket, options.withinMs);
  socket.write(bytes);
  if (options.thenFinish === true) socket.end();
  return answer;
}

/** A request with `connection: close`, its body's length counted. */
export function composeRequest(
  line: string,
  headers: Readonly<Record<string, string>> = {},
  body: string | Buffer = '',
): Buffer {
  const length = body.length === 0 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const all = { host: '127.0.0.1', connection: 'close', ...length, ...headers };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${line}\r\n${head.join('')}\r\n`, 'latin1'), Buffer.from(body)]);
}

/** The first answer of a connection, without the interim ones before it. */
export function parseAnswer(text: string): RawAnswer {
  const final = text.replace(/^(?:HTTP\/1\.1 1\d\d [^\r\n]*\r\n\r\n)+/u, '');
  const end = final.indexOf('\r\n\r\n');
  const [line = '', ...fields] = final.slice(0, Math.max(end, 0)).split('\r\n');
  const headers = new Map(
    fields.map((field): [string, string] => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
    }),
  );
  return {
    status: Number(line.split(' ')[1] ?? 0),
    headers,
    body: end === -1 ? '' : final.slice(end + 4),
  };
}

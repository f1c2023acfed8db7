// Between the gateway and its provider: hands everything on, and cuts the next answer off after so many bytes. Knows no
// dialect.

import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

export interface CuttingProxy {
  readonly url: string;
  /** Where it hands on to. */
  target: string;
  /** Of the next answer: this many bytes, in pieces of this size; then the connection is lost. */
  cut: { readonly afterBytes: number; readonly pieceBytes: number } | undefined;
  /** Bytes of the last answer that was handed on whole. */
  lastBytes: number;
  close(): Promise<void>;
}

/** Starts on a free loopback port. */
export async function startCuttingProxy(): Promise<CuttingProxy> {
  const server = createServer((request, response) => void handOn(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const proxy: CuttingProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    target: '',
    cut: undefined,
    lastBytes: 0,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };

  async function handOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '', headers } = request;
    const body = await gather(request);
    const asked = ask(proxy.target + url, { method, headers });
    asked.end(body);
    const answer = await new Promise<IncomingMessage>((resolve) => void asked.on('response', resolve));
    const { cut } = proxy;
    proxy.cut = undefined;
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    if (cut === undefined) {
      proxy.lastBytes = 0;
      answer.on('data', (chunk: Buffer) => void (proxy.lastBytes += chunk.length));
      // What breaks on the other side breaks here.
      pipeline(answer, response, () => {});
      return;
    }
    response.flushHeaders();
    const bytes = await gather(answer);
    const kept = bytes.subarray(0, cut.afterBytes);
    for (let at = 0; at < kept.length; at += cut.pieceBytes) {
      response.write(kept.subarray(at, at + cut.pieceBytes));
      await new Promise((resolve) => void setImmediate(resolve));
    }
    // Once the bytes are flushed: a socket destroyed at once would take them along.
    response.write('', () => response.socket?.destroy());
  }

  return proxy;
}

async function gather(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

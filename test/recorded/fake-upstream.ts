// A provider that answers what it is told and remembers what it was asked. Plain node:http: it knows nothing of the
// gateway's code, and nothing of any dialect but the model list.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Written one after another, each as a chunk of its own. */
  readonly pieces: readonly Buffer[];
}

export interface ReceivedRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface FakeUpstream {
  readonly url: string;
  /** What it answers from now on: to every request but the model list. */
  answer: (request: ReceivedRequest) => UpstreamAnswer;
  /** Requests since the last call, without those for the model list. */
  takeReceived(): readonly ReceivedRequest[];
  close(): Promise<void>;
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=UTF-8' };

/** Models of other vendors are named with their provider. */
const NO_MODELS = Buffer.from(JSON.stringify({ object: 'list', data: [], has_more: false }));

/** Starts on a free loopback port. `models` are the names that its list shows. */
export async function startFakeUpstream(models: readonly string[]): Promise<FakeUpstream> {
  let received: ReceivedRequest[] = [];
  const list = Buffer.from(
    JSON.stringify({
      models: models.map((name) => ({
        name: `models/${name}`,
        displayName: name,
        supportedGenerationMethods: ['generateContent', 'countTokens', 'embedContent'],
      })),
    }),
  );
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { method = '', url = '', headers } = request;
      if (method === 'GET' && /^\/v1beta\/models(?:\?|$)/u.test(url)) {
        return write(response, { status: 200, headers: JSON_HEADERS, pieces: [list] });
      }
      if (method === 'GET' && /^(?:\/compatible)?\/v1\/models(?:\?|$)/u.test(url)) {
        return write(response, { status: 200, headers: JSON_HEADERS, pieces: [NO_MODELS] });
      }
      const asked: ReceivedRequest = { method, url, headers, body };
      received.push(asked);
      return write(response, upstream.answer(asked));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const upstream: FakeUpstream = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: () => ({ status: 500, headers: JSON_HEADERS, pieces: [Buffer.from('{}')] }),
    takeReceived() {
      const taken = received;
      received = [];
      return taken;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
  return upstream;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A new turn of the event loop after so many pieces, so that they do not all leave in one. */
const PIECES_A_TURN = 16;

async function write(response: ServerResponse, answer: UpstreamAnswer): Promise<void> {
  response.writeHead(answer.status, { ...answer.headers });
  for (const [index, piece] of answer.pieces.entries()) {
    if (response.destroyed) return;
    response.write(piece);
    if (index % PIECES_A_TURN === PIECES_A_TURN - 1)
      await new Promise((resolve) => void setImmediate(resolve));
  }
  response.end();
}

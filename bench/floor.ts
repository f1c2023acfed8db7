// The least that a proxy with keys of its own can do in Node: read, parse, swap the key, relay. What it costs is the
// measure for the gateway. Run: node bench/floor.ts <origin of the upstream>

import { createServer } from 'node:http';
import { Agent } from 'undici';
import { announce } from './part.ts';

const origin = process.argv[2] ?? '';
const agent = new Agent({ keepAliveTimeout: 60_000 });
const headers = { 'content-type': 'application/json', 'x-goog-api-key': 'bench-provider-key' };

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    JSON.parse(body.toString());
    agent.dispatch(
      { origin, path: request.url ?? '', method: 'POST', headers, body, headersTimeout: 0, bodyTimeout: 0 },
      {
        onRequestStart() {},
        onResponseStart(_controller, status, received) {
          const relayed: Record<string, string | string[]> = {
            'content-type': received['content-type'] ?? '',
          };
          if (received['content-length'] !== undefined)
            relayed['content-length'] = received['content-length'];
          response.writeHead(status, relayed);
        },
        onResponseData: (_controller, chunk) => void response.write(chunk),
        onResponseEnd: () => void response.end(),
        onResponseError: () => void response.destroy(),
      },
    );
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => announce(server));

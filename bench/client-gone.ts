// How long a provider goes on working for a client that has left: from the client's closing of its socket to the closing
// of the provider's. Run: node bench/client-gone.ts

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../src/config/load-settings.ts';
import { startGateway } from '../src/main.ts';

const ROUNDS = 100;
const MODEL = 'gemini-3.8-flash';
const CHUNK = {
  candidates: [{ content: { role: 'model', parts: [{ text: 'Once upon a time' }] }, index: 0 }],
};
const content = 'Tell me a story.';
const messages = [{ role: 'user', content }];
const contents = [{ parts: [{ text: content }] }];

const requests = [
  ['chat', '/v1/chat/completions', { model: MODEL, messages, stream: true }],
  ['responses', '/v1/responses', { model: MODEL, input: content, stream: true }],
  ['messages', '/v1/messages', { model: MODEL, messages, max_tokens: 99, stream: true }],
  ['gemini', `/v1beta/models/${MODEL}:streamGenerateContent?alt=sse`, { contents }],
] as const;

/** A provider that says its first word, or nothing, and then thinks for ever. */
let speaks = false;
let arrived = Promise.withResolvers<ServerResponse>();
const provider = createServer((request, response) => {
  request.resume();
  if (request.method === 'GET') {
    response.end('{"models":[]}');
    return;
  }
  if (speaks) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify(CHUNK)}\r\n\r\n`);
  }
  arrived.resolve(response);
});
await new Promise<void>((resolve) => void provider.listen(0, '127.0.0.1', resolve));
const folder = mkdtempSync(join(tmpdir(), 'pollux-gone-'));
const upstream = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
writeFileSync(
  join(folder, 'pollux.yaml'),
  `providers: { gemini: { keys: [AIzaSyGone-0000000000000000000000001], base_url: "${upstream}" } }\n`,
);
const env = { PORT: '0', LOG_LEVEL: 'silent', POLLUX_DATA_DIR: folder };
const gateway = await startGateway(loadSettings({ env, cwd: folder }));
const port = Number(new URL(gateway.url).port);

function begin(path: string, body: string): Socket {
  const head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  const socket = connect(port, '127.0.0.1', () => socket.write(head + body));
  return socket;
}

async function leaveOnce(path: string, body: object): Promise<number> {
  arrived = Promise.withResolvers();
  const socket = begin(path, JSON.stringify(body));
  const begun = speaks ? new Promise((resolve) => socket.once('data', resolve)) : undefined;
  const response = await arrived.promise;
  await begun;
  const closed = new Promise((resolve) => response.on('close', resolve));
  const leftAt = performance.now();
  socket.destroy();
  await closed;
  return performance.now() - leftAt;
}

console.log(`milliseconds from the client's leaving to the provider's being left, ${ROUNDS} times each`);
for (const [name, path, body] of requests) {
  for (speaks of [false, true]) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) times.push(await leaveOnce(path, body));
    times.sort((one, other) => one - other);
    const at = (share: number): string => (times[Math.floor(share * (ROUNDS - 1))] ?? Number.NaN).toFixed(2);
    const when = speaks ? 'amid the answer' : 'before it begins';
    console.log(
      `${name.padEnd(10)} ${when.padEnd(17)} median ${at(0.5)}, 99 % ${at(0.99)}, longest ${at(1)}`,
    );
  }
}

await gateway.close();
provider.closeAllConnections();
provider.close();
rmSync(folder, { recursive: true });

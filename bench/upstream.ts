// The provider of the benchmark, a process of its own: the same answer to everybody, as cheaply as node:http can.
// Run: node bench/upstream.ts [milliseconds between the events of a stream; 0 sends them at once]

import { createServer, type ServerResponse } from 'node:http';
import { geminiAnswer, geminiEvents, MODEL } from './conversation.ts';
import { announce } from './part.ts';

const paceMs = Number(process.argv[2] ?? 4);
const json = { 'content-type': 'application/json; charset=UTF-8' };
const models = JSON.stringify({
  models: [
    {
      name: `models/${MODEL}`,
      version: '001',
      displayName: 'Bench',
      inputTokenLimit: 1_048_576,
      outputTokenLimit: 65_536,
      supportedGenerationMethods: ['generateContent', 'countTokens'],
    },
  ],
});

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const url = request.url ?? '';
    if (request.method === 'GET') response.writeHead(200, json).end(models);
    else if (url.includes(':streamGenerateContent')) sendEvents(response);
    else response.writeHead(200, { ...json, 'content-length': geminiAnswer.length }).end(geminiAnswer);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => announce(server));

function sendEvents(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let index = 0;
  function next(): void {
    const event = geminiEvents[index++];
    if (event === undefined || response.destroyed) {
      response.end();
      return;
    }
    response.write(event);
    if (paceMs === 0) next();
    else setTimeout(next, paceMs);
  }
  next();
}

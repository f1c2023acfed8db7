// Clients that end their side after sending (`nc`, some proxies) still get their answer. One that is gone altogether
// sends the same sign; what tells them apart is what becomes of a byte sent to it. Knows nothing of requests' meaning.

import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { CurrentResponses } from './current-responses.ts';

/**
 * The first byte makes a closed socket reset the connection, the next one notices: a round trip later at the earliest. The
 * early ones are for near clients, whose provider is to be left at once, the last for slow networks.
 */
const PROBES_MS = [0, 5, 20, 45, 200, 1000];

/** Lets `server` answer half-closed connections, and notice at once those that are closed. */
export function allowHalfOpen(server: Server, responses: CurrentResponses): void {
  // Not in Node's types: without it a client's FIN ends the connection, its answer unsent.
  (server as Server & { httpAllowHalfOpen: boolean }).httpAllowHalfOpen = true;
  server.on('connection', (socket: Socket) => {
    socket.on('end', () => {
      const response = responses.of(socket);
      if (response === undefined || response.writableEnded) return;
      // In mid-answer nobody half-closes: that caller has left.
      if (response.headersSent) socket.destroy();
      else for (const delayMs of PROBES_MS) setTimeout(probe, delayMs, response).unref();
    });
  });
}

/** Sends an interim answer, which every client skips. */
function probe(response: ServerResponse): void {
  if (response.headersSent || response.destroyed || response.req.httpVersion !== '1.1') return;
  response.writeContinue();
}

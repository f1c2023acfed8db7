// Clients that end their side after sending (`nc`, some proxies) still get their answer. One that is gone altogether
// sends the same sign; what tells them apart is what becomes of a byte sent to it. Knows nothing of requests' meaning.

import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Lets `server` answer half-closed connections, and notice at once those that are closed. */
export function allowHalfOpen(server: Server): void {
  // Not in Node's types: without it a client's FIN ends the connection, its answer unsent.
  (server as Server & { httpAllowHalfOpen: boolean }).httpAllowHalfOpen = true;
  const running = new WeakMap<Socket, ServerResponse>();
  server.on('connection', (socket: Socket) => {
    socket.on('end', () => {
      const response = running.get(socket);
      if (response === undefined || response.writableEnded) return;
      // In mid-answer nobody half-closes: that caller has left.
      if (response.headersSent) socket.destroy();
      // An interim answer that every client skips; a closed socket resets the connection at it.
      else if (response.req.httpVersion === '1.1') response.writeContinue();
    });
  });
  server.on('request', ({ socket }, response) => {
    if (running.get(socket)?.writableEnded ?? true) running.set(socket, response);
  });
}
